import type { ComparisonName, Filter, RowCondition } from './filter.js';
import type { ValueSource } from './value-source.js';

/** What the values of a filter are called, by slot. */
export type SlotWords = (slot: string) => string;

/** A filter as half a sentence for people that goes on from "rows where": `ownerEmail equals the user's e-mail`. */
export function filterInWords(filter: Filter, slotWords: SlotWords): string {
  const value = (source: ValueSource) => sourceInWords(source, slotWords);
  switch (filter.kind) {
    case 'and':
      return junction(filter.filters, 'and', 'anything holds', slotWords);
    case 'or':
      return junction(filter.filters, 'or', 'nothing holds', slotWords);
    case 'not':
      return `it does not hold that (${filterInWords(filter.filter, slotWords)})`;
    case 'isNull':
      return `${subject(filter, slotWords)} ${nullInWords(filter.operand, slotWords)}`;
    case 'compare':
      return `${subject(filter, slotWords)} ${comparisonInWords(filter.operator, filter.operand, slotWords)}`;
    case 'relation': {
      const inner = `${filterInWords(filter.filter, slotWords)}${seenInWords(filter.seen, slotWords)}`;
      return `${beginnings[filter.quantifier](filter.relation.name)} ${inner}`;
    }
    case 'count': {
      const counted = `the number of ${filter.relation.name}${seenInWords(filter.seen, slotWords)}`;
      return `${counted} ${phrases[filter.operator]} ${value(filter.operand)}`;
    }
  }
}

function subject(
  { column, part }: Extract<Filter, { kind: 'compare' | 'isNull' }>,
  slotWords: SlotWords,
): string {
  if (part === undefined) return column.name;
  return part.kind === 'length'
    ? `the length of ${column.name}`
    : `${column.name} at ${sourceInWords(part.at, slotWords)}`;
}

function comparisonInWords(operator: ComparisonName, operand: ValueSource, slotWords: SlotWords): string {
  if (operator !== 'exists' && operator !== 'isEmpty') {
    return `${phrases[operator]} ${sourceInWords(operand, slotWords)}`;
  }
  const state = operator === 'exists' ? 'there' : 'empty';
  if (operand.kind !== 'constant')
    return `is ${state} exactly if ${sourceInWords(operand, slotWords)} is true`;
  return operand.value === true ? `is ${state}` : `is not ${state}`;
}

const phrases: Readonly<Record<Exclude<ComparisonName, 'exists' | 'isEmpty'>, string>> = {
  eq: 'equals',
  neq: 'differs from',
  in: 'is one of',
  notIn: 'is none of',
  lt: 'is less than',
  lte: 'is at most',
  gt: 'is greater than',
  gte: 'is at least',
  like: 'has the pattern',
  notLike: 'does not have the pattern',
  ilike: 'has the pattern (of any case)',
  notIlike: 'does not have the pattern (of any case)',
  startsWith: 'starts with',
  endsWith: 'ends with',
  contains: 'contains',
  similar: 'is similar to',
  regex: 'matches',
  iregex: 'matches (in any case)',
  search: 'has the words',
  containedBy: 'is contained by',
  overlaps: 'overlaps',
  hasKey: 'has the key',
  hasAnyKey: 'has one of the keys',
  hasAllKeys: 'has all of the keys',
  containsRange: 'contains all of',
  strictlyLeft: 'ends before',
  strictlyRight: 'begins after',
  adjacentTo: 'is next to',
};

const beginnings: Readonly<
  Record<Extract<Filter, { kind: 'relation' }>['quantifier'], (name: string) => string>
> = {
  one: (name) => `it has a ${name} where`,
  some: (name) => `it has some ${name} where`,
  none: (name) => `it has no ${name} where`,
  every: (name) => `for every ${name} of it`,
};

function junction(
  filters: readonly Filter[],
  word: 'and' | 'or',
  whenEmpty: string,
  slotWords: SlotWords,
): string {
  const parts = filters.map((filter) => {
    const words = filterInWords(filter, slotWords);
    const isJoined = filter.kind === 'and' || filter.kind === 'or' || filter.kind === 'relation';
    return isJoined && filters.length > 1 ? `(${words})` : words;
  });
  return parts.length === 0 ? whenEmpty : parts.join(` ${word} `);
}

/** Rows that count at all, where that was decided with the filter. */
function seenInWords(seen: RowCondition | undefined, slotWords: SlotWords): string {
  if (seen === undefined || seen.kind === 'all') return '';
  return seen.kind === 'none'
    ? ' (of which none is to be seen)'
    : ` (seen only where ${filterInWords(seen.filter, slotWords)})`;
}

function nullInWords(operand: ValueSource, slotWords: SlotWords): string {
  if (operand.kind !== 'constant') return `is null exactly if ${sourceInWords(operand, slotWords)} is true`;
  return operand.value === true ? 'is null' : 'is not null';
}

function sourceInWords(source: ValueSource, slotWords: SlotWords): string {
  switch (source.kind) {
    case 'constant':
      return JSON.stringify(source.value);
    case 'list':
      return `[${source.items.map((item) => sourceInWords(item, slotWords)).join(', ')}]`;
    case 'object': {
      const members = source.members.map(([name, member]) => `${name}: ${sourceInWords(member, slotWords)}`);
      return `{ ${members.join(', ')} }`;
    }
    case 'variable':
      return `$${source.path.join('.')}`;
    case 'derived':
      return sourceInWords(source.from, slotWords);
    case 'caller':
      return slotWords(source.slot);
    case 'now':
      return 'the time of the request';
  }
}
