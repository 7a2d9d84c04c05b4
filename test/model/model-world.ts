/** What the model is about: rows in memory, who asks, and what is asked. */

export type Value = number | string | boolean | null;
export type Row = Readonly<Record<string, Value>>;
/** In the API's own filter language. */
export type Filter = Readonly<Record<string, unknown>>;

export interface Caller {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  };
  readonly key: { readonly id: string; readonly tags: readonly string[] };
  readonly groups: readonly {
    readonly grants: readonly string[];
    readonly rules: readonly { readonly table: string; readonly verb: string; readonly where: Filter }[];
  }[];
  /** Null: everything that the groups grant. */
  readonly subset: readonly string[] | null;
  readonly narrowing: {
    readonly tables: Readonly<Record<string, Filter>>;
    readonly otherTables: 'NONE' | 'ALL';
  } | null;
}

export interface World {
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** `worker.email`. */
  readonly guarded: readonly string[];
  readonly defaultLimit: number;
}

export interface Arguments {
  readonly where?: Filter;
  readonly orderBy?: readonly { readonly column: string; readonly direction: string }[];
  readonly limit?: number;
  readonly offset?: number;
}

export interface Selection {
  /** Columns, or `__typename`. */
  readonly columns: readonly string[];
  readonly relations: readonly {
    readonly alias: string;
    readonly name: string;
    readonly args: Arguments;
    readonly selection: Selection;
  }[];
}

export interface Root {
  readonly alias: string;
  readonly table: string;
  /** Null: a list. */
  readonly byKey: Row | null;
  readonly args: Arguments;
  readonly selection: Selection;
}

export type Operation = readonly Root[];
