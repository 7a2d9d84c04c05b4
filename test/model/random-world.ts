import type { Random } from './random.js';
import type {
  Arguments,
  Caller,
  Filter,
  Operation,
  Root,
  Row,
  Selection,
  Value,
  World,
} from './model-world.js';
import { effectiveRights } from './access-model.js';
import { tableNamed, tables, type Kind, type ModelRelation, type ModelTable } from './model-schema.js';

const texts = ['ant', 'bee', 'Bee', 'cat', '$x', 'b%', ''] as const;

function randomValue(random: Random, kind: Kind): NonNullable<Value> {
  if (kind === 'bool') return random.chance(0.5);
  return kind === 'int' ? random.whole(0, 4) : random.oneOf(texts);
}

// The rows, foreign keys intact.

export function randomRows(random: Random): World['rows'] {
  const orNull = <Item>(item: () => Item, none = 0.25): Item | null => (random.chance(none) ? null : item());
  const text = () => randomValue(random, 'text');
  const int = () => randomValue(random, 'int');
  const bool = () => randomValue(random, 'bool');
  const team = random.times(0, 4, (id): Row => {
    return { id, name: text(), region: orNull(text), active: orNull(bool) };
  });
  const idOf = (rows: readonly Row[]): Value =>
    rows.length > 0 ? orNull(() => random.oneOf(rows)['id'] ?? null) : null;
  const bosses: Row[] = random.times(0, 7, (id) => ({ id }));
  const worker = bosses.map(({ id = null }): Row => {
    const [teamId, bossId] = [idOf(team), idOf(bosses)];
    return {
      id,
      teamId,
      bossId,
      name: text(),
      email: orNull(text),
      level: orNull(int),
      remote: orNull(bool),
    };
  });
  const codes = ['a', 'b', 'B'].flatMap((code) => team.map(({ id = null }) => ({ teamId: id, code })));
  const project = random.some(codes, 0.5).map((key): Row => {
    const [ownerId, reviewerId] = [idOf(worker), idOf(worker)];
    return { ...key, ownerId, reviewerId, title: orNull(text), budget: orNull(int) };
  });
  const task = random.times(0, 9, (id): Row => {
    const found = project.length > 0 && random.chance(0.8) ? random.oneOf(project) : undefined;
    // Half a key leads nowhere and need not be right.
    const [projectTeam, projectCode] = random.chance(0.15)
      ? [3, null]
      : [found?.['teamId'] ?? null, found?.['code'] ?? null];
    const rest = { note: orNull(text), points: orNull(int), done: bool() };
    return { id, projectTeam, projectCode, workerId: idOf(worker), ...rest };
  });
  const badge = random.some(worker, 0.6).map(({ id = null }): Row => {
    return { workerId: id, color: orNull(text), serial: orNull(int) };
  });
  return { team, worker, project, task, badge };
}

// Who may do what.

export function randomGuarded(random: Random): string[] {
  return random.times(0, 3, () => randomColumn(random, random.oneOf(tables)));
}

function randomColumn(random: Random, table: ModelTable): string {
  return `${table.name}.${random.oneOf(Object.keys(table.columns))}`;
}

export function randomCaller(random: Random, world: World): Caller {
  const caller: Caller = {
    ...randomFacts(random),
    groups: random.times(1, 3, () => ({
      grants: random.times(1, 5, () => randomCapability(random)),
      rules: tables.flatMap(({ name }) => [
        ...(random.chance(0.4) ? [{ table: name, verb: 'select', where: randomRule(random, name) }] : []),
        ...(random.chance(0.1) ? [{ table: name, verb: 'update', where: randomRule(random, name) }] : []),
      ]),
    })),
    subset: random.chance(0.7) ? null : random.times(1, 6, () => randomCapability(random)),
    narrowing: null,
  };
  if (random.chance(0.65)) return caller;
  const granted = effectiveRights(world, { ...caller, subset: null });
  const isWithin = random.chance(0.9);
  return { ...caller, narrowing: randomNarrowing(random, (place) => !isWithin || granted.has(place)) };
}

/** The same groups and the same key's limits: shares its plans, but must not share its values. */
export function siblingOf(random: Random, caller: Caller): Caller {
  return { ...caller, ...randomFacts(random) };
}

function randomNarrowing(random: Random, may: FilterMaking['may']): Caller['narrowing'] {
  const named = random.some(tables, 0.5).map(({ name }) => [name, randomRule(random, name, may)] as const);
  const gone = random.chance(0.04) ? [['gone', {}] as const] : [];
  return {
    tables: Object.fromEntries([...named, ...gone]),
    otherTables: random.chance(0.75) ? 'ALL' : 'NONE',
  };
}

function randomCapability(random: Random): string {
  const table = random.oneOf(tables);
  const verb = random.oneOf(['select', 'select', 'select', 'select', '*', 'update']);
  if (random.chance(0.2)) return `*:${verb}`;
  return random.chance(0.6) ? `${table.name}:${verb}` : `${randomColumn(random, table)}:${verb}`;
}

