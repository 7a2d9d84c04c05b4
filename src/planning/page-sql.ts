import { sql, type RawBuilder } from 'kysely';
import { Parameter } from '../filters/parameter.js';
import { BadUserInput, PosternError } from '../foundation/postern-error.js';
import type { LimitPlan, RowsPlan } from './query-plan.js';

type Sql = RawBuilder<unknown>;

/** ` limit … offset …` of a root. */
export function pageSql(rows: Paged): Sql {
  const limit = limitOf(rows.limit, rows.path);
  const offset = offsetOf(rows);
  return sql`${limit ? sql` limit ${limit}` : sql``}${offset ? sql` offset ${offset}` : sql``}`;
}

/** The same for the rows of each parent; `position` numbers them from 1. */
export function pageOfParent(rows: RowsPlan, position: Sql): Sql {
  const limit = limitOf(rows.limit, rows.path);
  if (!limit) throw new Error('A list below another has no limit.');
  const offset = offsetOf(rows);
  return offset
    ? sql`${position} > ${offset} and ${position} <= ${offset} + ${limit}`
    : sql`${position} <= ${limit}`;
}

type Paged = Pick<RowsPlan, 'limit' | 'offset' | 'path'>;

function limitOf(limit: LimitPlan, path: string): Sql | null {
  switch (limit.kind) {
    case 'one':
      return null;
    case 'given':
      return sql`${new Parameter(limit.source, (value) => checkLimit(value, limit.max, `${path}.limit`))}::int8`;
    case 'default':
      return sql.lit(limit.rows + 1);
    case 'page': {
      // One more than is shown tells whether there is a next page.
      const { size, isBackward, max } = limit;
      const field = `${path}.${isBackward ? 'last' : 'first'}`;
      if (!size) return sql.lit(limit.defaultSize + 1);
      return sql`${new Parameter(size, (value) => checkLimit(value, max, field) + 1)}::int8`;
    }
  }
}

function offsetOf({ offset, path }: Paged): Sql | null {
  return offset && sql`${new Parameter(offset, (value) => checkOffset(value, `${path}.offset`))}::int8`;
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
