import { Link } from '@tanstack/react-router';
import type { ApiKeyOrder, ApiKeysQuery, ListedKeyFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { Instant } from '../../ui/instant.js';
import { SkeletonRows } from '../../ui/skeleton-rows.js';
import { SortHeader } from '../../ui/sort-header.js';
import { StateBadge } from '../../ui/state-badge.js';

type WholeKey = ApiKeysQuery['apiKeys']['nodes'][number];

/** What it leads to is absent for who may not see it. */
export type ListedKey = ListedKeyFragment & Partial<Pick<WholeKey, 'accessAs' | 'database'>>;

export interface KeyTableProps {
  /** Null: not there yet. */
  readonly keys: readonly ListedKey[] | null;
  readonly sort: ApiKeyOrder;
  readonly isStale: boolean;
  readonly onSort: (sort: ApiKeyOrder) => void;
}

const { columns } = texts.keys;

export function KeyTable({ keys, sort, isStale, onSort }: KeyTableProps) {
  return (
    <div className="table-frame" aria-busy={keys === null || isStale}>
      <table className="grid">
        <caption className="unseen">{texts.keys.title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.state}</th>
            <SortHeader
              text={columns.name}
              ascending="NAME_ASC"
              descending="NAME_DESC"
              sort={sort}
              onSort={onSort}
            />
            <th scope="col">{columns.accessAs}</th>
            <th scope="col">{columns.database}</th>
            <th scope="col">{columns.scope}</th>
            <th scope="col">{columns.addresses}</th>
            <SortHeader
              text={columns.validity}
              ascending="VALID_UNTIL_ASC"
              descending="VALID_UNTIL_DESC"
              sort={sort}
              onSort={onSort}
            />
            <SortHeader
              text={columns.lastUsed}
              ascending="LAST_USED_AT_ASC"
              descending="LAST_USED_AT_DESC"
              sort={sort}
              onSort={onSort}
            />
          </tr>
        </thead>
        <tbody>
          {keys === null ? (
            <SkeletonRows columns={8} />
          ) : (
            keys.map((key) => <Row key={key.id} apiKey={key} />)
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ apiKey }: { readonly apiKey: ListedKey }) {
  const { id, name, description, state, stateReason, tags, database, brokenPolicies } = apiKey;
  return (
    <tr>
      <td data-label={columns.state}>
        <StateBadge state={state} reason={stateReason} />
        {brokenPolicies.length > 0 && (
          <span className="badge badge-bad">
            <Icon name="warning" />
            {texts.keys.breaksPolicy}
          </span>
        )}
      </td>
      <th scope="row" data-label={columns.name}>
        <Link to="/keys/$id" params={{ id }}>
          {name}
        </Link>
        {description !== null && <span className="second">{description}</span>}
        {tags.length > 0 && (
          <span className="tags">
            {tags.map((tag) => (
              <Link key={tag} to="/keys" search={{ tag }} className="tag">
                {tag}
              </Link>
            ))}
          </span>
        )}
      </th>
      <td data-label={columns.accessAs}>
        <AccessAs apiKey={apiKey} />
      </td>
      <td data-label={columns.database}>
        {database?.slug ?? <span className="quiet">{texts.keys.hidden}</span>}
      </td>
      <td data-label={columns.scope}>
        <span className="whole">{scopeOf(apiKey)}</span>
      </td>
      <td data-label={columns.addresses}>
        <Addresses addresses={apiKey.allowedAddresses} />
      </td>
      <td data-label={columns.validity}>
        <Validity apiKey={apiKey} />
      </td>
      <td data-label={columns.lastUsed}>
        {apiKey.lastUsedAt === null ? (
          <span className="quiet">{texts.keys.neverUsed}</span>
        ) : (
          <>
            <Instant at={apiKey.lastUsedAt} />
            {apiKey.lastUsedAddress !== null && (
              <span className="second">{texts.keys.usedFrom(apiKey.lastUsedAddress)}</span>
            )}
          </>
        )}
      </td>
    </tr>
  );
}

function AccessAs({ apiKey: { accessAs } }: { readonly apiKey: ListedKey }) {
  if (!accessAs) return <span className="quiet">{texts.keys.hidden}</span>;
  const { name, email, enabled, deletedAt } = accessAs;
  return (
    <>
      {name ?? email}
      {name !== null && <span className="second">{email}</span>}
      {deletedAt !== null ? (
        <span className="badge badge-bad">{texts.keys.userDeleted}</span>
      ) : (
        !enabled && <span className="badge badge-bad">{texts.keys.userDisabled}</span>
      )}
    </>
  );
}

function scopeOf({ capabilities, effectiveCapabilities }: ListedKey): string {
  return capabilities === null
    ? texts.keys.allOfUser(effectiveCapabilities.length)
    : texts.keys.chosen(effectiveCapabilities.length, capabilities.length);
}

function Addresses({ addresses }: { readonly addresses: readonly string[] | null }) {
  if (addresses === null) return <span className="quiet">{texts.anywhere}</span>;
  return (
    <>
      {addresses.slice(0, 2).map((address) => (
        <code key={address} className="line">
          {address}
        </code>
      ))}
      {addresses.length > 2 && <span className="second">+{addresses.length - 2}</span>}
    </>
  );
}

function Validity({ apiKey: { validFrom, validUntil } }: { readonly apiKey: ListedKey }) {
  const isAhead = validFrom !== null && new Date(validFrom) > new Date();
  if (validUntil === null && !isAhead) return <span className="quiet">{texts.keys.always}</span>;
  return (
    <>
      {isAhead && (
        <span className="line">
          {texts.keys.from} <Instant at={validFrom} as="day" />
        </span>
      )}
      {validUntil !== null && (
        <span className="line">
          {texts.keys.until} <Instant at={validUntil} as="lastDay" />
          <span className="second">
            <Instant at={validUntil} />
          </span>
        </span>
      )}
    </>
  );
}
