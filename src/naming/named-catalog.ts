import type {
  CatalogAttribute,
  CatalogColumn,
  CatalogComposite,
  CatalogEnum,
  CatalogTable,
} from '../catalog/catalog.js';

/** A catalog with its GraphQL names: what schema, planner and capabilities work on. Immutable. */
export interface NamedCatalog {
  readonly fingerprint: string;
  /** In the order of the catalog. */
  readonly tables: readonly NamedTable[];
  readonly enums: readonly NamedEnum[];
  readonly composites: readonly NamedComposite[];
}

export interface NamedTable {
  /** Name-lock id, such as `t12`: stable for ever, never shown to callers. Capabilities are stored by it. */
  readonly id: string;
  readonly source: CatalogTable;
  /** `filmActor`: the field of a list, the stem of every other field, the table's name in a capability. */
  readonly name: string;
  /** `FilmActor`. */
  readonly typeName: string;
  readonly columns: readonly NamedColumn[];
  /** In the order of the key; null where there is none. */
  readonly primaryKey: readonly NamedColumn[] | null;
  /** Its other unique keys. */
  readonly uniqueKeys: readonly NamedKey[];
  /** What may be counted and calculated of it; null: nothing. All columns, until the catalog is restricted. */
  readonly aggregate: { readonly columns: readonly NamedColumn[] } | null;
  /** What makes an order total: the primary key, also for somebody who may not read all of it. */
  readonly orderKey: readonly NamedColumn[];
  /** It came when the database was known already: whoever granted all of its tables did not know of this one. */
  readonly appearedLater: boolean;
  /** Forward ones in the order of the foreign keys, then backward ones in the order of the catalog. */
  readonly relations: readonly NamedRelation[];
}

export interface NamedKey {
  /** `filmByTitleAndYear`: the field that finds a row by it. */
  readonly name: string;
  /** In the order of the key. */
  readonly columns: readonly NamedColumn[];
}

/** One side of a foreign key, as a field of the table. `columns[i]` of this table equals `targetColumns[i]`. */
export interface NamedRelation {
  /** Name-lock id, such as `r12`. */
  readonly id: string;
  /** `language`: the field. With `Aggregate` and `Connection` behind it, it is this relation's too. */
  readonly name: string;
  /** `forward` from the table that has the foreign key, `backward` to it. */
  readonly direction: 'forward' | 'backward';
  readonly isToMany: boolean;
  /** Of the same catalog: the very object in its `tables`. */
  readonly target: NamedTable;
  readonly columns: readonly NamedColumn[];
  readonly targetColumns: readonly NamedColumn[];
}

/** The named type of a value, or of an array's items; both are null where it has a scalar or is a range. */
export interface NamedTypes {
  readonly enumType: NamedEnum | null;
  readonly compositeType: NamedComposite | null;
}

export interface NamedColumn extends NamedTypes {
  /** Name-lock id, such as `c345`. */
  readonly id: string;
  readonly source: CatalogColumn;
  /** `releaseYear`: the field and the column's name in a capability. */
  readonly name: string;
  /** `RELEASE_YEAR`: the value in `<Type>Column`. */
  readonly enumValue: string;
  /** It came when its table was known already: guarded, unless the database's settings say otherwise. */
  readonly appearedLater: boolean;
}

export interface NamedEnum {
  readonly id: string;
  readonly source: CatalogEnum;
  readonly typeName: string;
  /** One for each label, in its order. */
  readonly values: readonly NamedEnumValue[];
}

export interface NamedComposite {
  /** Name-lock id, such as `m3`. */
  readonly id: string;
  readonly source: CatalogComposite;
  readonly typeName: string;
  /** In the order of the type. */
  readonly attributes: readonly NamedAttribute[];
}

export interface NamedAttribute extends NamedTypes {
  readonly name: string;
  readonly source: CatalogAttribute;
}

export interface NamedEnumValue {
  readonly name: string;
  readonly label: string;
}
