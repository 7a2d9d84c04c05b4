import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { AuditEventsDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AuditEventTable } from '../../ui/audit-event-table.js';
import { Pager } from '../../ui/pager.js';
import { Problem } from '../../ui/problem.js';
import type { ShownKey } from './key-page.js';

const PAGE_SIZE = 20;
const words = texts.key.history;

/** Every change of the key, with who made it and what is different since. */
export function KeyHistory({ apiKey: { id } }: { readonly apiKey: ShownKey }) {
  const { after, before } = useSearch({ from: '/keys/$id' });
  const navigate = useNavigate();
  const variables = {
    ...(before === undefined ? { first: PAGE_SIZE } : { last: PAGE_SIZE, before }),
    ...(after !== undefined && { after }),
    where: { target: id },
  };
  const events = useQuery({
    queryKey: ['key', id, 'history', variables],
    queryFn: () => send(AuditEventsDocument, variables),
    placeholderData: keepPreviousData,
  });
  const page = events.data?.auditEvents;
  return (
    <>
      {events.error && <Problem error={events.error} onRetry={() => void events.refetch()} />}
      {!events.error && (
        <AuditEventTable
          title={words.title}
          events={page?.nodes ?? null}
          isStale={events.isPlaceholderData}
          isOpen
        />
      )}
      {page !== undefined && (
        <Pager
          info={page.pageInfo}
          total={texts.paging.total(page.totalCount, texts.audit.count)}
          onMove={(to) =>
            void navigate({
              to: '/keys/$id',
              params: { id },
              search: { tab: 'history', ...(to as Record<string, string>) },
            })
          }
        />
      )}
      <p className="after-table">
        <Link to="/audit" search={{ target: id }}>
          {words.inAudit}
        </Link>
      </p>
    </>
  );
}
