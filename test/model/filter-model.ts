import { tableNamed, type ModelRelation, type ModelTable } from './model-schema.js';
import type { Filter, Row, Value, World } from './model-world.js';
import { filterColumns, innersOf, partsOf, relationOf } from './occurrences.js';

/* The filter language of the design (§4): true, false or (null) unknown, as in SQL. */

/** Which rows an occurrence with these columns gets to see. */
export type Sees = (table: string, columns: ReadonlySet<string>, row: Row) => boolean;
export const fullSight: Sees = () => true;

type Truth = boolean | null;

export function holds(world: World, filter: Filter, table: ModelTable, row: Row, sees: Sees): Truth {
  const parts = Object.entries(filter).map(([name, member]): Truth => {
    const inner = () => partsOf(member).map((part) => holds(world, part, table, row, sees));
    if (name in table.columns) {
      return all(
        Object.entries(member as Filter).map(([op, operand]) => compare(op, row[name] ?? null, operand)),
      );
    }
    if (name in table.relations) {
      return relates(world, relationOf(table, name), member as Filter, row, sees);
    }
    if (name === 'and') return all(inner());
    if (name === 'or') return any(inner());
    return negate(inner()[0] ?? null);
  });
  return all(parts);
}

function relates(world: World, relation: ModelRelation, member: Filter, row: Row, sees: Sees): Truth {
  const target = tableNamed(relation.target);
  const parts = innersOf(relation, member).map(({ quantifier, filter }): Truth => {
    const columns = new Set([...relation.targetColumns, ...filterColumns(target, filter)]);
    const seen = relatedRows(world, relation, row).filter((candidate) =>
      sees(target.name, columns, candidate),
    );
    if (quantifier === 'count') {
      const operands = Object.entries(member['count'] as Filter);
      return all(operands.map(([op, operand]) => compare(op, seen.length, operand)));
    }
    const count = seen.filter((candidate) => holds(world, filter, target, candidate, sees) === true).length;
    if (quantifier === 'none') return count === 0;
    return quantifier === 'every' ? count === seen.length : count > 0;
  });
  return all(parts);
}

function all(parts: readonly Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

function any(parts: readonly Truth[]): Truth {
  return parts.includes(true) ? true : parts.includes(null) ? null : false;
}

function negate(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function compare(operator: string, value: Value, operand: unknown): Truth {
  if (operator === 'isNull') return (value === null) === operand;
  if (operator === 'in') return any((operand as Value[]).map((item) => compare('eq', value, item)));
  if (operator === 'notIn') return negate(compare('in', value, operand));
  if (value === null) return null;
  const other = operand as NonNullable<Value>;
  switch (operator) {
    case 'eq':
      return value === other;
    case 'neq':
      return value !== other;
    case 'lt':
      return value < other;
    case 'lte':
      return value <= other;
    case 'gt':
      return value > other;
    case 'gte':
      return value >= other;
    case 'startsWith':
      return String(value).startsWith(String(other));
    case 'endsWith':
      return String(value).endsWith(String(other));
    case 'contains':
      return String(value).includes(String(other));
    case 'like':
      return isLike(String(value), String(other));
    case 'notLike':
      return !isLike(String(value), String(other));
    case 'ilike':
      return isLike(String(value).toLowerCase(), String(other).toLowerCase());
    default:
      throw new Error(`The model does not know ${operator}.`);
  }
}

function isLike(text: string, pattern: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first === '%') return isLike(text, rest) || (text !== '' && isLike(text.slice(1), pattern));
  if (text === '') return false;
  if (first === '\\')
    return rest !== '' && text.startsWith(rest.charAt(0)) && isLike(text.slice(1), rest.slice(1));
  return (first === '_' || text.startsWith(first)) && isLike(text.slice(1), rest);
}

/** A null on either side relates nothing, also in a key of several columns. */
export function relatedRows(world: World, relation: ModelRelation, row: Row): readonly Row[] {
  return (world.rows[relation.target] ?? []).filter((candidate) =>
    relation.columns.every((column, index) => {
      const value = row[column];
      return value !== null && value === candidate[relation.targetColumns[index] ?? ''];
    }),
  );
}
