import type { World, WorldDatabase, WorldGroup, WorldKey, WorldUser } from './walk-world.js';

/**
 * Who may do what, worked out anew and by other means than the code under test: no bit sets, no escalation rules, only
 * what the words of a capability, a rule and a key mean.
 */

/** What can be granted: names and keys are the same here, but for the tables of crm. */
export interface Grantables {
  readonly tables: readonly {
    readonly key: string;
    readonly name: string;
    readonly verbs: readonly string[];
    readonly columns: readonly { readonly key: string; readonly name: string; readonly guarded: boolean }[];
  }[];
  readonly named: readonly string[];
}

export interface Limits {
  readonly untilMs: number | null;
  readonly fromMs: number | null;
  readonly addresses: readonly string[] | null;
}

export const UNLIMITED: Limits = { untilMs: null, fromMs: null, addresses: null };

/** What somebody may do: each thing with the sets of conditions under which it may, none of them: on all rows. */
export interface Holding {
  readonly rights: ReadonlyMap<string, readonly ReadonlySet<string>[]>;
  readonly limits: Limits;
}

export type Holdings = ReadonlyMap<string, Holding>;

export const userPrincipal = (id: string): string => `user ${id}`;
export const keyPrincipal = (id: string): string => `key ${id}`;

export function holdingsOf(world: World, grantablesOf: (database: WorldDatabase) => Grantables): Holdings {
  const holdings = new Map<string, Holding>();
  for (const user of world.users) {
    const rights = new Map<string, ReadonlySet<string>[]>();
    for (const database of world.databases) {
      // Signing in to the console needs no access to the API.
      const opens = database.slug === 'gateway' || hasApiAccess(world, user, database);
      if (opens) collect(rights, world, user, database, grantablesOf(database), null);
    }
    holdings.set(userPrincipal(user.id), { rights, limits: UNLIMITED });
  }
  for (const key of world.keys) {
    const rights = new Map<string, ReadonlySet<string>[]>();
    const user = world.users.find(({ id }) => id === key.userId)!;
    const database = world.databases.find(({ id }) => id === key.databaseId);
    const works = !key.disabled && !key.revoked && key.secrets.length > 0;
    const isOpen = works && database !== undefined && hasApiAccess(world, user, database);
    if (isOpen && looksAtOwn(world, user, database, grantablesOf(database), key)) {
      collect(rights, world, user, database, grantablesOf(database), key);
    }
    const { untilMs, fromMs, addresses } = key;
    holdings.set(keyPrincipal(key.id), { rights, limits: { untilMs, fromMs, addresses } });
  }
  return holdings;
}

/** A narrowing that looks at what the user may not read leaves nothing. */
function looksAtOwn(
  world: World,
  user: WorldUser,
  database: WorldDatabase,
  grantables: Grantables,
  { narrowing }: WorldKey,
): boolean {
  const granted = expand(
    grantables,
    groupsOf(world, user, database).flatMap(({ grants }) => grants),
  );
  return Object.entries(narrowing?.tables ?? {}).every(([name, filter]) => {
    const table = grantables.tables.find((one) => one.name === name);
    return Object.keys(filter).every((column) => {
      const key = table?.columns.find((one) => one.name === column)?.key;
      return granted.has(`${table?.key}|${key}|select`);
    });
  });
}

function groupsOf(world: World, user: WorldUser, database: WorldDatabase): readonly WorldGroup[] {
  return world.groups.filter(
    ({ databaseId, members }) => databaseId === database.id && members.includes(user.id),
  );
}

function hasApiAccess(world: World, user: WorldUser, database: WorldDatabase): boolean {
  return groupsOf(world, user, database).some(({ apiAccess }) => apiAccess);
}

function collect(
  rights: Map<string, ReadonlySet<string>[]>,
  world: World,
  user: WorldUser,
  database: WorldDatabase,
  grantables: Grantables,
  key: WorldKey | null,
): void {
  if (!user.enabled || user.deleted || !database.enabled) return;
  const subset = key?.capabilities ? expand(grantables, key.capabilities) : null;
  const walls = describeWalls(database, user, key);
  for (const group of groupsOf(world, user, database)) {
    for (const triple of expand(grantables, group.grants)) {
      if (subset !== null && !subset.has(triple)) continue;
      const conditions = conditionsOf(group, triple, user, key, database, grantables);
      if (conditions === null) continue;
      const all = new Set([...conditions, ...walls]);
      const right = `${database.slug}|${triple}`;
      rights.set(right, [...(rights.get(right) ?? []), all]);
    }
  }
}

