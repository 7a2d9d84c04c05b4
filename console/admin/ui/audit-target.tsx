import { Link } from '@tanstack/react-router';
import { texts } from '../texts.js';

/** What was changed: the way to its page, where it has one. */
export function AuditTarget({ action, target }: { readonly action: string; readonly target: string | null }) {
  if (target === null) return <span className="quiet">{texts.none}</span>;
  const id = <code>{target}</code>;
  const params = { id: target };
  const [kind] = action.split('.');
  // A stop is of many keys, and has an id of its own.
  if (kind === 'apiKeys' && !/stop$/i.test(action)) {
    return (
      <Link to="/keys/$id" params={params}>
        {id}
      </Link>
    );
  }
  if (kind === 'users') {
    return (
      <Link to="/users/$id" params={params}>
        {id}
      </Link>
    );
  }
  if (kind === 'groups') {
    return (
      <Link to="/groups/$id" params={params}>
        {id}
      </Link>
    );
  }
  return id;
}