function randomFacts(random: Random): Pick<Caller, 'user' | 'key'> {
  const int = () => random.whole(0, 4);
  const text = () => random.oneOf(texts);
  const wrong = ['7', 'ant', 1.5, 2 ** 40, true, [1, null], ['ant', 3], {}];
  const attributes: Record<string, unknown> = {};
  const put = (name: string, right: () => unknown, isRight: (value: unknown) => boolean): void => {
    if (random.chance(0.05)) return;
    if (random.chance(0.05)) attributes[name] = null;
    else if (random.chance(0.06)) attributes[name] = random.oneOf(wrong.filter((value) => !isRight(value)));
    else attributes[name] = right();
  };
  put('level', int, () => false);
  put('region', text, (value) => typeof value === 'string');
  put(
    'flag',
    () => random.chance(0.5),
    (value) => value === true,
  );
  put(
    'ids',
    () => random.times(0, 3, int),
    () => false,
  );
  put(
    'regions',
    () => random.times(0, 3, text),
    () => false,
  );
  put(
    'deep',
    () => ({ level: int() }),
    () => false,
  );
  return {
    user: { id: text(), email: text(), attributes },
    key: { id: text(), tags: random.times(0, 2, text) },
  };
}

// Filters.

interface FilterMaking {
  readonly random: Random;
  /** Which tables and columns may be named. */
  readonly may: (place: string) => boolean;
  readonly operand: (kind: Kind, isList: boolean) => unknown;
  /** How often a filter has no condition at all. */
  readonly emptiness: number;
}

function randomRule(random: Random, table: string, may: FilterMaking['may'] = () => true): Filter {
  if (random.chance(0.03)) return { or: [{ not: { gone: { eq: 1 } } }] };
  const constant = (kind: Kind): unknown => {
    const value = randomValue(random, kind);
    return typeof value === 'string' && value.startsWith('$') ? `$${value}` : value;
  };
  const one = (kind: Kind): unknown => (random.chance(0.35) ? random.oneOf(variables[kind]) : constant(kind));
  const operand = (kind: Kind, isList: boolean): unknown => {
    if (!isList) return one(kind);
    return random.chance(0.4) ? random.oneOf(lists[kind]) : random.times(0, 3, () => one(kind));
  };
  return randomFilter({ random, may, operand, emptiness: 0.004 }, tableNamed(table), 2);
}

const variables: Readonly<Record<Kind, readonly string[]>> = {
  int: ['$user.attributes.level', '$user.attributes.deep.level', '$user.attributes.constructor'],
  text: ['$user.id', '$user.email', '$key.id', '$user.attributes.region'],
  bool: ['$user.attributes.flag'],
};

const lists: Readonly<Record<Kind, readonly string[]>> = {
  int: ['$user.attributes.ids'],
  text: ['$key.tags', '$user.attributes.regions'],
  bool: ['$user.attributes.ids'],
};

function randomFilter(making: FilterMaking, table: ModelTable, depth: number): Filter {
  const { random, may } = making;
  const filter: Record<string, unknown> = {};
  const columns = Object.keys(table.columns).filter((name) => may(`${table.name}.${name}`));
  const relations = usableRelations(table, may);
  const inner = () => randomFilter(making, table, depth - 1);
  const members = random.chance(making.emptiness) ? 0 : random.chance(0.7) ? 1 : 2;
  for (let member = 0; member < members; member += 1) {
    const kind = random.next();
    if (depth > 0 && kind < 0.12) filter['not'] = inner();
    else if (depth > 0 && kind < 0.27) filter[random.oneOf(['and', 'or', 'or'])] = random.times(0, 3, inner);
    else if (depth > 0 && kind < 0.6 && relations.length > 0) {
      const [name, relation] = random.oneOf(relations);
      filter[name] = randomRelated(making, relation, depth - 1);
    } else if (columns.length > 0) {
      const name = random.oneOf(columns);
      filter[name] = randomComparison(making, table.columns[name] ?? 'int');
    }
  }
  return filter;
}

function randomRelated(making: FilterMaking, relation: ModelRelation, depth: number): Filter {
  const target = tableNamed(relation.target);
  if (!relation.isToMany) return randomFilter(making, target, depth);
  const { random } = making;
  const quantifier = random.oneOf(['some', 'none', 'every', 'count', 'both']);
  const count = () => ({ [random.oneOf(['eq', 'neq', 'gt', 'lte', 'in'])]: 0 });
  const counted = Object.entries(count()).map(([name]) => [name, making.operand('int', name === 'in')]);
  if (quantifier === 'count') return { count: Object.fromEntries(counted) as Filter };
  const inner = () => randomFilter(making, target, depth);
  return quantifier === 'both' ? { some: inner(), none: inner() } : { [quantifier]: inner() };
}

