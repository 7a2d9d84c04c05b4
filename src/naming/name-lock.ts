/**
 * The memory of names once issued. Kept in the control plane for each database; adding a table, a column or a
 * foreign key never renames anything that stands here.
 */
export interface NameLock {
  readonly entries: readonly NameLockEntry[];
}

export type LockedKind = 'table' | 'column' | 'enum' | 'enumValue' | 'relation' | 'composite' | 'attribute';

export interface NameLockEntry {
  /** `t12`, `c345`, `e6`, `v78`, `r9`, `m3`, `a12`: unique within the database, never used again for something else. */
  readonly id: string;
  readonly kind: LockedKind;
  /**
   * Where it stands in the database: `[schema, table]`, `[schema, table, column]`, `[schema, enum]`,
   * `[schema, enum, label]`, `[schema, composite]`, `[schema, composite, attribute]`, `[schema, table, 'forward' | 'backward', foreign key]`, where the table is the one that
   * has the field, and the foreign key is a text of JSON.
   */
  readonly path: readonly string[];
  /** The GraphQL name issued: `filmActor`, `releaseYear`, `MpaaRating`, `PG_13`, `language`. */
  readonly name: string;
  /**
   * A column that came when its table was known already, or a table that came when the database was: whoever granted
   * the table, or everything, did not know of it.
   */
  readonly appearedLater: boolean;
}
