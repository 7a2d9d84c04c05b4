import { texts } from '../texts.js';
import { Icon } from './icon.js';

/** A user's state as an icon and a word. */
export function UserState({
  user: { enabled, deletedAt },
}: {
  readonly user: { readonly enabled: boolean; readonly deletedAt: string | null };
}) {
  const [icon, tone, word] =
    deletedAt !== null
      ? (['cross', 'bad', texts.users.deleted] as const)
      : enabled
        ? (['check', 'good', texts.users.enabled] as const)
        : (['pause', 'quiet', texts.users.disabled] as const);
  return (
    <span className={`badge badge-${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
