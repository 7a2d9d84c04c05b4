import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { UserDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Icon } from '../../ui/icon.js';
import { Page } from '../../ui/page.js';
import { Problem } from '../../ui/problem.js';
import { UserState } from '../../ui/user-state.js';
import { UserActions } from './user-actions.js';
import { UserForm } from './user-form.js';
import { UserGroups } from './user-groups.js';
import { UserKeys } from './user-keys.js';
import { UserPassword } from './user-password.js';
import { UserSessions } from './user-sessions.js';

/** One user. Each part asks for itself, so that what may not be seen leaves the others there. */
export function UserPage() {
  const { id } = useParams({ from: '/users/$id' });
  const user = useQuery({ queryKey: ['user', id], queryFn: () => send(UserDocument, { id }) });
  if (user.isPending) return <p className="quiet">{texts.loading}</p>;
  const found = user.data?.user ?? null;
  if (found === null) {
    return (
      <Page title={texts.users.one}>
        {user.error ? (
          <Problem error={user.error} onRetry={() => void user.refetch()} />
        ) : (
          <p>{texts.users.notFound}</p>
        )}
      </Page>
    );
  }
  const isDeleted = found.deletedAt !== null;
  return (
    <Page title={found.name ?? found.email} actions={<UserActions user={found} />}>
      <p className="row">
        <UserState user={found} />
        <span className="quiet">{found.email}</span>
      </p>
      {isDeleted && (
        <div className="notice notice-warn">
          <Icon name="warning" />
          <p>{texts.users.deletedNotice}</p>
        </div>
      )}
      {!isDeleted && <UserForm key={`${id} details`} user={found} />}
      <UserGroups user={found} />
      <UserKeys user={found} />
      <UserSessions user={found} />
      {!isDeleted && <UserPassword key={`${id} password`} user={found} />}
    </Page>
  );
}
