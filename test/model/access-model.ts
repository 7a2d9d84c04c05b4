import { fullSight, holds, relatedRows, type Sees } from './filter-model.js';
import { tableNamed, tables, type ModelTable } from './model-schema.js';
import type { Arguments, Caller, Filter, Operation, Root, Row, Selection, World } from './model-world.js';
import { columnsOf, filterColumns, relationOf, visitFilter, visitRows, type Rows } from './occurrences.js';
import { bind } from './rule-model.js';

/*
 * Who sees what, written a second time: from the words of the design (§3 "Capabilities" and "Rows", §4 on filters),
 * as plain loops over rows in memory. It shares nothing with the gateway but those words, knows no plan and no SQL,
 * and is not meant to be fast.
 */

export type Answer =
  | { readonly kind: 'forbidden'; readonly missing: readonly string[] }
  | { readonly kind: 'data'; readonly data: unknown; readonly truncated: readonly string[] };

export function answer(world: World, caller: Caller, operation: Operation): Answer {
  const effective = effectiveRights(world, caller);
  const missing = new Set<string>();
  const refer = (table: string, columns: ReadonlySet<string>): void => {
    for (const place of [table, ...[...columns].map((column) => `${table}.${column}`)])
      if (!effective.has(place)) missing.add(`${place}:select`);
  };
  for (const root of operation) visitRows(tableNamed(root.table), root, [], refer);
  if (missing.size > 0) return { kind: 'forbidden', missing: [...missing].sort() };
  const reader = new Reader(world, caller);
  const data = Object.fromEntries(operation.map((root) => [root.alias, reader.readRoot(root)]));
  return { kind: 'data', data, truncated: reader.truncated.sort() };
}

// Capabilities: sets of `worker` (the row) and `worker.email`, for the verb `select`.

export function effectiveRights(world: World, caller: Caller): ReadonlySet<string> {
  const granted = new Set(caller.groups.flatMap((group) => [...rightsOf(world, caller, group)]));
  if (isBrokenNarrowing(caller, granted)) return new Set();
  const subset = caller.subset && denote(world, caller.subset);
  return new Set([...granted].filter((place) => subset === null || subset.has(place)));
}

/** One that speaks of what is not there, or looks at what the user may not read, lets nothing through. */
function isBrokenNarrowing(caller: Caller, granted: ReadonlySet<string>): boolean {
  return Object.entries(caller.narrowing?.tables ?? {}).some(([name, where]) => {
    if (!tables.some((table) => table.name === name)) return true;
    const table = tableNamed(name);
    if (bind(where, table, caller, { mayBeEmpty: true }).state === 'broken') return true;
    const looked = filterColumns(table, where).map((column) => `${name}.${column}`);
    visitFilter(table, where, (target, columns) => {
      looked.push(target, ...[...columns].map((column) => `${target}.${column}`));
    });
    return looked.some((place) => !granted.has(place));
  });
}

/** A broken rule closes the grant that it limited. */
function rightsOf(world: World, caller: Caller, group: Caller['groups'][number]): ReadonlySet<string> {
  const closed = group.rules
    .filter(({ verb }) => verb === 'select')
    .filter(({ table, where }) => bind(where, tableNamed(table), caller).state === 'broken')
    .map(({ table }) => table);
  return new Set(
    [...denote(world, group.grants)].filter((place) => !closed.includes(place.split('.')[0] ?? '')),
  );
}

function denote(world: World, capabilities: readonly string[]): ReadonlySet<string> {
  const places = new Set<string>();
  for (const text of capabilities) {
    const [place = '', verb] = text.split(':');
    const [named, column] = place.split('.');
    if (verb !== 'select' && verb !== '*') continue;
    // A wildcard never reaches a guarded column, one for the verb neither: what it stands for is nothing.
    if (verb === '*' && world.guarded.includes(place)) continue;
    for (const table of tables) {
      if (named !== '*' && named !== table.name) continue;
      places.add(table.name);
      for (const name of Object.keys(table.columns)) {
        const full = `${table.name}.${name}`;
        if (column === undefined ? !world.guarded.includes(full) : column === name) places.add(full);
      }
    }
  }
  return places;
}

// Rows.

class Reader {
  readonly truncated: string[] = [];
  readonly #world: World;
  readonly #caller: Caller;

  constructor(world: World, caller: Caller) {
    this.#world = world;
    this.#caller = caller;
  }

