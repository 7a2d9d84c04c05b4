import type { CatalogColumn, CatalogEnum, CatalogTable } from '../catalog/catalog.js';

/** A catalog with its GraphQL names: what schema, planner and capabilities work on. Immutable. */
export interface NamedCatalog {
  readonly fingerprint: string;
  /** In the order of the catalog. */
  readonly tables: readonly NamedTable[];
  readonly enums: readonly NamedEnum[];
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
}

export interface NamedColumn {
  /** Name-lock id, such as `c345`. */
  readonly id: string;
  readonly source: CatalogColumn;
  /** `releaseYear`: the field and the column's name in a capability. */
  readonly name: string;
  /** `RELEASE_YEAR`: the value in `<Type>Column`. */
  readonly enumValue: string;
  /** It came when its table was known already: guarded, unless the database's settings say otherwise. */
  readonly appearedLater: boolean;
  /** Set where the type, or the array's element type, is an enum. */
  readonly enumType: NamedEnum | null;
}

export interface NamedEnum {
  readonly id: string;
  readonly source: CatalogEnum;
  readonly typeName: string;
  /** One for each label, in its order. */
  readonly values: readonly NamedEnumValue[];
}

export interface NamedEnumValue {
  readonly name: string;
  readonly label: string;
}
