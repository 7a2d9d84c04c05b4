import { LRUCache } from 'lru-cache';
import type { CapabilitySet } from '../capability/capability-set.js';
import { createCapabilitySpace, type CapabilitySpace } from '../capability/capability-space.js';
import { visibleColumns, type VisibleColumns } from '../capability/visible-catalog.js';
import { verbs } from '../capability/verb.js';
import type { DataPool } from '../execution/data-pool.js';
import type { NamedCatalog } from '../naming/named-catalog.js';
import type { PlanLimits } from '../planning/query-plan.js';
import { buildDatabaseSchema, type DatabaseSchema } from './build-database-schema.js';

/** The settings of a database that decide how it is served, defaults applied. */
export interface ServedSettings extends PlanLimits {
  /** `<table>.<column>` by GraphQL name. */
  readonly guardedColumns: readonly string[];
  /** What becomes of a column that appears in a table that was known already. */
  readonly newColumns: 'GUARDED' | 'OPEN';
  readonly denials: 'FORBID' | 'HIDE';
  readonly maxDepth: number;
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
  readonly full: DatabaseSchema;
  readonly data: DataPool;
  /** The schema as far as these capabilities let it be seen. */
  visibleTo(effective: CapabilitySet): DatabaseSchema;
}

const MAX_VISIBLE_SCHEMAS = 64;

export function serveDatabase(input: {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly settings: ServedSettings;
  readonly named: NamedCatalog;
  readonly data: DataPool;
}): ServedDatabase {
  const full = buildDatabaseSchema(input.named);
  const schemas = new LRUCache<string, DatabaseSchema>({ max: MAX_VISIBLE_SCHEMAS });
  return {
    ...input,
    space: capabilitySpaceOf(input.named, input.settings),
    full,
    visibleTo: (effective) => {
      const visible = visibleColumns(effective, input.named);
      if (seesAll(visible, input.named)) return full;
      const known =
        schemas.get(effective.fingerprint) ?? buildDatabaseSchema(restrictCatalog(input.named, visible));
      schemas.set(effective.fingerprint, known);
      return known;
    },
  };
}

export function capabilitySpaceOf(
  named: NamedCatalog,
  settings: Pick<ServedSettings, 'guardedColumns' | 'newColumns'>,
): CapabilitySpace {
  const guarded = new Set(settings.guardedColumns);
  // A guarded column that is renamed comes back as a new one: it must not come back open.
  const guardsNew = settings.newColumns === 'GUARDED';
  return createCapabilitySpace({
    named: [],
    tables: named.tables.map((table) => ({
      key: table.id,
      name: table.name,
      verbs: verbs.filter((verb) => verb !== 'execute'),
      columns: table.columns.map((column) => ({
        key: column.id,
        name: column.name,
        guarded: guarded.has(`${table.name}.${column.name}`) || (guardsNew && column.appearedLater),
      })),
    })),
  });
}

function seesAll(visible: VisibleColumns, named: NamedCatalog): boolean {
  return named.tables.every((table) => visible.get(table.id)?.size === table.columns.length);
}

/** What is left of a catalog. By key only where the whole key may be seen: its columns are arguments. */
function restrictCatalog(named: NamedCatalog, visible: VisibleColumns): NamedCatalog {
  return {
    ...named,
    tables: named.tables.flatMap((table) => {
      const ids = visible.get(table.id);
      if (!ids) return [];
      const primaryKey = table.primaryKey?.every((column) => ids.has(column.id)) ? table.primaryKey : null;
      return [{ ...table, columns: table.columns.filter((column) => ids.has(column.id)), primaryKey }];
    }),
  };
}
