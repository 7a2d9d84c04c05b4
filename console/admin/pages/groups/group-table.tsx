import { Link } from '@tanstack/react-router';
import type { GroupsQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { SkeletonRows } from '../../ui/skeleton-rows.js';

type ListedGroup = GroupsQuery['groups']['nodes'][number];

export interface GroupTableProps {
  /** Null: not there yet. */
  readonly groups: readonly ListedGroup[] | null;
  readonly isStale: boolean;
}

const { columns } = texts.groups;

export function GroupTable({ groups, isStale }: GroupTableProps) {
  return (
    <div className="table-frame" aria-busy={groups === null || isStale}>
      <table className="grid">
        <caption className="unseen">{texts.groups.title}</caption>
        <thead>
          <tr>
            {Object.values(columns).map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups === null ? (
            <SkeletonRows columns={6} />
          ) : (
            groups.map((group) => <Row key={group.id} group={group} />)
          )}
        </tbody>
      </table>
    </div>
  );
}

function Row({ group }: { readonly group: ListedGroup }) {
  const { id, name, database, apiAccess, capabilities, rowRules, members } = group;
  const { length: broken } = rowRules.filter((rule) => rule.broken !== null);
  return (
    <tr>
      <th scope="row" data-label={columns.name}>
        <Link to="/groups/$id" params={{ id }}>
          {name}
        </Link>
      </th>
      <td data-label={columns.database}>{database.slug}</td>
      <td data-label={columns.members}>{members.totalCount.toLocaleString()}</td>
      <td data-label={columns.grants}>
        {capabilities.includes('*:*') ? texts.groups.grantsAll : capabilities.length.toLocaleString()}
      </td>
      <td data-label={columns.rowRules}>
        {rowRules.length.toLocaleString()}
        {broken > 0 && (
          <span className="badge badge-bad">
            <Icon name="warning" />
            {texts.groups.brokenCount(broken)}
          </span>
        )}
      </td>
      <td data-label={columns.apiAccess}>
        <span className={`badge badge-${apiAccess ? 'good' : 'quiet'}`}>
          <Icon name={apiAccess ? 'check' : 'minus'} />
          {apiAccess ? texts.groups.mayUseApi : texts.groups.mayNotUseApi}
        </span>
      </td>
    </tr>
  );
}
