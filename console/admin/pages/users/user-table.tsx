import { Link } from '@tanstack/react-router';
import type { UsersQuery } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Grid } from '../../ui/grid.js';
import { UserState } from '../../ui/user-state.js';

type ListedUser = UsersQuery['users']['nodes'][number];

export interface UserTableProps {
  /** Null: not there yet. */
  readonly users: readonly ListedUser[] | null;
  readonly isStale: boolean;
}

const { columns } = texts.users;

export function UserTable({ users, isStale }: UserTableProps) {
  return (
    <Grid caption={texts.users.title} columns={Object.values(columns)} rows={users} isStale={isStale}>
      {(user) => <Row key={user.id} user={user} />}
    </Grid>
  );
}

const SHOWN_GROUPS = 4;

function Row({ user }: { readonly user: ListedUser }) {
  const { id, email, name, groups, apiKeys } = user;
  return (
    <tr>
      <th scope="row" data-label={columns.name}>
        <Link to="/users/$id" params={{ id }}>
          {name ?? texts.users.noName}
          {name === null && <span className="unseen"> {email}</span>}
        </Link>
      </th>
      <td data-label={columns.email}>{email}</td>
      <td data-label={columns.state}>
        <UserState user={user} />
      </td>
      <td data-label={columns.groups}>
        {groups.length === 0 && <span className="quiet">{texts.users.noGroups}</span>}
        <span className="tags">
          {groups.slice(0, SHOWN_GROUPS).map((group) => (
            <Link key={group.id} to="/groups/$id" params={{ id: group.id }} className="tag">
              {group.name} · {group.database.slug}
            </Link>
          ))}
          {groups.length > SHOWN_GROUPS && <span className="tag">+{groups.length - SHOWN_GROUPS}</span>}
        </span>
      </td>
      <td data-label={columns.keys}>
        {apiKeys.totalCount === 0 ? (
          <span className="quiet">0</span>
        ) : (
          <Link to="/keys" search={{ user: id }} aria-label={texts.users.keysOf(apiKeys.totalCount, email)}>
            {apiKeys.totalCount.toLocaleString()}
          </Link>
        )}
      </td>
    </tr>
  );
}
