import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { CapabilitySet } from '../capability/capability-set.js';
import { createCapabilitySpace, type CapabilitySpace } from '../capability/capability-space.js';
import { visibleTables, type VisibleColumns } from '../capability/visible-catalog.js';
import { verbs } from '../capability/verb.js';
import type { DataPool } from '../execution/data-pool.js';
import type { InputProblem } from '../foundation/postern-error.js';
import type { NamedCatalog } from '../naming/named-catalog.js';
import { restrictCatalog } from '../naming/restrict-catalog.js';
import type { CursorSealing } from '../planning/cursor.js';
import type { PlanLimits } from '../planning/query-plan.js';
import { problemsOfRights } from '../row-rules/read-narrowing.js';
import type { StoredRule } from '../row-rules/read-rule.js';
import { createRuleReader, type RuleReader } from '../row-rules/rule-reader.js';
import { buildDatabaseSchema, type DatabaseSchema } from './build-database-schema.js';

/** The settings of a database that decide how it is served, defaults applied. */
export interface ServedSettings extends PlanLimits {
  /** `<table>.<column>` by GraphQL name. */
  readonly guardedColumns: readonly string[];
  /** What becomes of a column that appears in a table that was known already. */
  readonly newColumns: 'GUARDED' | 'OPEN';
  readonly denials: 'FORBID' | 'HIDE';
  readonly maxDepth: number;
  /** A role of the database that every transaction takes; null: that of the connection. */
  readonly sessionRole: string | null;
  /** Settings that every transaction gets, by name: texts, or variables of the caller such as `$user.id`. */
  readonly sessionSettings: Readonly<Record<string, string>>;
}

/** One database at one moment: catalog, names, settings and all that is derived from them. Replaced, never changed. */
export interface ServedDatabase {
  readonly id: string;
  readonly slug: string;
  /** Of the registration: a caller authorized under another version must not be served by this. */
  readonly version: number;
  readonly settings: ServedSettings;
  readonly named: NamedCatalog;
  readonly space: CapabilitySpace;
  readonly rules: RuleReader;
  readonly offer: RuledOffer;
  readonly full: DatabaseSchema;
  readonly data: DataPool;
  /** For cursors of this database alone. */
  readonly cursors: CursorSealing;
  /** The schema as far as these capabilities let it be seen. */
  visibleTo(effective: CapabilitySet): DatabaseSchema;
}

/** What can be granted here, and how rules fare on it: as the control plane asks for it. */
export interface RuledOffer {
  readonly space: CapabilitySpace;
  /** Ids of the tables that appeared after the database was first read. */
  readonly laterTables: ReadonlySet<string>;
  /** What is wrong with it on this catalog; empty: it is sound. */
  readonly checkRowRule: (rule: StoredRule) => readonly InputProblem[];
  /** `rights`: those of the key's user. */
  readonly checkRowNarrowing: (narrowing: unknown, rights: CapabilitySet) => readonly InputProblem[];
}

/** Of all visible schemas of one database together, estimated: measured 133 MB for 500 tables of 8 columns. */
const MAX_SCHEMA_BYTES = 128_000_000;
const BYTES_A_TABLE = 100_000;
const BYTES_A_COLUMN = 20_000;

export function serveDatabase(input: {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly settings: ServedSettings;
  readonly named: NamedCatalog;
  readonly data: DataPool;
  readonly cursors: CursorSealing;
  /** What was served before. Where tables and names are the same, so is the schema: only the settings changed. */
  readonly previous: ServedDatabase | null;
}): ServedDatabase {
  const { previous, ...given } = input;
  const { settings } = given;
  const isSame = previous?.named.fingerprint === given.named.fingerprint;
  const { named, full } = isSame ? previous : { named: given.named, full: buildDatabaseSchema(given.named) };
  const space = capabilitySpaceOf(named, settings);
  const rules = createRuleReader(named);
  const schemas = new LRUCache<string, VisibleSchema>({
    maxSize: MAX_SCHEMA_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });
  return {
    ...given,
    named,
    space,
    rules,
    offer: {
      space,
      laterTables: new Set(named.tables.filter((table) => table.appearedLater).map(({ id }) => id)),
      checkRowRule: (rule) => problemsOf(rules.read(rule)),
      checkRowNarrowing: (json, rights) => {
        const read = rules.readNarrowing(json);
        return read.kind === 'broken' ? read.problems : problemsOfRights(read.narrowing, rights);
      },
    },
    full,
    visibleTo: (effective) => {
      const visible = visibleTables(effective, named);
      if (seesAll(visible, named)) return full;
      // Whoever sees the same shares it, whatever else they may do.
      const key = fingerprintOf(visible);
      const known = schemas.get(key) ?? buildVisible(restrictCatalog(named, visible));
      schemas.set(key, known);
      return known.schema;
    },
  };
}

interface VisibleSchema {
  readonly schema: DatabaseSchema;
  readonly bytes: number;
}

function buildVisible(named: NamedCatalog): VisibleSchema {
  const columns = named.tables.reduce((count, table) => count + table.columns.length, 0);
  const bytes = BYTES_A_TABLE * (named.tables.length + 1) + BYTES_A_COLUMN * columns;
  // The largest is kept too: alone, if need be.
  return { schema: buildDatabaseSchema(named), bytes: Math.min(bytes, MAX_SCHEMA_BYTES) };
}

type VisibleTables = ReadonlyMap<string, VisibleColumns>;

function fingerprintOf(visible: VisibleTables): string {
  const content = [...visible]
    .map(
      ([table, { columns, aggregate }]) =>
        `${table}(${[...columns].join()};${aggregate ? `(${[...aggregate].join()})` : ''})`,
    )
    .join();
  return createHash('sha256').update(content).digest('hex');
}

function problemsOf(
  read: { readonly kind: 'sound' } | { readonly kind: 'broken'; readonly problems: readonly InputProblem[] },
): readonly InputProblem[] {
  return read.kind === 'broken' ? read.problems : [];
}

export function capabilitySpaceOf(
  named: NamedCatalog,
  settings: Pick<ServedSettings, 'guardedColumns' | 'newColumns'>,
): CapabilitySpace {
  const guarded = new Set(settings.guardedColumns);
  // A guarded column that is renamed comes back as a new one: it must not come back open.
  const guardsNew = settings.newColumns === 'GUARDED';
  const lost = columnsOfLostTables(named, settings.guardedColumns);
  return createCapabilitySpace({
    named: [],
    tables: named.tables.map((table) => ({
      key: table.id,
      name: table.name,
      verbs: verbs.filter((verb) => verb !== 'execute'),
      columns: table.columns.map((column) => ({
        key: column.id,
        name: column.name,
        guarded:
          guarded.has(`${table.name}.${column.name}`) ||
          (guardsNew && column.appearedLater) ||
          (table.appearedLater && lost.has(column.name)),
      })),
    })),
  });
}

/** A guarded column of a table that was renamed must not come back open either: it is looked for in what came later. */
function columnsOfLostTables(named: NamedCatalog, guardedColumns: readonly string[]): ReadonlySet<string> {
  const tables = new Set(named.tables.map(({ name }) => name));
  return new Set(
    guardedColumns.flatMap((text) => {
      const [table, column] = text.split('.');
      return table !== undefined && column !== undefined && !tables.has(table) ? [column] : [];
    }),
  );
}

function seesAll(visible: VisibleTables, named: NamedCatalog): boolean {
  return named.tables.every((table) => {
    const seen = visible.get(table.id);
    const count = table.columns.length;
    return seen?.columns.size === count && seen.aggregate?.size === count;
  });
}