function randomComparison({ random, operand }: FilterMaking, kind: Kind): Filter {
  const order = ['lt', 'lte', 'gt', 'gte'];
  const equality = ['eq', 'eq', 'neq', 'in', 'notIn', 'isNull'];
  const patterns = ['startsWith', 'endsWith', 'contains', 'like', 'notLike', 'ilike'];
  const offered = {
    bool: equality,
    int: [...equality, ...order],
    text: [...equality, ...order, ...patterns],
  };
  const make = (): [string, unknown] => {
    const operator = random.oneOf(offered[kind]);
    if (operator === 'isNull') return [operator, operand('bool', false)];
    if (operator.toLowerCase().endsWith('like')) {
      return [operator, random.oneOf(['%e%', 'b_e', 'B%', String.raw`b\%`, '_%', ''])];
    }
    return [operator, operand(kind, operator === 'in' || operator === 'notIn')];
  };
  return Object.fromEntries(random.times(1, random.chance(0.15) ? 2 : 1, make));
}

function usableRelations(table: ModelTable, may: FilterMaking['may']): [string, ModelRelation][] {
  return Object.entries(table.relations).filter(
    ([, { target, columns, targetColumns }]) =>
      may(target) &&
      columns.every((name) => may(`${table.name}.${name}`)) &&
      targetColumns.every((name) => may(`${target}.${name}`)),
  );
}

// Operations.

/** `allowed`: what it mostly keeps to, so that enough operations are answered. */
export function randomOperation(random: Random, world: World, allowed: ReadonlySet<string>): Operation {
  const keepsTo = random.chance(0.8) && tables.some(({ name }) => allowed.has(name));
  const may = (place: string): boolean => !keepsTo || allowed.has(place);
  const operand = (kind: Kind, isList: boolean): unknown =>
    isList ? random.times(0, 3, () => randomValue(random, kind)) : randomValue(random, kind);
  const making: FilterMaking = { random, may, operand, emptiness: 0.05 };
  const roots = tables.filter(({ name }) => may(name));
  return random.times(1, random.chance(0.15) ? 2 : 1, (index) =>
    randomRoot(making, random.oneOf(roots), `r${index}`, world),
  );
}

function randomRoot(making: FilterMaking, table: ModelTable, alias: string, world: World): Root {
  const { random, may } = making;
  const selection = randomSelection(making, table, 3);
  const isByKey = random.chance(0.15) && table.key.every((name) => may(`${table.name}.${name}`));
  if (!isByKey)
    return { alias, table: table.name, byKey: null, args: randomArguments(making, table), selection };
  const rows = world.rows[table.name] ?? [];
  const row: Row = rows.length > 0 && random.chance(0.8) ? random.oneOf(rows) : {};
  const key = table.key.map((name) => [name, row[name] ?? (table.columns[name] === 'int' ? 9 : 'none')]);
  return { alias, table: table.name, byKey: Object.fromEntries(key) as Row, args: {}, selection };
}

const directions = [
  'ASC',
  'DESC',
  'ASC_NULLS_FIRST',
  'ASC_NULLS_LAST',
  'DESC_NULLS_FIRST',
  'DESC_NULLS_LAST',
];

function randomArguments(making: FilterMaking, table: ModelTable): Arguments {
  const { random, may } = making;
  const columns = Object.keys(table.columns).filter((name) => may(`${table.name}.${name}`));
  return {
    ...(random.chance(0.55) ? { where: randomFilter(making, table, 2) } : {}),
    ...(random.chance(0.25) && columns.length > 0
      ? {
          orderBy: random.times(1, 2, () => ({
            column: random.oneOf(columns),
            direction: random.oneOf(directions),
          })),
        }
      : {}),
    ...(random.chance(0.4) ? { limit: random.whole(0, 9) } : {}),
    ...(random.chance(0.1) ? { offset: random.whole(0, 2) } : {}),
  };
}

function randomSelection(making: FilterMaking, table: ModelTable, depth: number): Selection {
  const { random, may } = making;
  const columns = Object.keys(table.columns).filter((name) => may(`${table.name}.${name}`));
  const usable = depth > 0 ? usableRelations(table, may) : [];
  const chosen =
    usable.length > 0 && random.chance(0.6) ? random.times(1, 2, () => random.oneOf(usable)) : [];
  const relations = chosen.map(([name, relation], index) => {
    const target = tableNamed(relation.target);
    const args = relation.isToMany ? randomArguments(making, target) : {};
    return { alias: `n${index}`, name, args, selection: randomSelection(making, target, depth - 1) };
  });
  const shown = random.some(columns, 0.3);
  const isEmpty = shown.length === 0 && relations.length === 0;
  return { columns: isEmpty || random.chance(0.05) ? [...shown, '__typename'] : shown, relations };
}
