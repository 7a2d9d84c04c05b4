import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { send } from '../../api/send.js';
import { UserChoiceDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { describeUser } from '../../ui/user-picker.js';
import type { ListedStop } from './stop-list.js';

const words = texts.stops;

/** Whose keys were stopped, and how many: the way to those that are disabled now. */
export function StoppedKeys({ stop: { scope, target, count } }: { readonly stop: ListedStop }) {
  return (
    <>
      {scope === 'USER' && <StoppedUser id={target} />}
      {scope === 'DATABASE' && (
        <>
          {words.ofDatabase}{' '}
          <Link to="/databases/$slug" params={{ slug: target }}>
            {target}
          </Link>
        </>
      )}
      {scope === 'TAG' && (
        <>
          {words.ofTag} <span className="tag">{target}</span>
        </>
      )}
      <span className="second">
        <Link to="/keys" search={{ state: 'DISABLED', ...searchOf(scope, target) }}>
          {words.count(count)}
        </Link>
      </span>
    </>
  );
}

function searchOf(scope: ListedStop['scope'], target: string): Readonly<Record<string, string>> {
  return { [{ USER: 'user', DATABASE: 'database', TAG: 'tag' }[scope]]: target };
}

function StoppedUser({ id }: { readonly id: string }) {
  const found = useQuery({ queryKey: ['user-choice', id], queryFn: () => send(UserChoiceDocument, { id }) });
  const user = found.data?.user;
  return (
    <>
      {words.ofUser}{' '}
      <Link to="/users/$id" params={{ id }}>
        {user ? describeUser(user) : id}
      </Link>
    </>
  );
}
