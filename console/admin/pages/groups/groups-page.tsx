import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { DatabasesDocument, GroupsDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { Page } from '../../ui/page.js';
import { PagedList } from '../../ui/paged-list.js';
import { pageOf } from '../page-of.js';
import { GroupTable } from './group-table.js';

/** What each database lets whom do, group by group. */
export function GroupsPage() {
  const search = useSearch({ from: '/groups' });
  const { database } = search;
  const navigate = useNavigate();
  const variables = { ...pageOf(search), ...(database !== undefined && { database }) };
  const groups = useQuery({
    queryKey: ['groups', variables],
    queryFn: () => send(GroupsDocument, variables),
    placeholderData: keepPreviousData,
  });
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const slugs = (databases.data?.databases ?? []).filter(({ removedAt }) => removedAt === null);
  const page = groups.data?.groups;
  return (
    <Page
      title={texts.groups.title}
      actions={
        <Link to="/groups/new" className="button button-main">
          {texts.groups.create}
        </Link>
      }
    >
      <div className="filters">
        <Choice
          label={texts.groups.database}
          value={database ?? ''}
          onChange={(slug) => void navigate({ to: '/groups', search: slug === '' ? {} : { database: slug } })}
          options={[['', texts.groups.anyDatabase], ...slugs.map(({ slug }) => [slug, slug] as const)]}
        />
      </div>
      <PagedList
        query={groups}
        page={page}
        total={texts.paging.total(page?.totalCount ?? 0, texts.groups.count)}
        onMove={(to) =>
          void navigate({ to: '/groups', search: { ...(database !== undefined && { database }), ...to } })
        }
        empty={
          <div className="empty">
            <h2>{texts.groups.emptyTitle}</h2>
            <p>{texts.groups.emptyLead}</p>
          </div>
        }
      >
        {(shown) => <GroupTable groups={shown} isStale={groups.isPlaceholderData} />}
      </PagedList>
    </Page>
  );
}
