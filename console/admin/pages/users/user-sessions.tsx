import { useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components';
import { send } from '../../api/send.js';
import {
  EndSessionDocument,
  EndSessionsDocument,
  UserSessionsDocument,
  type UserDetailsFragment,
  type UserSessionsQuery,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { AskButton } from '../../ui/ask-button.js';
import { Instant } from '../../ui/instant.js';
import { Problem } from '../../ui/problem.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';
import { describeUser } from '../../ui/user-picker.js';

const { users, account } = texts;

/** Where the user is signed in to the console. */
export function UserSessions({ user }: { readonly user: UserDetailsFragment }) {
  const { id } = user;
  const own = useQuery({
    queryKey: ['user-sessions', id],
    queryFn: () => send(UserSessionsDocument, { id }),
  });
  const sessions = own.data?.user?.sessions ?? [];
  return (
    <Section
      title={users.sessions}
      actions={
        sessions.length > 0 && (
          <AskButton
            label={users.endAll}
            title={users.endAllTitle(describeUser(user))}
            lead={users.endAllLead}
            confirm={users.endAll}
            said={users.allEnded}
            run={() => send(EndSessionsDocument, { userId: id })}
          />
        )
      }
    >
      {own.error && <Problem error={own.error} onRetry={() => void own.refetch()} />}
      {own.data !== undefined && sessions.length === 0 && <p className="quiet">{users.noSessions}</p>}
      {sessions.length > 0 && (
        <ul className="cards">
          {sessions.map((session) => (
            <SessionCard key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Section>
  );
}

type Session = NonNullable<UserSessionsQuery['user']>['sessions'][number];

function SessionCard({ session }: { readonly session: Session }) {
  const { id, address, userAgent, isCurrent, createdAt, lastSeenAt } = session;
  const end = useChange(() => send(EndSessionDocument, { id }), account.ended);
  return (
    <li className="card">
      <p>
        <strong>{address ?? texts.none}</strong>{' '}
        {isCurrent && <span className="badge badge-good">{account.current}</span>}
      </p>
      <p className="quiet">{userAgent}</p>
      <p>
        {account.since} <Instant at={createdAt} />, {account.lastSeen.toLowerCase()}{' '}
        <Instant at={lastSeenAt} />
      </p>
      {end.error && <Problem error={end.error} />}
      {!isCurrent && (
        <Button
          className="button"
          isPending={end.isPending}
          onPress={() => end.mutate()}
          aria-label={account.endLabel(address ?? '')}
        >
          {account.end}
        </Button>
      )}
    </li>
  );
}