/** Null: nothing at all. */
function conditionsOf(
  group: WorldGroup,
  triple: string,
  user: WorldUser,
  key: WorldKey | null,
  database: WorldDatabase,
  { tables }: Grantables,
): readonly string[] | null {
  const [table, , verb] = triple.split('|');
  const conditions: string[] = [];
  for (const rule of group.rules.filter((one) => one.table === table && one.verb === verb)) {
    // Rows of the management API cannot be narrowed: a rule there closes.
    if (database.slug === 'gateway') return null;
    const text = instantiate(JSON.stringify([rule.where, rule.check, rule.presets]), user, key);
    if (text === null) return null;
    conditions.push(`rule ${text}`);
  }
  if (key?.narrowing) {
    if (database.slug === 'gateway') return null;
    const name = tables.find((one) => one.key === table)?.name ?? '';
    const filter = key.narrowing.tables[name];
    if (filter !== undefined) conditions.push(`narrowing ${JSON.stringify(filter)}`);
  }
  return conditions;
}

/** What the database itself is told of who asks: then its own rows are other ones for others. */
function describeWalls(database: WorldDatabase, user: WorldUser, key: WorldKey | null): readonly string[] {
  const settings = Object.values((database.settings['sessionSettings'] ?? {}) as Record<string, string>);
  const taken = settings.filter((value) => value.startsWith('$'));
  return taken.map((value) => `walls ${instantiate(JSON.stringify(value), user, key) ?? 'closed'}`);
}

/** With what it takes from its caller in it; null where that is missing. */
function instantiate(text: string, user: WorldUser, key: WorldKey | null): string | null {
  const region = user.attributes['region'];
  const values: Readonly<Record<string, unknown>> = {
    '"$user.id"': user.id,
    '"$user.email"': user.email,
    '"$user.attributes.region"': region,
    '"$key.tags"': key === null || key.tags.length === 0 ? undefined : key.tags,
  };
  let instantiated = text;
  for (const [variable, value] of Object.entries(values)) {
    if (!instantiated.includes(variable)) continue;
    if (value === undefined) return null;
    instantiated = instantiated.replaceAll(variable, JSON.stringify(value));
  }
  return instantiated;
}

/** The triples that capabilities stand for: `table|column or ROW|verb`; a named one is itself. */
export function expand(grantables: Grantables, capabilities: readonly string[]): ReadonlySet<string> {
  const known = expanded.get(grantables) ?? new Map<string, ReadonlySet<string>>();
  expanded.set(grantables, known);
  const text = capabilities.join();
  const triples = known.get(text) ?? expandAnew(grantables, capabilities);
  known.set(text, triples);
  return triples;
}

const expanded = new WeakMap<Grantables, Map<string, ReadonlySet<string>>>();

function expandAnew({ tables, named }: Grantables, capabilities: readonly string[]): ReadonlySet<string> {
  const triples = new Set<string>();
  for (const capability of capabilities) {
    if (named.includes(capability)) {
      triples.add(capability);
      continue;
    }
    const [subject = '', verb = ''] = capability.split(':');
    const [table = '', column] = subject.split('.');
    for (const one of tables.filter(({ key }) => table === '*' || table === key)) {
      for (const each of one.verbs.filter((name) => verb === '*' || verb === name)) {
        const columns = one.columns.filter(({ key, guarded }) =>
          column === undefined ? !guarded : key === column && !(guarded && verb === '*'),
        );
        if (column !== undefined && columns.length === 0) continue;
        triples.add(`${one.key}|ROW|${each}`);
        for (const { key } of columns) triples.add(`${one.key}|${key}|${each}`);
      }
    }
  }
  return triples;
}

/** Whether what is held includes the right under these conditions: it is held under no others than these. */
export function covers(holding: Holding, right: string, conditions: ReadonlySet<string>): boolean {
  return (holding.rights.get(right) ?? []).some((held) => [...held].every((one) => conditions.has(one)));
}

export function reachesFurther(limits: Limits, than: Limits): boolean {
  const isLater = than.untilMs !== null && (limits.untilMs === null || limits.untilMs > than.untilMs);
  const isEarlier = than.fromMs !== null && (limits.fromMs === null || limits.fromMs < than.fromMs);
  const isWider =
    than.addresses !== null &&
    !limits.addresses?.every((one) => than.addresses!.some((block) => contains(block, one)));
  return isLater || isEarlier || isWider;
}

/** The walk knows these blocks only. */
function contains(block: string, inner: string): boolean {
  return block === inner || (block === '192.0.2.0/24' && inner.startsWith('192.0.2.'));
}
