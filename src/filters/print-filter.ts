import type { Filter, RowCondition, ValuePart } from './filter.js';
import type { ValueSource } from './value-source.js';

/**
 * A filter as JSON, by name, much as it was written: for people, and equal only for filters that become the same SQL
 * with the same parameters.
 */
export function printFilter(filter: Filter): unknown {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { [filter.kind]: filter.filters.map(printFilter) };
    case 'not':
      return { not: printFilter(filter.filter) };
    case 'isNull':
      return { [filter.column.name]: ofPart(filter.part, { isNull: printSource(filter.operand) }) };
    case 'compare':
      return {
        [filter.column.name]: ofPart(filter.part, { [filter.operator]: printSource(filter.operand) }),
      };
    case 'relation': {
      const inner = withSeen(printFilter(filter.filter), filter.seen);
      return {
        [filter.relation.name]: filter.quantifier === 'one' ? inner : { [filter.quantifier]: inner },
      };
    }
    case 'count':
      return {
        [filter.relation.name]: {
          count: withSeen({ [filter.operator]: printSource(filter.operand) }, filter.seen),
        },
      };
  }
}

function ofPart(part: ValuePart | undefined, comparison: object): unknown {
  if (part === undefined) return comparison;
  return part.kind === 'length'
    ? { length: comparison }
    : { path: { at: printSource(part.at), ...comparison } };
}

/** Rows that count at all, where that was decided with the filter. */
function withSeen(inner: unknown, seen: RowCondition | undefined): unknown {
  if (seen === undefined || seen.kind === 'all') return inner;
  return { visible: seen.kind === 'none' ? 'none' : printFilter(seen.filter), and: [inner] };
}

/** What is no constant is an object, which no constant is. */
export function printSource(source: ValueSource): unknown {
  switch (source.kind) {
    case 'constant':
      return source.value;
    case 'list':
      return source.items.map(printSource);
    case 'object':
      return {
        object: Object.fromEntries(source.members.map(([name, member]) => [name, printSource(member)])),
      };
    case 'variable':
      return { variable: source.path.join('.') };
    case 'derived':
      return printSource(source.from);
    case 'caller':
      return { caller: source.slot };
    case 'now':
      return { now: true };
  }
}
