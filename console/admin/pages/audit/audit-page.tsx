import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ApiError } from '../../api/api-error.js';
import { send } from '../../api/send.js';
import { AuditEventsDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AuditEventTable } from '../../ui/audit-event-table.js';
import { Page } from '../../ui/page.js';
import { Pager } from '../../ui/pager.js';
import { Problem } from '../../ui/problem.js';
import { AuditExport } from './audit-export.js';
import { AuditFilters } from './audit-filters.js';
import { whereOf, type AuditSearch } from './audit-search.js';

const PAGE_SIZE = 25;
const words = texts.audit;

/** Every change, by whom, of what, and what is different since. */
export function AuditPage() {
  const search: AuditSearch = useSearch({ from: '/audit' });
  const navigate = useNavigate();
  const { after, before } = search;
  const variables = {
    ...(before === undefined ? { first: PAGE_SIZE } : { last: PAGE_SIZE, before }),
    ...(after !== undefined && { after }),
    where: whereOf(search),
  };
  const events = useQuery({
    queryKey: ['audit', variables],
    queryFn: () => send(AuditEventsDocument, variables),
    placeholderData: keepPreviousData,
  });
  const go = (to: AuditSearch): void => void navigate({ to: '/audit', search: { ...to } });
  const byField = events.error instanceof ApiError ? events.error.byField : {};
  const page = events.error ? undefined : events.data?.auditEvents;
  return (
    <Page title={words.title} actions={<AuditExport where={whereOf(search)} total={page?.totalCount ?? 0} />}>
      <p>{words.lead}</p>
      <AuditFilters search={search} refused={byField} onApply={go} />
      {events.error && Object.keys(byField).length === 0 && (
        <Problem error={events.error} onRetry={() => void events.refetch()} />
      )}
      {page?.totalCount === 0 && (
        <div className="empty">
          <p>{words.empty}</p>
          <Link to="/audit" className="button">
            {words.clear}
          </Link>
        </div>
      )}
      {!events.error && page?.totalCount !== 0 && (
        <AuditEventTable
          title={words.title}
          events={page?.nodes ?? null}
          isStale={events.isPlaceholderData}
        />
      )}
      {page !== undefined && page.totalCount > 0 && (
        <Pager
          info={page.pageInfo}
          total={texts.paging.total(page.totalCount, words.count)}
          onMove={(to) => go({ ...whereOf(search), ...(to as AuditSearch) })}
        />
      )}
    </Page>
  );
}
