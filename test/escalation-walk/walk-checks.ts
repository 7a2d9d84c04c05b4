import {
  covers,
  expand,
  keyPrincipal,
  reachesFurther,
  userPrincipal,
  type Grantables,
  type Holding,
  type Holdings,
} from './walk-model.js';
import type { World, WorldDatabase, WorldKey } from './walk-world.js';

/** Who did something, as the model knows it. */
export interface WalkActor {
  readonly kind: 'key' | 'session';
  readonly userId: string;
  /** Of a key. */
  readonly key: WorldKey | null;
}

export interface Step {
  readonly actor: WalkActor;
  readonly before: World;
  readonly after: World;
  readonly held: { readonly before: Holdings; readonly after: Holdings };
  readonly grantablesOf: (database: WorldDatabase) => Grantables;
}

/** What an action did that its actor may not have done; empty: nothing. */
export function findViolations(step: Step): readonly string[] {
  const own = ownHolding(step);
  return [
    ...findGains(step, own),
    ...findPlantedKeys(step, own),
    ...findProbes(step, own),
    ...findLoosening(step, own),
    ...findLostAdministration(step),
  ];
}

/** With its limits; a key that is narrowed to rows has nothing to give. */
function ownHolding({ actor, held }: Step): Holding {
  const principal = actor.key ? keyPrincipal(actor.key.id) : userPrincipal(actor.userId);
  const { rights, limits } = held.before.get(principal)!;
  // When it begins is over for whoever acts.
  return { rights, limits: { ...limits, fromMs: null } };
}

function impersonates(own: Holding): boolean {
  return own.rights.has('gateway|users:impersonate');
}

/** Nobody holds more afterwards than before, unless whoever did it held that, within the same limits. */
function findGains({ held }: Step, own: Holding): readonly string[] {
  const violations: string[] = [];
  for (const [principal, after] of held.after) {
    const before = held.before.get(principal) ?? { rights: new Map(), limits: after.limits };
    const isWider = reachesFurther(after.limits, before.limits);
    for (const [right, alternatives] of after.rights) {
      for (const conditions of alternatives) {
        if (!isWider && covers(before, right, conditions)) continue;
        const what = `${principal} gained ${right} [${[...conditions].join('; ')}]`;
        if (reachesFurther({ ...after.limits, fromMs: null }, own.limits))
          violations.push(`${what} beyond the actor's limits`);
        else if (!impersonates(own) && !covers(own, right, conditions)) violations.push(what);
      }
    }
  }
  return violations;
}

/** A key is held by whoever made it or gave it something, also on the day on which its user is granted more. */
function findPlantedKeys({ actor, before, after, grantablesOf }: Step, own: Holding): readonly string[] {
  return after.keys.flatMap((key) => {
    const earlier = before.keys.find(({ id }) => id === key.id);
    if (earlier !== undefined && !isStrengthened(earlier, key)) return [];
    const { untilMs, addresses } = key;
    const violations: string[] = [];
    if (reachesFurther({ untilMs, addresses, fromMs: null }, own.limits))
      violations.push('outlives or outreaches');
    const database = after.databases.find(({ id }) => id === key.databaseId);
    if (impersonates(own) || database === undefined) return violations.map((what) => `key ${key.id} ${what}`);
    if (database.slug !== 'gateway' && key.tags.length > 0) violations.push('has tags that the actor chose');
    const speaksForUser = actor.userId === key.userId && (actor.key === null || database.slug === 'gateway');
    const isBound = speaksForUser && isWithinSubset(actor.key, key, grantablesOf(database));
    const isOwned =
      key.capabilities !== null &&
      [...expand(grantablesOf(database), key.capabilities)].every((triple) =>
        covers(own, `${database.slug}|${triple}`, new Set()),
      );
    if (!isBound && !isOwned) violations.push('is bound by nothing that the actor has');
    return violations.map((what) => `key ${key.id} ${what}`);
  });
}

function isStrengthened(before: WorldKey, after: WorldKey): boolean {
  const kept = before.capabilities;
  return (
    before.userId !== after.userId ||
    (before.disabled && !after.disabled) ||
    (before.revoked && !after.revoked) ||
    after.secrets.some((secret) => !before.secrets.includes(secret)) ||
    reachesFurther(after, before) ||
    JSON.stringify(before.tags) !== JSON.stringify(after.tags) ||
    (kept !== null && !(after.capabilities ?? ['*']).every((one) => kept.includes(one)))
  );
}

function isWithinSubset(actor: WorldKey | null, key: WorldKey, grantables: Grantables): boolean {
  if (!actor?.capabilities) return true;
  if (key.capabilities === null) return false;
  const outer = expand(grantables, actor.capabilities);
  return [...expand(grantables, key.capabilities)].every((triple) => outer.has(triple));
}

