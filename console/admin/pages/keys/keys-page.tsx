import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import {
  ApiKeyCountDocument,
  ApiKeysDocument,
  BareApiKeyCountDocument,
  BareApiKeysDocument,
  type ApiKeysQuery,
  type BareApiKeysQuery,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Page } from '../../ui/page.js';
import { PagedList } from '../../ui/paged-list.js';
import { KeyFilters } from './key-filters.js';
import { KeyTable, type ListedKey } from './key-table.js';
import { useSeesRelations } from './use-sees-relations.js';
import { isFiltered, variablesOf, type KeysSearch } from './keys-search.js';

/** Every API key that the administrator may see: searched, filtered, sorted and paged by the gateway. */
export function KeysPage() {
  const search = useSearch({ from: '/keys' });
  const navigate = useNavigate();
  const variables = variablesOf(search, new Date());
  // Who searches without the right to is told what is missing.
  const isWhole = useSeesRelations() || variables.search !== undefined;
  const keys = useQuery<ApiKeysQuery | BareApiKeysQuery>({
    queryKey: ['keys', variables],
    queryFn: () => (isWhole ? send(ApiKeysDocument, variables) : send(BareApiKeysDocument, variables)),
    placeholderData: keepPreviousData,
  });
  // Counting many takes longer than showing the first of them, and is the same on each page.
  const counted = { where: variables.where ?? null, search: variables.search ?? null };
  const count = useQuery({
    queryKey: ['keys', 'count', counted],
    queryFn: () => (isWhole ? send(ApiKeyCountDocument, counted) : send(BareApiKeyCountDocument, counted)),
  });
  const change = (changed: Partial<Record<keyof KeysSearch, string | undefined>>): void => {
    // Whatever is filtered or sorted anew begins at its first page.
    void navigate({
      to: '/keys',
      search: { ...search, after: undefined, before: undefined, ...changed } as KeysSearch,
    });
  };
  const page = keys.data?.apiKeys;
  return (
    <Page
      title={texts.keys.title}
      actions={
        <>
          <Link to="/keys/stops" className="button">
            {texts.stops.title}
          </Link>
          <Link to="/keys/new" className="button button-main">
            {texts.keys.create}
          </Link>
        </>
      }
    >
      <KeyFilters search={search} onChange={change} />
      <PagedList<ListedKey>
        query={keys}
        page={page}
        total={
          count.data === undefined ? '' : texts.paging.total(count.data.apiKeys.totalCount, texts.keys.count)
        }
        onMove={change}
        empty={<Empty isFiltered={isFiltered(search)} />}
      >
        {(shown) => (
          <KeyTable
            keys={shown}
            sort={search.sort ?? 'CREATED_AT_DESC'}
            isStale={keys.isPlaceholderData}
            onSort={(sort) => change({ sort })}
          />
        )}
      </PagedList>
    </Page>
  );
}

function Empty({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <div className="empty">
        <p>{texts.keys.emptyFiltered}</p>
        <Link to="/keys" className="button">
          {texts.keys.clearFilters}
        </Link>
      </div>
    );
  }
  return (
    <div className="empty">
      <h2>{texts.keys.emptyTitle}</h2>
      <p>{texts.keys.emptyLead}</p>
      <Link to="/keys/new" className="button button-main">
        {texts.keys.create}
      </Link>
    </div>
  );
}
