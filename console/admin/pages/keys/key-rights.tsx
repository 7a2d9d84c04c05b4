import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { ApiKeyRightsDocument, type ApiKeyRightsQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { Problem } from '../../ui/problem.js';
import type { ShownKey } from './key-page.js';

type Right = NonNullable<ApiKeyRightsQuery['apiKey']>['effectiveRights'][number];

const words = texts.key.rights;

/** Table by table: which group gives each right, and what takes it away. */
export function KeyRights({ apiKey: { id, rowNarrowing } }: { readonly apiKey: ShownKey }) {
  const rights = useQuery({
    queryKey: ['key', id, 'rights'],
    queryFn: () => send(ApiKeyRightsDocument, { id }),
  });
  if (rights.error) return <Problem error={rights.error} onRetry={() => void rights.refetch()} />;
  if (rights.data === undefined) return <p className="quiet">{texts.loading}</p>;
  const granted = rights.data.apiKey?.effectiveRights ?? [];
  if (granted.length === 0) return <p className="empty">{words.nothing}</p>;
  const allowed = granted.filter((right) => right.allowed).length;
  return (
    <>
      <p>{words.summary(allowed, granted.length)}</p>
      {rowNarrowing !== null && <p>{words.rowsNarrowed}</p>}
      <div className="table-frame">
        <table className="grid">
          <caption className="unseen">{texts.key.tabs.rights}</caption>
          <thead>
            <tr>
              <th scope="col">{words.capability}</th>
              <th scope="col">{words.verdict}</th>
              <th scope="col">{words.grantedBy}</th>
              <th scope="col">{words.removedBy}</th>
            </tr>
          </thead>
          {groupByTable(granted).map(([table, ofTable]) => (
            <tbody key={table}>
              <tr className="group-head">
                <th scope="rowgroup" colSpan={4}>
                  {table}
                </th>
              </tr>
              {ofTable.map((right) => (
                <Row key={right.capability} right={right} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

function Row({ right }: { readonly right: Right }) {
  const { capability, allowed, removedBy, grantedBy, closedIn } = right;
  return (
    <tr>
      <th scope="row" data-label={words.capability}>
        <code>{capability}</code>
      </th>
      <td data-label={words.verdict}>
        <span className={`badge badge-${allowed ? 'good' : 'bad'}`}>
          <Icon name={allowed ? 'check' : 'minus'} />
          {allowed ? words.allowed : words.removed}
        </span>
      </td>
      <td data-label={words.grantedBy}>
        <Groups groups={grantedBy} />
      </td>
      <td data-label={words.removedBy}>
        {removedBy.map((removal) => (
          <span key={removal} className="line">
            {words.removals[removal]}
          </span>
        ))}
        {closedIn.length > 0 && (
          <span className="line">
            {words.closedIn} <Groups groups={closedIn} />
          </span>
        )}
        {removedBy.length === 0 && closedIn.length === 0 && (
          <span className="quiet">{words.removedByNothing}</span>
        )}
      </td>
    </tr>
  );
}

function Groups({ groups }: { readonly groups: Right['grantedBy'] }) {
  return groups.map(({ id, name }, index) => (
    <span key={id}>
      {index > 0 && ', '}
      <Link to="/groups/$id" params={{ id }}>
        {name}
      </Link>
    </span>
  ));
}

function groupByTable(rights: readonly Right[]): readonly (readonly [table: string, rights: Right[]])[] {
  const tables = new Map<string, Right[]>();
  for (const right of rights) {
    const table = tableOf(right);
    tables.set(table, [...(tables.get(table) ?? []), right]);
  }
  return [...tables];
}

/** Of "person.email:select" as of "person:select": person. */
const tableOf = ({ capability }: Right): string => capability.split(/[.:]/, 1)[0] ?? capability;
