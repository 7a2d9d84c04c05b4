import type { ApiKeyState } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { Icon, type IconName } from './icon.js';

const looks: Readonly<Record<ApiKeyState, { readonly icon: IconName; readonly tone: string }>> = {
  ACTIVE: { icon: 'check', tone: 'good' },
  DISABLED: { icon: 'pause', tone: 'quiet' },
  EXPIRED: { icon: 'clock', tone: 'bad' },
  NOT_YET_VALID: { icon: 'clock', tone: 'quiet' },
  REVOKED: { icon: 'cross', tone: 'quiet' },
  USER_DISABLED: { icon: 'person', tone: 'bad' },
  USER_DELETED: { icon: 'person', tone: 'bad' },
  DATABASE_DISABLED: { icon: 'pause', tone: 'bad' },
  NO_EFFECTIVE_CAPABILITIES: { icon: 'minus', tone: 'bad' },
};

/** A key's state as an icon and a word; the reason stands where the pointer rests, and is read after the word. */
export function StateBadge({ state, reason }: { readonly state: ApiKeyState; readonly reason: string }) {
  const { icon, tone } = looks[state];
  return (
    <span className={`badge badge-${tone}`} title={reason}>
      <Icon name={icon} />
      {texts.states[state]}
      {state !== 'ACTIVE' && <span className="unseen">: {reason}</span>}
    </span>
  );
}
