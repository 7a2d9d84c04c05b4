import { sql, type RawBuilder } from 'kysely';
import { comparable } from '../filters/filter-to-sql.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import type { OrderDirection, OrderTerm } from './query-plan.js';

type Sql = RawBuilder<unknown>;

const directionSql: Readonly<Record<OrderDirection, Sql>> = {
  ASC: sql`asc`,
  DESC: sql`desc`,
  ASC_NULLS_FIRST: sql`asc nulls first`,
  ASC_NULLS_LAST: sql`asc nulls last`,
  DESC_NULLS_FIRST: sql`desc nulls first`,
  DESC_NULLS_LAST: sql`desc nulls last`,
};

/** ` order by …`, or nothing; `ref` refers to a column. */
export function orderSql(terms: readonly OrderTerm[], ref: (column: NamedColumn) => Sql): Sql {
  if (terms.length === 0) return sql``;
  const parts = terms.map(
    ({ column, direction }) => sql`${comparable(column, ref(column))} ${directionSql[direction]}`,
  );
  return sql` order by ${sql.join(parts)}`;
}
