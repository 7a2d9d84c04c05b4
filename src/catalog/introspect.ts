import { createHash } from 'node:crypto';

import type {
  Catalog,
  CatalogColumn,
  CatalogComposite,
  CatalogEnum,
  CatalogForeignKey,
  CatalogKey,
  CatalogTable,
  TableKind,
} from './catalog.js';
import {
  byText,
  readFlag,
  readNullableText,
  readNumber,
  readText,
  readTexts,
  type Row,
} from './catalog-row.js';
import { columnsQuery, keysQuery, typesQuery } from './catalog-queries.js';
import { TypeResolver } from './resolve-type.js';

/**
 * Reads the catalog of a PostgreSQL database, 14 to 18, in three queries: what stands in the given schemas, but for
 * partitions and what belongs to an extension. Foreign keys to tables outside are left out.
 * For one consistent picture, `query` runs all three in one REPEATABLE READ transaction; its rows are objects by
 * column name. Throws what `query` throws.
 */
export async function introspect(
  query: (sql: string, values: unknown[]) => Promise<readonly Row[]>,
  options: { readonly schemas: readonly string[] },
): Promise<Catalog> {
  const schemas = [...options.schemas];
  const columnRows = await query(columnsQuery, [schemas]);
  const types = new TypeResolver(await query(typesQuery, [schemas]));
  const keyRows = await query(keysQuery, [schemas]);
  const keysByTable = groupByTable(keyRows);
  const tableRows = groupByTable(columnRows);
  const tables = [...tableRows].map(([oid, rows]) => readTable(rows, keysByTable.get(oid) ?? [], types));
  return assemble(tables, types.enums(), types.composites());
}

function groupByTable(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const oid = readText(row, 'table_oid');
    const group = groups.get(oid);
    if (group === undefined) groups.set(oid, [row]);
    else group.push(row);
  }
  return groups;
}

function assemble(
  found: readonly CatalogTable[],
  enums: readonly CatalogEnum[],
  composites: readonly CatalogComposite[],
): Catalog {
  const known = new Set(found.map((table) => JSON.stringify([table.schema, table.name])));
  const tables = found
    .map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.filter((key) =>
        known.has(JSON.stringify([key.targetSchema, key.targetTable])),
      ),
    }))
    .sort(bySchemaAndName);
  const sortedEnums = [...enums].sort(bySchemaAndName);
  const sortedComposites = [...composites].sort(bySchemaAndName);
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([tables, sortedEnums, sortedComposites]))
    .digest('hex');
  return { tables, enums: sortedEnums, composites: sortedComposites, fingerprint };
}

const tableKinds: ReadonlyMap<string, TableKind> = new Map([
  ['r', 'table'],
  ['p', 'partitioned'],
  ['v', 'view'],
  ['m', 'materializedView'],
  ['f', 'foreignTable'],
]);

function readTable(rows: readonly Row[], keyRows: readonly Row[], types: TypeResolver): CatalogTable {
  const [first] = rows;
  const kind = first && tableKinds.get(readText(first, 'relkind'));
  if (first === undefined || kind === undefined)
    throw new Error('Introspection met a relation of an unknown kind.');
  // A table may have no column at all; then its one row has no column name.
  const columnRows = rows.filter((row) => row['column_name'] !== null);
  const keys = readKeys(keyRows.filter((row) => readText(row, 'kind') !== 'foreign'));
  return {
    schema: readText(first, 'schema_name'),
    name: readText(first, 'table_name'),
    kind,
    comment: readNullableText(first, 'table_comment'),
    columns: columnRows.map((row) => readColumn(row, kind, types)),
    ...keys,
    foreignKeys: keyRows.filter((row) => readText(row, 'kind') === 'foreign').map(readForeignKey),
  };
}

function readColumn(row: Row, tableKind: TableKind, types: TypeResolver): CatalogColumn {
  const typeOid = readText(row, 'type_oid');
  // A view may lose a row's domain to an outer join: there its NOT NULL promises nothing.
  const computed = tableKind === 'view' || tableKind === 'materializedView';
  const domain = types.domainOf(typeOid);
  return {
    name: readText(row, 'column_name'),
    type: types.resolve(typeOid, readNumber(row, 'dimensions')),
    ...(readFlag(row, 'collates_loosely') && { collatesLoosely: true as const }),
    notNull: readFlag(row, 'not_null') || (!computed && domain.notNull),
    hasDefault: readFlag(row, 'has_default') || (!computed && domain.hasDefault),
    generated: readFlag(row, 'generated'),
    comment: readNullableText(row, 'column_comment'),
  };
}

/** A second unique index on the very columns of another, or of the primary key, says nothing new and is left out. */
function readKeys(rows: readonly Row[]): Pick<CatalogTable, 'primaryKey' | 'uniqueKeys'> {
  const primary = rows.find((row) => readText(row, 'kind') === 'primary');
  const primaryKey = primary === undefined ? null : readTexts(primary, 'columns');
  const seen = new Set([JSON.stringify(primaryKey)]);
  const uniqueKeys: CatalogKey[] = [];
  for (const row of rows.filter((candidate) => readText(candidate, 'kind') === 'unique').sort(byName)) {
    const columns = readTexts(row, 'columns');
    if (seen.has(JSON.stringify(columns))) continue;
    seen.add(JSON.stringify(columns));
    uniqueKeys.push({ name: readText(row, 'key_name'), columns });
  }
  return { primaryKey, uniqueKeys };
}

function readForeignKey(row: Row): CatalogForeignKey {
  return {
    name: readText(row, 'key_name'),
    columns: readTexts(row, 'columns'),
    targetSchema: readText(row, 'target_schema'),
    targetTable: readText(row, 'target_table'),
    targetColumns: readTexts(row, 'target_columns'),
  };
}

function byName(left: Row, right: Row): number {
  return byText(readText(left, 'key_name'), readText(right, 'key_name'));
}

interface Placed {
  readonly schema: string;
  readonly name: string;
}

function bySchemaAndName(left: Placed, right: Placed): number {
  return byText(left.schema, right.schema) || byText(left.name, right.name);
}
