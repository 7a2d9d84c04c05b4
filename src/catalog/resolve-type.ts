import type { CatalogComposite, CatalogEnum, CatalogRange, CatalogType } from './catalog.js';
import {
  readFlag,
  readNullableText,
  readNumber,
  readRows,
  readText,
  readTexts,
  type Row,
} from './catalog-row.js';
import { boundOfRange, hasScalar } from './scalar.js';

/**
 * Column types, from the rows of the types query. `sql` is qualified and bare of lengths: `::character(1)` or
 * `::numeric(4, 2)` would change a value on its way. A domain is cast to what it rests on: a filter's value that the
 * domain forbids matches nothing, and is no error.
 */
export class TypeResolver {
  readonly #rows: ReadonlyMap<string, Row>;

  constructor(rows: readonly Row[]) {
    this.#rows = new Map(rows.map((row) => [readText(row, 'type_oid'), row]));
  }

  /** `dimensions`: as they were declared for a column of an array type; 0 where nobody did. */
  resolve(oid: string, dimensions: number): CatalogType {
    const row = this.#rowOf(oid);
    const base = readNullableText(row, 'base_oid');
    if (base !== null) return this.resolve(base, dimensions);
    const elementOid = readNullableText(row, 'element_oid');
    if (elementOid !== null) {
      return {
        kind: 'array',
        element: this.resolve(elementOid, 0),
        // An array of a domain is no array of its base to PostgreSQL: the cast keeps the domain here.
        sql: `${readText(this.#rowOf(elementOid), 'sql')}[]`,
        dimensions: Math.max(dimensions, 1),
        delimiter: readText(row, 'delimiter'),
      };
    }
    return this.#resolvePlain(row);
  }

  #resolvePlain(row: Row): CatalogType {
    const sql = readText(row, 'sql');
    const name = readText(row, 'type_name');
    if (isEnum(row)) return { kind: 'enum', schema: readText(row, 'schema_name'), name, sql };
    if (isComposite(row)) return { kind: 'composite', schema: readText(row, 'schema_name'), name, sql };
    if (isBase(row)) return { kind: 'base', name, sql, ...operatorSchemaOf(row) };
    const range = this.#rangeOf(row);
    if (range) return range;
    const rangeOid = readNullableText(row, 'range_oid');
    const ofMultirange = rangeOid === null ? null : this.#rangeOf(this.#rowOf(rangeOid));
    if (ofMultirange) return { kind: 'multirange', range: ofMultirange, sql };
    return { kind: 'other', name, sql, isOrdered: isOrdered(row), ...operatorSchemaOf(row) };
  }

  #rangeOf(row: Row): CatalogRange | null {
    const bound = isBuiltIn(row) ? boundOfRange(readText(row, 'type_name')) : undefined;
    if (bound === undefined) return null;
    const sql = readText(row, 'sql');
    return { kind: 'range', bound: { kind: 'base', name: bound, sql: `pg_catalog.${bound}` }, sql };
  }

  /** What the domains on the way from this type down to what it rests on add. */
  domainOf(oid: string): { readonly notNull: boolean; readonly hasDefault: boolean } {
    const row = this.#rowOf(oid);
    const base = readNullableText(row, 'base_oid');
    if (base === null) return { notNull: false, hasDefault: false };
    const below = this.domainOf(base);
    return {
      notNull: readFlag(row, 'not_null') || below.notNull,
      hasDefault: readFlag(row, 'has_default') || below.hasDefault,
    };
  }

  enums(): readonly CatalogEnum[] {
    return [...this.#rows.values()].filter(isEnum).map((row) => ({
      schema: readText(row, 'schema_name'),
      name: readText(row, 'type_name'),
      comment: readNullableText(row, 'comment'),
      labels: row['labels'] === null ? [] : readTexts(row, 'labels'),
    }));
  }

  composites(): readonly CatalogComposite[] {
    return [...this.#rows.values()].filter(isComposite).map((row) => ({
      schema: readText(row, 'schema_name'),
      name: readText(row, 'type_name'),
      comment: readNullableText(row, 'comment'),
      attributes: readRows(row, 'attributes').map((attribute) => ({
        name: readText(attribute, 'name'),
        type: this.resolve(readText(attribute, 'type_oid'), readNumber(attribute, 'dimensions')),
        comment: readNullableText(attribute, 'comment'),
      })),
    }));
  }

  #rowOf(oid: string): Row {
    const row = this.#rows.get(oid);
    // Only when somebody changed the database between two of the queries.
    if (row === undefined) throw new Error(`The catalog has a column of the type ${oid} and no such type.`);
    return row;
  }
}

function isEnum(row: Row): boolean {
  return readText(row, 'typtype') === 'e';
}

/** One without attributes, which PostgreSQL allows, could be no object of GraphQL: it is text. */
function isComposite(row: Row): boolean {
  return readText(row, 'typtype') === 'c' && row['attributes'] !== null;
}

/** Operators of PostgreSQL itself are found by any search path; those of an extension are not. */
function operatorSchemaOf(row: Row): { readonly operatorSchema?: string } {
  const operatorSchema = readNullableText(row, 'operator_schema');
  return operatorSchema === null || operatorSchema === 'pg_catalog' ? {} : { operatorSchema };
}

/** Ranges have the order of their bounds. */
function isOrdered(row: Row): boolean {
  return ['r', 'm'].includes(readText(row, 'typtype')) || row['operator_schema'] !== null;
}

function isBuiltIn(row: Row): boolean {
  return readText(row, 'schema_name') === 'pg_catalog';
}

// Somebody's own type called int4 is not PostgreSQL's; citext may stand in any schema and is text.
function isBase(row: Row): boolean {
  const name = readText(row, 'type_name');
  if (readText(row, 'typtype') !== 'b' || !hasScalar(name)) return false;
  return isBuiltIn(row) || (name === 'citext' && readText(row, 'typcategory') === 'S');
}