  readRoot(root: Root): unknown {
    const table = tableNamed(root.table);
    const rows = this.#world.rows[root.table] ?? [];
    const { byKey } = root;
    if (!byKey) return this.#readList(table, rows, root, [], [root.alias]);
    const columns = columnsOf(table, root, []);
    const row = rows.find((candidate) => Object.keys(byKey).every((name) => candidate[name] === byKey[name]));
    if (!row || !this.#sees(root.table, columns, row)) return null;
    return this.#readRow(table, row, root.selection, [root.alias]);
  }

  #readList(
    table: ModelTable,
    candidates: readonly Row[],
    rows: Rows,
    entered: readonly string[],
    path: readonly (string | number)[],
  ): unknown {
    const { where, orderBy = [], offset = 0, limit } = rows.args;
    const columns = columnsOf(table, rows, entered);
    const found: Row[] = [];
    for (const row of candidates) {
      if (!this.#sees(table.name, columns, row)) continue;
      if (where && holds(this.#world, where, table, row, this.#sees) !== true) continue;
      found.push(row);
    }
    found.sort((left, right) => compareRows(left, right, orderBy, table.key));
    const rest = found.slice(offset);
    if (limit === undefined && rest.length > this.#world.defaultLimit)
      this.truncated.push(JSON.stringify(path));
    return rest
      .slice(0, limit ?? this.#world.defaultLimit)
      .map((row, index) => this.#readRow(table, row, rows.selection, [...path, index]));
  }

  #readRow(
    table: ModelTable,
    row: Row,
    selection: Selection,
    path: readonly (string | number)[],
  ): Record<string, unknown> {
    const shown: Record<string, unknown> = {};
    for (const name of selection.columns) shown[name] = name === '__typename' ? table.typeName : row[name];
    for (const { alias, name, args, selection: inner } of selection.relations) {
      const relation = relationOf(table, name);
      const target = tableNamed(relation.target);
      const related = relatedRows(this.#world, relation, row);
      const rows = { args, selection: inner };
      if (relation.isToMany) {
        shown[alias] = this.#readList(target, related, rows, relation.targetColumns, [...path, alias]);
        continue;
      }
      const columns = columnsOf(target, rows, relation.targetColumns);
      const seen = related.find((candidate) => this.#sees(target.name, columns, candidate));
      shown[alias] = seen ? this.#readRow(target, seen, inner, [...path, alias]) : null;
    }
    return shown;
  }

  readonly #sees: Sees = (table, columns, row) => {
    const looked = filterColumns(tableNamed(table), this.#caller.narrowing?.tables[table] ?? {});
    if (!this.#isGranted(table, new Set([...columns, ...looked]), row)) return false;
    const { narrowing } = this.#caller;
    if (!narrowing) return true;
    const own = narrowing.tables[table];
    if (!own) return narrowing.otherTables === 'ALL';
    // It is the key's and not the user's: it sees what the user may.
    return this.#admits(own, table, row, this.#isGranted);
  };

  /** Every column is granted on the row by some group whose rule admits it; without a column the row itself. */
  readonly #isGranted: Sees = (table, columns, row) => {
    const places = columns.size === 0 ? [table] : [...columns].map((column) => `${table}.${column}`);
    return places.every((place) =>
      this.#caller.groups.some((group) => {
        if (!rightsOf(this.#world, this.#caller, group).has(place)) return false;
        const rule = group.rules.find((one) => one.table === table && one.verb === 'select');
        // Rules do not recurse into rules.
        return !rule || this.#admits(rule.where, table, row, fullSight);
      }),
    );
  };

  /** A closed rule admits nothing. */
  #admits(where: Filter, name: string, row: Row, sees: Sees): boolean {
    const table = tableNamed(name);
    const bound = bind(where, table, this.#caller, { mayBeEmpty: true });
    return bound.state === 'open' && holds(this.#world, bound.filter, table, row, sees) === true;
  }
}

function compareRows(left: Row, right: Row, orderBy: Arguments['orderBy'], key: readonly string[]): number {
  const terms = [...(orderBy ?? []), ...key.map((column) => ({ column, direction: 'ASC' }))];
  for (const { column, direction } of terms) {
    const [a = null, b = null] = [left[column], right[column]];
    if (a === b) continue;
    const isDown = direction.startsWith('DESC');
    const nullsFirst = direction.endsWith('NULLS_FIRST') || (isDown && !direction.endsWith('NULLS_LAST'));
    if (a === null || b === null) return (a === null) === nullsFirst ? -1 : 1;
    return a < b === isDown ? 1 : -1;
  }
  return 0;
}
