import type { ActorRefusal } from './actor.js';
import type { AuthorizationState } from './authorization-state.js';
import { readStates } from './authorization-query.js';
import type { Change } from './changes.js';

/** Somebody looks at a database as a key sees it. */
export interface ViewAsKey {
  readonly keyId: string;
  /** Null: the operation has none. */
  readonly operationName: string | null;
  /** What becomes of it by the key's state under the lock; null: there is no such key any more. */
  readonly judge: (state: AuthorizationState | null, nowMs: number) => ViewVerdict;
}

export type ViewVerdict = { readonly kind: 'accepted'; readonly state: AuthorizationState } | ActorRefusal;

/** Longer ones serve nobody, and the audit is for ever. */
const MAX_NAME_LENGTH = 200;

/**
 * Puts a look into the audit, by what holds now: the actor was judged again when the lock was taken, the key is here. What
 * is refused was not looked at and leaves no event.
 */
export async function recordKeyView(
  { trx, nowMs, record }: Change,
  { keyId, operationName, judge }: ViewAsKey,
): Promise<ViewVerdict> {
  const [current] = await readStates(trx, [keyId]);
  const verdict = judge(current ?? null, nowMs);
  if (verdict.kind === 'refused') return verdict;
  const { user, database } = verdict.state;
  await record({
    action: 'apiKeys.readAs',
    target: keyId,
    before: null,
    after: {
      accessAsUserId: user.id,
      databaseSlug: database.slug,
      operationName: operationName?.slice(0, MAX_NAME_LENGTH) ?? null,
    },
  });
  return verdict;
}
