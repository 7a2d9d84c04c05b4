import { readStates } from './authorization-query.js';
import type { Change } from './changes.js';
import type { ViewAsKey, ViewVerdict } from './control-plane.js';

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
