import { sql, type RawBuilder } from 'kysely';
import {
  columnRef,
  comparableRef,
  joinCondition,
  relatedCount,
  sightToSql,
  type FilterScope,
} from '../filters/filter-to-sql.js';
import type { Occurrence } from '../filters/occurrence.js';
import type { NamedRelation } from '../naming/named-catalog.js';
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

const reversed: Readonly<Record<OrderDirection, OrderDirection>> = {
  ASC: 'DESC',
  DESC: 'ASC',
  ASC_NULLS_FIRST: 'DESC_NULLS_LAST',
  ASC_NULLS_LAST: 'DESC_NULLS_FIRST',
  DESC_NULLS_FIRST: 'ASC_NULLS_LAST',
  DESC_NULLS_LAST: 'ASC_NULLS_FIRST',
};

export function isDescending(direction: OrderDirection): boolean {
  return direction.startsWith('DESC');
}

/** Without a word on nulls PostgreSQL takes them for greater than all else. */
export function putsNullsFirst(direction: OrderDirection): boolean {
  return direction === 'DESC' || direction.endsWith('NULLS_FIRST');
}

/** ` order by …`, or nothing; `refs` refer to what each term orders by. */
export function orderSql(
  terms: readonly { readonly direction: OrderDirection }[],
  refs: readonly Sql[],
  isReversed = false,
  /** What comes before all terms, ascending. */
  before: readonly Sql[] = [],
): Sql {
  const parts = terms.map(({ direction }, index) => {
    return sql`${refs[index]} ${directionSql[isReversed ? reversed[direction] : direction]}`;
  });
  const all = [...before, ...parts];
  return all.length === 0 ? sql`` : sql` order by ${sql.join(all)}`;
}

/** What terms order rows of `alias` by, and the joins that their relations need. */
export function orderRefs(
  terms: readonly OrderTerm[],
  alias: string,
  scope: FilterScope,
): { readonly joins: Sql; readonly refs: readonly Sql[] } {
  const joins: Sql[] = [];
  const refs = terms.map(({ hops, by }) => {
    let from = alias;
    for (const { relation, occurrence } of hops) {
      const target = scope.nextAlias();
      joins.push(leftJoin(relation, occurrence, from, target, scope));
      from = target;
    }
    if (by.kind === 'column') return comparableRef(by.column, from);
    const count = relatedCount(by.relation, scope.sight(by.occurrence), from, scope);
    // Without a row on the way there is nothing to count.
    const [last] = hops.slice(-1);
    return last ? sql`case when ${presence(last.relation, from)} then ${count} end` : count;
  });
  return { joins: sql.join(joins, sql``), refs };
}

/** ` left join …`: the row that a to-one relation leads to, where it may be seen. */
export function leftJoin(
  relation: NamedRelation,
  occurrence: Occurrence,
  from: string,
  target: string,
  scope: FilterScope,
  ownRef: Parameters<typeof joinCondition>[2] = (own) => columnRef(own, from),
): Sql {
  const { schema, name } = relation.target.source;
  const linked = joinCondition(relation, target, ownRef);
  const visible = sightToSql(scope.sight(occurrence), target, scope);
  return sql` left join ${sql.id(schema, name)} as ${sql.id(target)} on ${linked}${visible ? sql` and ${visible}` : sql``}`;
}

/** The foreign key found it by this column, so it is null exactly where there is no row. */
function presence(relation: NamedRelation, alias: string): Sql {
  const [column] = relation.targetColumns;
  if (!column) throw new Error(`The relation ${relation.name} has no columns.`);
  return sql`${columnRef(column, alias)} is not null`;
}
