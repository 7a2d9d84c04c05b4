import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { COUNT } from '../filters/filter-to-sql.js';
import { Parameter } from '../filters/parameter.js';
import { comparedType, operatorOf, operatorSchemaOf } from '../filters/shown-sql.js';
import type { ValueSource } from '../filters/value-source.js';
import { orderOf, readCursor, type CursorSealing } from './cursor.js';
import { isDescending, putsNullsFirst } from './order-sql.js';
import type { OrderTerm, RowsPlan } from './query-plan.js';

type Sql = RawBuilder<unknown>;

/** The rows between the cursors of a page, as a condition; `refs` refer to what each term orders by. Null: all. */
export function cursorSql(rows: RowsPlan, refs: readonly Sql[], sealing: CursorSealing): Sql | null {
  const { limit, orderBy, path } = rows;
  if (limit.kind !== 'page') return null;
  const order = orderOf(rows);
  const beyond = (source: ValueSource, side: 'after' | 'before'): Sql => {
    const open = openOnce(sealing, order, `${path}.${side}`);
    const bounds = orderBy.map((term, index): Bound => {
      const read = (cursor: unknown) => open(cursor)[index] ?? null;
      const ref = refs[index];
      if (!ref) throw new Error(`The order of ${path} has a term without SQL.`);
      const isAbove = (side === 'after') !== isDescending(term.direction);
      // What is null comes after all else, or before it.
      const nullsAreBeyond = (side === 'after') !== putsNullsFirst(term.direction);
      return {
        ref,
        value: () => sql`${new Parameter(source, read)}::${sql.raw(comparedType(typeOf(term)))}`,
        operator: (symbol) => operatorOf(typeOf(term), symbol),
        isAbove,
        // An operator of another schema cannot stand in a comparison of rows.
        isPlain: operatorSchemaOf(typeOf(term)) === null,
        isNullable: !isNeverNull(term),
        nullsAreBeyond,
      };
    });
    return beyondAll(bounds);
  };
  const parts = [
    ...(limit.after ? [beyond(limit.after, 'after')] : []),
    ...(limit.before ? [beyond(limit.before, 'before')] : []),
  ];
  return parts.length === 0 ? null : sql`(${sql.join(parts, sql` and `)})`;
}

/** Every parameter of a condition asks for its part of the same cursor. */
function openOnce(
  sealing: CursorSealing,
  order: string,
  field: string,
): (cursor: unknown) => readonly (string | null)[] {
  let last: { readonly cursor: unknown; readonly values: readonly (string | null)[] } | null = null;
  return (cursor) => {
    if (last === null || last.cursor !== cursor)
      last = { cursor, values: readCursor(sealing, order, cursor, field) };
    return last.values;
  };
}

interface Bound {
  readonly ref: Sql;
  readonly value: () => Sql;
  readonly operator: (symbol: Parameters<typeof operatorOf>[1]) => Sql;
  readonly isAbove: boolean;
  readonly isPlain: boolean;
  readonly isNullable: boolean;
  readonly nullsAreBeyond: boolean;
}

function beyondAll(bounds: readonly Bound[]): Sql {
  const [first, ...others] = bounds;
  if (!first) throw new Error('Rows without an order have no cursors.');
  const isUniform = bounds.every(
    (bound) => bound.isPlain && !bound.isNullable && bound.isAbove === first.isAbove,
  );
  const symbol = first.isAbove ? '>' : '<';
  // An index serves a comparison of rows, and one bound on the first column.
  if (isUniform) {
    if (others.length === 0) return sql`${first.ref} ${first.operator(symbol)} ${first.value()}`;
    const refs = sql.join(bounds.map(({ ref }) => ref));
    return sql`(${refs}) ${sql.raw(symbol)} (${sql.join(bounds.map(({ value }) => value()))})`;
  }
  const cases = bounds.map((bound, index) => {
    const same = bounds.slice(0, index).map(equal);
    return sql`(${sql.join([...same, strictlyBeyond(bound)], sql` and `)})`;
  });
  const any = sql`(${sql.join(cases, sql` or `)})`;
  return first.isNullable
    ? any
    : sql`${first.ref} ${first.operator(`${symbol}=`)} ${first.value()} and ${any}`;
}

function equal({ ref, value, operator, isNullable }: Bound): Sql {
  const same = sql`${ref} ${operator('=')} ${value()}`;
  return isNullable ? sql`(${same} or (${ref} is null and ${value()} is null))` : same;
}

function strictlyBeyond({ ref, value, operator, isAbove, isNullable, nullsAreBeyond }: Bound): Sql {
  const beyond = sql`${ref} ${operator(isAbove ? '>' : '<')} ${value()}`;
  if (!isNullable) return beyond;
  return nullsAreBeyond
    ? sql`(${beyond} or (${ref} is null and ${value()} is not null))`
    : sql`(${beyond} or (${ref} is not null and ${value()} is null))`;
}

function isNeverNull({ hops, by }: OrderTerm): boolean {
  if (by.kind === 'count') return hops.length === 0;
  return hops.length === 0 && by.column.source.notNull;
}

function typeOf({ by }: OrderTerm): CatalogType {
  return by.kind === 'count' ? COUNT : by.column.source.type;
}
