import { sql, type RawBuilder } from 'kysely';

/** One thing that a list is sorted by; never null. The last one of an order must be unique. */
export interface SortKey<Row> {
  readonly expression: RawBuilder<unknown>;
  readonly type: 'text' | 'instant' | 'bigint';
  readonly direction: 'ASC' | 'DESC';
  /** The value of `expression` in this row, as PostgreSQL reads it back. */
  readonly valueOf: (row: Row) => string;
}

export type Order<Row> = readonly SortKey<Row>[];

/** A place in an order: the values of its sort keys there. */
export type Place = readonly string[];

/** The rows from a place on, within another bound, in an order that may be the list's reversed. Null: no bound. */
export interface Stretch<Row> {
  readonly order: Order<Row>;
  readonly after: Place | null;
  readonly before: Place | null;
}

export function placeOf<Row>(order: Order<Row>, row: Row): Place {
  return order.map(({ valueOf }) => valueOf(row));
}

export function reverse<Row>(order: Order<Row>): Order<Row> {
  return order.map((key) => ({ ...key, direction: key.direction === 'ASC' ? 'DESC' : 'ASC' }));
}

/** The same where the sort keys are to be had as `expressions`. */
export function orderedBy<Row>(
  stretch: Stretch<Row>,
  expressions: readonly RawBuilder<unknown>[],
): Stretch<Row> {
  const order = stretch.order.map((key, index) => ({
    ...key,
    expression: expressions[index] ?? key.expression,
  }));
  return { ...stretch, order };
}

/** After ORDER BY; `column` is what a sort key is called where this stands, its own expression when absent. */
export function orderBy<Row>(
  order: Order<Row>,
  column: (index: number) => RawBuilder<unknown> = (index) => order[index]?.expression ?? sql`NULL`,
): RawBuilder<unknown> {
  return sql.join(order.map(({ direction }, index) => sql`${column(index)} ${sql.raw(direction)}`));
}

export function boundsOf<Row>({ order, after, before }: Stretch<Row>): readonly RawBuilder<unknown>[] {
  return [
    ...(after === null ? [] : [beyond(order, after)]),
    ...(before === null ? [] : [beyond(reverse(order), before)]),
  ];
}

/** Rows that come after the place with these values. */
function beyond<Row>(order: Order<Row>, values: Place): RawBuilder<unknown> {
  const parameters = order.map(({ type }, index) => sql`${values[index]}::${sql.raw(sqlTypes[type])}`);
  const [firstKey] = order;
  if (firstKey === undefined || order.every(({ direction }) => direction === firstKey.direction)) {
    // One comparison of rows is what an index can answer.
    const keys = sql.join(order.map(({ expression }) => expression));
    return sql`(${keys}) ${comparisonOf(firstKey)} (${sql.join(parameters)})`;
  }
  const steps = order.map((key, index) =>
    all([
      ...order.slice(0, index).map(({ expression }, earlier) => sql`${expression} = ${parameters[earlier]}`),
      sql`${key.expression} ${comparisonOf(key)} ${parameters[index]}`,
    ]),
  );
  // The first says no more than the others together, and an index can begin there.
  return sql`(${firstKey.expression} ${comparisonOf(firstKey)}= ${parameters[0]} AND (${sql.join(steps, sql` OR `)}))`;
}

const sqlTypes = { text: 'text', instant: 'timestamptz', bigint: 'bigint' } as const;

function comparisonOf(key: Pick<SortKey<never>, 'direction'> | undefined): RawBuilder<unknown> {
  return key?.direction === 'DESC' ? sql`<` : sql`>`;
}

export function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  if (conditions.length === 0) return sql`true`;
  return sql`(${sql.join(conditions, sql` AND `)})`;
}
