/**
 * What introspection found in a database, as plain data. Names are the database's own; nothing here knows
 * GraphQL. Everything downstream (names, capabilities, schema, plans) is derived from it.
 */
export interface Catalog {
  /** Sorted by schema, then name. */
  readonly tables: readonly CatalogTable[];
  /** Enum types used by any column, sorted by schema, then name. */
  readonly enums: readonly CatalogEnum[];
  /** Composite types used by any column, or by one of these, sorted by schema, then name. */
  readonly composites: readonly CatalogComposite[];
  /** Changes when, and only when, anything above changes: a SHA-256 in hex. */
  readonly fingerprint: string;
}

export type TableKind = 'table' | 'partitioned' | 'view' | 'materializedView' | 'foreignTable';

export interface CatalogTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: TableKind;
  readonly comment: string | null;
  /** In the order of the table. */
  readonly columns: readonly CatalogColumn[];
  /** Column names in the order of the key; null where the table has none. */
  readonly primaryKey: readonly string[] | null;
  /** Plain unique constraints and indexes (not partial, not on expressions), the primary key left out. */
  readonly uniqueKeys: readonly CatalogKey[];
  readonly foreignKeys: readonly CatalogForeignKey[];
}

export interface CatalogKey {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface CatalogForeignKey {
  readonly name: string;
  readonly columns: readonly string[];
  readonly targetSchema: string;
  readonly targetTable: string;
  readonly targetColumns: readonly string[];
}

export interface CatalogColumn {
  readonly name: string;
  readonly type: CatalogType;
  /** By a collation that takes different texts for equal, which no pattern can be matched with. */
  readonly collatesLoosely?: true;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  /** Computed by the database: `GENERATED ALWAYS AS (…)` or `GENERATED ALWAYS AS IDENTITY`. */
  readonly generated: boolean;
  readonly comment: string | null;
}

/** A column's type. Domains are resolved to what they rest on; `sql` keeps the name to cast to. */
export type CatalogType =
  | {
      readonly kind: 'base';
      readonly name: string;
      readonly sql: string;
      /** Its equality where that is not PostgreSQL's own (citext). */
      readonly operatorSchema?: string;
    }
  | { readonly kind: 'enum'; readonly schema: string; readonly name: string; readonly sql: string }
  | CatalogArray
  | CatalogRange
  | { readonly kind: 'multirange'; readonly range: CatalogRange; readonly sql: string }
  | { readonly kind: 'composite'; readonly schema: string; readonly name: string; readonly sql: string }
  /**
   * Anything that has no GraphQL type of its own: read and written as text by cast. `isOrdered`: PostgreSQL itself
   * knows what is equal and what comes first (a default btree operator class).
   */
  | {
      readonly kind: 'other';
      readonly name: string;
      readonly sql: string;
      readonly isOrdered: boolean;
      readonly operatorSchema?: string;
    };

/** Of any number of dimensions to PostgreSQL, which keeps what was declared for show: `dimensions`, at least 1. */
export interface CatalogArray {
  readonly kind: 'array';
  readonly element: CatalogType;
  readonly sql: string;
  readonly dimensions: number;
  /** Between the items of the text: a comma, but for boxes and some types of extensions. */
  readonly delimiter: string;
}

/** One of PostgreSQL's own ranges; others are text. */
export interface CatalogRange {
  readonly kind: 'range';
  readonly bound: { readonly kind: 'base'; readonly name: string; readonly sql: string };
  readonly sql: string;
}

export interface CatalogComposite {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  /** In the order of the type. */
  readonly attributes: readonly CatalogAttribute[];
}

export interface CatalogAttribute {
  readonly name: string;
  readonly type: CatalogType;
  readonly comment: string | null;
}

export interface CatalogEnum {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  /** In the order of the type. */
  readonly labels: readonly string[];
}
