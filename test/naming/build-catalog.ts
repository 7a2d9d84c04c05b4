import type {
  CatalogComposite,
  Catalog,
  CatalogColumn,
  CatalogEnum,
  CatalogForeignKey,
  CatalogTable,
  CatalogType,
} from '../../src/catalog/catalog.js';

const TEXT: CatalogType = { kind: 'base', name: 'text', sql: 'pg_catalog.text' };

export function table(
  place: string | readonly [schema: string, name: string],
  columns: readonly (string | CatalogColumn)[] = ['id'],
  keys: Partial<Pick<CatalogTable, 'primaryKey' | 'uniqueKeys' | 'foreignKeys'>> = {},
): CatalogTable {
  const [schema, name] = typeof place === 'string' ? ['public', place] : place;
  return {
    schema,
    name,
    kind: 'table',
    comment: null,
    columns: columns.map((item) => (typeof item === 'string' ? column(item) : item)),
    primaryKey: null,
    uniqueKeys: [],
    foreignKeys: [],
    ...keys,
  };
}

export function column(name: string, type: CatalogType = TEXT): CatalogColumn {
  return { name, type, notNull: false, hasDefault: false, generated: false, comment: null };
}

export function enumType(name: string, labels: readonly string[], schema = 'public'): CatalogEnum {
  return { schema, name, comment: null, labels };
}

/** `from` and `to` are columns, written `a,b` where there are several; the target is in `public`. */
export function foreignKey(
  from: string,
  target: string,
  to = 'id',
  name = `${from}_fkey`,
): CatalogForeignKey {
  return {
    name,
    columns: from.split(','),
    targetSchema: 'public',
    targetTable: target,
    targetColumns: to.split(','),
  };
}

/** In the catalog's order, by schema and name; the fingerprint stands for the content. */
export function catalog(
  tables: readonly CatalogTable[],
  enums: readonly CatalogEnum[] = [],
  composites: readonly CatalogComposite[] = [],
): Catalog {
  const order = (left: { schema: string; name: string }, right: { schema: string; name: string }): number =>
    compare(left.schema, right.schema) || compare(left.name, right.name);
  const content = {
    tables: [...tables].sort(order),
    enums: [...enums].sort(order),
    composites: [...composites].sort(order),
  };
  return { ...content, fingerprint: JSON.stringify(content) };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
