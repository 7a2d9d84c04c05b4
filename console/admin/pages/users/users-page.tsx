import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { UsersDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { Page } from '../../ui/page.js';
import { PagedList } from '../../ui/paged-list.js';
import { SearchBox } from '../../ui/search-box.js';
import { UserTable } from './user-table.js';
import { readUsersSearch, userStates, variablesOf, type UsersSearch } from './users-search.js';

const stateTexts = {
  enabled: texts.users.enabled,
  disabled: texts.users.disabled,
  deleted: texts.users.deleted,
  all: texts.users.everyState,
} as const;

/** Every user that the administrator may see: searched, filtered and paged by the gateway. */
export function UsersPage() {
  const search = useSearch({ from: '/users' });
  const navigate = useNavigate();
  const variables = variablesOf(search);
  const users = useQuery({
    queryKey: ['users', variables],
    queryFn: () => send(UsersDocument, variables),
    placeholderData: keepPreviousData,
  });
  const change = (changed: Partial<Record<keyof UsersSearch, string | undefined>>): void => {
    // Whatever is filtered anew begins at its first page.
    const next = readUsersSearch({ ...search, after: undefined, before: undefined, ...changed });
    void navigate({ to: '/users', search: next });
  };
  const page = users.data?.users;
  return (
    <Page
      title={texts.users.title}
      actions={
        <Link to="/users/new" className="button button-main">
          {texts.users.create}
        </Link>
      }
    >
      <div className="filters" role="search">
        <SearchBox
          label={texts.users.search}
          placeholder={texts.users.searchHint}
          value={search.q ?? ''}
          onChange={(q) => change({ q: q || undefined })}
        />
        <Choice
          label={texts.users.state}
          value={search.state ?? ''}
          onChange={(state) => change({ state: state || undefined })}
          options={[
            ['', texts.users.anyState],
            ...userStates.map((state) => [state, stateTexts[state]] as const),
          ]}
        />
      </div>
      <PagedList
        query={users}
        page={page}
        total={texts.paging.total(page?.totalCount ?? 0, texts.users.count)}
        onMove={change}
        empty={<Empty isFiltered={search.q !== undefined || search.state !== undefined} />}
      >
        {(shown) => <UserTable users={shown} isStale={users.isPlaceholderData} />}
      </PagedList>
    </Page>
  );
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  return (
    <div className="empty">
      {isFiltered ? (
        <>
          <p>{texts.users.emptyFiltered}</p>
          <Link to="/users" className="button">
            {texts.users.clearFilters}
          </Link>
        </>
      ) : (
        <>
          <h2>{texts.users.emptyTitle}</h2>
          <p>{texts.users.emptyLead}</p>
        </>
      )}
    </div>
  );
}
