import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { stateConditions } from './api-key-states.js';
import { isUseful, type GroupRights, type GroupRightsReader } from './group-rights.js';
import { judgeEffect } from './judge-effect.js';
import { all } from './keyset-order.js';
import { refuseInput } from './problems.js';
import type { ApiKeyRecord } from './records.js';
import type { Judgement } from './sieve.js';
import type { Tables } from './tables.js';

const ACTIVE = 'ACTIVE';
const POWERLESS = 'NO_EFFECTIVE_CAPABILITIES';

export interface StateFilter {
  /** Of `k`: all of them. */
  readonly conditions: readonly RawBuilder<unknown>[];
  /** As `conditions`. */
  readonly dear?: readonly RawBuilder<unknown>[];
  readonly judgement?: Judgement<ApiKeyRecord>;
}

/**
 * "The key is in one of these states", by the rules and in the order of authentication. Whether a key that is
 * narrowed has any effective capability is no question for SQL: those are left undecided.
 */
export async function apiKeyStateFilter(
  db: Kysely<Tables>,
  needs: { readonly clock: Clock; readonly groupRights: GroupRightsReader },
  states: readonly string[],
  /** Of the only database that the list is about. */
  databaseId: string | null,
): Promise<StateFilter> {
  const isActive = states.includes(ACTIVE);
  const isPowerless = states.includes(POWERLESS);
  // Together the two are a question for SQL.
  const rights = isActive === isPowerless ? null : await needs.groupRights(databaseId);
  const databases =
    rights?.databases ?? (await db.selectFrom('databases').select(['id', 'enabled']).execute());
  const disabledIds = databases
    .filter(({ id, enabled }) => !enabled && id === (databaseId ?? id))
    .map(({ id }) => id);
  const { stopped, running } = stateConditions(needs.clock(), disabledIds);
  const inStopped = states
    .filter((state) => state !== ACTIVE && state !== POWERLESS)
    .map(
      (state) => stopped[state] ?? refuseInput('where.state', `there is no state ${JSON.stringify(state)}.`),
    );
  if (rights === null) return { conditions: inAnyOf(isActive ? [...inStopped, running] : inStopped) };
  const fits = isActive ? hasGroup(rights) : sql`NOT (${hasGroup(rights)} AND NOT ${isNarrowed})`;
  const isAlone = inStopped.length === 0;
  return {
    conditions: isAlone ? running : inAnyOf([...inStopped, [...running, fits]]),
    dear: isAlone ? [fits] : [],
    judgement: {
      isUndecided: isAlone ? isNarrowed : sql`(${isNarrowed} AND ${all(running)})`,
      judge: async (keys) => (await judgeEffect(db, rights, keys)).map((hasEffect) => hasEffect === isActive),
    },
  };
}

const isNarrowed = sql<boolean>`(k.capabilities IS NOT NULL OR k.row_narrowing IS NOT NULL)`;

/** The user has a group with API access in the key's database, and one that gives anything there. */
function hasGroup({ groups }: GroupRights): RawBuilder<unknown> {
  const everyGroup = [...groups.values()];
  const open = everyGroup.filter(({ apiAccess }) => apiAccess);
  // Ids are all of one length. A look-up in memory for the few groups of a user; as EXISTS it would become a join.
  const isOneOf = (some: typeof everyGroup) =>
    sql`bool_or(m.group_id || k.database_id = ANY (${some.map(({ id, databaseId }) => id + databaseId)}::text[]))`;
  const isMember = open.every(isUseful)
    ? isOneOf(open)
    : sql`${isOneOf(open)} AND ${isOneOf(everyGroup.filter(isUseful))}`;
  return sql`coalesce((SELECT ${isMember} FROM gateway.group_members m WHERE m.user_id = k.user_id), false)`;
}

/** Of one state each condition by itself, so that it shows which of them lets fewest keys through. */
function inAnyOf(states: readonly (readonly RawBuilder<unknown>[])[]): readonly RawBuilder<unknown>[] {
  const [first = [sql`false`], ...others] = states;
  return others.length === 0 ? first : [sql`(${sql.join(states.map(all), sql` OR `)})`];
}
