import { sql, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';

/** What of a key's state SQL can tell by itself, in the order of authentication. Of `k`. */
export interface StateConditions {
  /** By name, of each state but the two that depend on capabilities: all of these hold. */
  readonly stopped: Readonly<Record<string, readonly RawBuilder<unknown>[]>>;
  /** In one of those two: nothing else stops the key. */
  readonly running: readonly RawBuilder<unknown>[];
}

export function stateConditions(nowMs: number, disabledDatabaseIds: readonly string[]): StateConditions {
  const now = sql`${formatInstant(nowMs)}::timestamptz`;
  // As an index has it: an expression of its own, so that keys without an end need no second condition.
  const end = sql`coalesce(k.valid_until, 'infinity'::timestamptz)`;
  const rules: readonly Rule[] = [
    { state: 'REVOKED', holds: sql`k.revoked_at IS NOT NULL`, fails: sql`k.revoked_at IS NULL` },
    { state: 'DISABLED', holds: sql`k.disabled`, fails: sql`NOT k.disabled` },
    {
      state: 'USER_DELETED',
      holds: sql`k.user_id IN (${deletedUsers})`,
      fails: sql`k.user_id NOT IN (${deletedUsers})`,
    },
    {
      state: 'USER_DISABLED',
      holds: sql`k.user_id IN (${disabledUsers})`,
      fails: sql`k.user_id NOT IN (${disabledUsers})`,
    },
    {
      state: 'DATABASE_DISABLED',
      holds: sql`k.database_id = ANY (${disabledDatabaseIds}::text[])`,
      fails: sql`k.database_id <> ALL (${disabledDatabaseIds}::text[])`,
    },
    { state: 'EXPIRED', holds: sql`${end} <= ${now}`, fails: sql`${end} > ${now}` },
    {
      state: 'NOT_YET_VALID',
      holds: sql`k.valid_from > ${now}`,
      fails: sql`(k.valid_from <= ${now} OR k.valid_from IS NULL)`,
    },
  ];
  const failsAll = (some: readonly Rule[]) => some.map(({ fails }) => fails);
  const stopped = rules.map(({ state, holds }, index) => {
    const earlier = failsAll(rules.slice(0, index));
    return [state, [...earlier, holds]] as const;
  });
  return { stopped: Object.fromEntries(stopped), running: failsAll(rules) };
}

// Few as a rule, and read once: less than a look at the user of each key.
const deletedUsers = sql`SELECT u.id FROM gateway.users u WHERE u.deleted_at IS NOT NULL`;
const disabledUsers = sql`SELECT u.id FROM gateway.users u WHERE NOT u.enabled`;

/** The first rule that holds names the state. Neither side is ever null. */
interface Rule {
  readonly state: string;
  readonly holds: RawBuilder<unknown>;
  readonly fails: RawBuilder<unknown>;
}
