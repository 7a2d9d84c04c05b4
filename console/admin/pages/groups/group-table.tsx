import { Link } from '@tanstack/react-router';
import type { GroupsQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Grid } from '../../ui/grid.js';
import { Icon } from '../../ui/icon.js';

type ListedGroup = GroupsQuery['groups']['nodes'][number];

export interface GroupTableProps {
  /** Null: not there yet. */
  readonly groups: readonly ListedGroup[] | null;
  readonly isStale: boolean;
}

const { columns } = texts.groups;

export function GroupTable({ groups, isStale }: GroupTableProps) {
  return (
    <Grid caption={texts.groups.title} columns={Object.values(columns)} rows={groups} isStale={isStale}>
      {(group) => <Row key={group.id} group={group} />}
    </Grid>
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