/** Who writes a rule, or narrows a key of somebody else, must be able to read what it looks at: by the rows it tells. */
function findProbes({ actor, before, after, grantablesOf }: Step, own: Holding): readonly string[] {
  if (impersonates(own)) return [];
  const columnsOf = (filter: Readonly<Record<string, unknown>> | null) => Object.keys(filter ?? {});
  const reads = (database: WorldDatabase, table: string, column: string) =>
    covers(own, `${database.slug}|${table}|${column}|select`, new Set());
  const probes: string[] = [];
  for (const group of after.groups) {
    const database = after.databases.find(({ id }) => id === group.databaseId);
    const earlier =
      before.groups.find(({ id }) => id === group.id)?.rules.map((rule) => JSON.stringify(rule)) ?? [];
    for (const rule of group.rules.filter((one) => !earlier.includes(JSON.stringify(one)))) {
      const { columns = [] } = database
        ? (grantablesOf(database).tables.find(({ key }) => key === rule.table) ?? {})
        : {};
      for (const name of [...columnsOf(rule.where), ...columnsOf(rule.check)]) {
        const key = columns.find((column) => column.name === name)?.key ?? '';
        if (!database || !reads(database, rule.table, key))
          probes.push(`a rule of ${group.name} looks at ${name}`);
      }
    }
  }
  for (const key of after.keys.filter(({ narrowing }) => narrowing !== null)) {
    const earlier = before.keys.find(({ id }) => id === key.id)?.narrowing;
    const database = after.databases.find(({ id }) => id === key.databaseId);
    if (!database || JSON.stringify(earlier) === JSON.stringify(key.narrowing) || key.userId === actor.userId)
      continue;
    for (const [name, filter] of Object.entries(key.narrowing!.tables)) {
      const table = grantablesOf(database).tables.find((one) => one.name === name);
      for (const column of columnsOf(filter)) {
        const found = table?.columns.find((one) => one.name === column)?.key ?? '';
        if (!reads(database, table?.key ?? '', found))
          probes.push(`the narrowing of key ${key.id} looks at ${column}`);
      }
    }
  }
  return probes;
}

const LIMITS = ['defaultLimit', 'maxLimit', 'maxDepth', 'statementTimeoutMs'];

/** Settings, passwords and attributes: who has an end or other limits changes none, whatever it may do. */
function findLoosening({ actor, before, after }: Step, own: Holding): readonly string[] {
  const isLimited =
    own.limits.untilMs !== null || own.limits.addresses !== null || (actor.key?.narrowing ?? null) !== null;
  const isFree = impersonates(own) && !isLimited;
  const loosened: string[] = [];
  for (const database of after.databases) {
    const earlier = before.databases.find(({ id }) => id === database.id);
    if (earlier === undefined) continue;
    if (database.enabled && !earlier.enabled && !isFree) loosened.push(`${database.slug} was enabled`);
    const names = new Set([...Object.keys(earlier.settings), ...Object.keys(database.settings)]);
    for (const name of names) {
      const isSame = JSON.stringify(earlier.settings[name]) === JSON.stringify(database.settings[name]);
      if (!isSame && !LIMITS.includes(name) && !isFree)
        loosened.push(`${name} of ${database.slug} was changed`);
    }
  }
  for (const user of after.users) {
    const earlier = before.users.find(({ id }) => id === user.id);
    if (earlier === undefined) {
      if (user.password !== null && isLimited) loosened.push('a limited actor made a user with a password');
      continue;
    }
    if (earlier.password !== user.password && !isFree) loosened.push(`the password of ${user.id} was set`);
    const isSame = JSON.stringify(earlier.attributes) === JSON.stringify(user.attributes);
    if (!isSame && !own.rights.has('gateway|users:setAttributes'))
      loosened.push(`attributes of ${user.id} were set`);
  }
  return loosened;
}

function findLostAdministration({ after }: Step): readonly string[] {
  const group = after.groups.find(({ builtIn }) => builtIn);
  const kept = ['*:*', 'databases:connect', 'users:impersonate', 'users:setAttributes'];
  const isWhole =
    group?.name === 'Administrators' &&
    group.apiAccess &&
    group.rules.length === 0 &&
    kept.every((one) => group.grants.includes(one));
  const isLed = after.users.some(
    ({ id, enabled, deleted }) => enabled && !deleted && group?.members.includes(id),
  );
  return [
    ...(isWhole ? [] : ['the group Administrators was stripped']),
    ...(isLed ? [] : ['no administrator is left']),
  ];
}
