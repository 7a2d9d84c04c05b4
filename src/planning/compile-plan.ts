import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { elementOf } from '../catalog/scalar.js';
import { columnRef, comparableRef, filterToSql } from '../filters/filter-to-sql.js';
import { Parameter } from '../filters/parameter.js';
import { BadUserInput, PosternError } from '../foundation/postern-error.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import { compileSql } from './compile-sql.js';
import type { LimitPlan, OrderDirection, OrderTerm, QueryPlan, RootPlan, RowsPlan } from './query-plan.js';
import { createRowWriter, type RowWriter } from './row-writer.js';

/** One statement of an operation: prepared by name once a connection, bound to values for each run. */
export interface CompiledStatement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** A plan ready to run: statements, and how each root of the answer is written from their rows. */
export interface CompiledOperation {
  readonly statements: readonly CompiledStatement[];
  /** In the order of the answer. */
  readonly roots: readonly CompiledRoot[];
}

export type CompiledRoot =
  | {
      readonly kind: 'rows';
      readonly key: string;
      readonly single: boolean;
      /** Index into `statements`. */
      readonly statement: number;
      readonly write: RowWriter;
      /** Rows shown; one more was asked for, to know whether there are more. Null: all that came. */
      readonly shown: number | null;
    }
  | Exclude<RootPlan, { readonly kind: 'rows' }>;

export function compilePlan(plan: QueryPlan): CompiledOperation {
  const statements: CompiledStatement[] = [];
  const roots = plan.roots.map((root): CompiledRoot => {
    if (root.kind !== 'rows') return root;
    const statement = statements.push(compileRows(root.rows, root.key)) - 1;
    const { limit, output } = root.rows;
    const shown = limit.kind === 'default' ? limit.rows : null;
    return {
      kind: 'rows',
      key: root.key,
      single: root.single,
      statement,
      write: createRowWriter(output),
      shown,
    };
  });
  return { statements, roots };
}

const ALIAS = 't';

function compileRows(rows: RowsPlan, key: string): CompiledStatement {
  const { schema, name } = rows.table.source;
  const columns = rows.output.flatMap((plan) => (plan.kind === 'column' ? [outputRef(plan.column)] : []));
  const query = sql`select ${columns.length > 0 ? sql.join(columns) : sql`1`} from ${sql.id(schema, name)} as ${sql.id(ALIAS)}${
    rows.where ? sql` where ${filterToSql(rows.where, ALIAS)}` : sql``
  }${orderSql(rows.orderBy)}${limitSql(rows.limit, `${key}.limit`)}${
    rows.offset
      ? sql` offset ${new Parameter(rows.offset, (value) => checkOffset(value, `${key}.offset`))}::int8`
      : sql``
  }`;
  const { text, parameters } = compileSql(query);
  // PostgreSQL cuts names at 63 bytes; the digest keeps two statements from sharing one.
  return {
    name: `postern_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`,
    text,
    parameters,
  };
}

/** Arrays of some types (box, PostGIS' geometry) have separators of their own; as arrays of text they have commas. */
function outputRef(column: NamedColumn): RawBuilder<unknown> {
  const ref = columnRef(column, ALIAS);
  const { type } = column.source;
  if (type.kind !== 'array') return ref;
  const element = elementOf(type);
  // The cast would add "/32" to addresses; see comparableRef.
  return element.kind === 'other' && element.sql !== 'pg_catalog.inet' ? sql`${ref}::text[]` : ref;
}

const directionSql: Readonly<Record<OrderDirection, RawBuilder<unknown>>> = {
  ASC: sql`asc`,
  DESC: sql`desc`,
  ASC_NULLS_FIRST: sql`asc nulls first`,
  ASC_NULLS_LAST: sql`asc nulls last`,
  DESC_NULLS_FIRST: sql`desc nulls first`,
  DESC_NULLS_LAST: sql`desc nulls last`,
};

function orderSql(terms: readonly OrderTerm[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql``;
  const parts = terms.map(
    ({ column, direction }) => sql`${comparableRef(column, ALIAS)} ${directionSql[direction]}`,
  );
  return sql` order by ${sql.join(parts)}`;
}

function limitSql(limit: LimitPlan, path: string): RawBuilder<unknown> {
  switch (limit.kind) {
    case 'one':
      return sql``;
    case 'given':
      return sql` limit ${new Parameter(limit.source, (value) => checkLimit(value, limit.max, path))}::int8`;
    case 'default':
      return sql` limit ${sql.lit(limit.rows + 1)}`;
  }
}

function checkLimit(value: unknown, max: number, path: string): number {
  if (typeof value !== 'number' || value < 0) {
    throw new BadUserInput([{ field: path, message: 'must be 0 or more.' }]);
  }
  if (value > max) {
    const sentence = `${path} is ${value}, and this database gives at most ${max} rows at once. Read further rows in pages.`;
    throw new PosternError('LIMIT_EXCEEDED', sentence, { field: path, max });
  }
  return value;
}

function checkOffset(value: unknown, path: string): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw new BadUserInput([{ field: path, message: 'must be 0 or more.' }]);
}
