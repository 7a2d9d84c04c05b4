import { tableNamed, type Kind, type ModelTable } from './model-schema.js';
import type { Caller, Filter } from './model-world.js';
import { partsOf } from './occurrences.js';

/* Rules and narrowings: what the caller's own values make of them. */

export type Bound =
  | { readonly state: 'open'; readonly filter: Filter }
  /** Something that it takes from the caller is missing or of another type: all of the rule admits nothing. */
  | { readonly state: 'closed' }
  /** It does not fit the catalog. */
  | { readonly state: 'broken' };

export function bind(
  where: Filter,
  table: ModelTable,
  caller: Caller,
  /** A narrowing may name a table and leave all of it; a rule that limits nothing is a slip. */
  { mayBeEmpty }: { readonly mayBeEmpty: boolean } = { mayBeEmpty: false },
): Bound {
  if (!mayBeEmpty && Object.keys(where).length === 0) return { state: 'broken' };
  if (Object.values(where).some(hasEmpty)) return { state: 'broken' };
  const found = { isClosed: false, isBroken: false };
  const filter = bindFilter(where, table, (operand, kind, isList) => {
    const one = (item: unknown): unknown => {
      const value = valueOf(item, caller);
      if (!isOf(kind, value)) found[isVariable(item) ? 'isClosed' : 'isBroken'] = true;
      return value;
    };
    if (!isList) return one(operand);
    if (Array.isArray(operand)) return operand.map(one);
    const list = valueOf(operand, caller);
    if (Array.isArray(list) && list.every((item) => isOf(kind, item))) return list as unknown[];
    found.isClosed = true;
    return [];
  });
  if (filter === null || found.isBroken) return { state: 'broken' };
  return found.isClosed ? { state: 'closed' } : { state: 'open', filter };
}

/** An object without members, itself or in it, is a condition that somebody forgot. */
function hasEmpty(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const members = Object.values(json);
  return (members.length === 0 && !Array.isArray(json)) || members.some(hasEmpty);
}

type ReadOperand = (operand: unknown, kind: Kind, isList: boolean) => unknown;

/** Null where it names something that is not there. */
function bindFilter(filter: Filter, table: ModelTable, read: ReadOperand): Filter | null {
  const bound: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(filter)) {
    const kind = table.columns[name];
    const relation = table.relations[name];
    if (kind) bound[name] = bindOperands(member as Filter, kind, read);
    else if (relation && !relation.isToMany) {
      bound[name] = bindFilter(member as Filter, tableNamed(relation.target), read);
    } else if (relation) {
      const inner: Record<string, unknown> = {};
      for (const [quantifier, part] of Object.entries(member as Filter)) {
        inner[quantifier] =
          quantifier === 'count'
            ? bindOperands(part as Filter, 'int', read)
            : bindFilter(part as Filter, tableNamed(relation.target), read);
        if (inner[quantifier] === null) return null;
      }
      bound[name] = inner;
    } else if (name === 'not') bound[name] = bindFilter(member as Filter, table, read);
    else if (name === 'and' || name === 'or') {
      const parts = partsOf(member).map((part) => bindFilter(part, table, read));
      bound[name] = parts.includes(null) ? null : parts;
    } else return null;
    if (bound[name] === null) return null;
  }
  return bound;
}

function bindOperands(member: Filter, kind: Kind, read: ReadOperand): Filter {
  return Object.fromEntries(
    Object.entries(member).map(([operator, operand]) => [
      operator,
      read(operand, operator === 'isNull' ? 'bool' : kind, operator === 'in' || operator === 'notIn'),
    ]),
  );
}

function isVariable(operand: unknown): boolean {
  return typeof operand === 'string' && operand.startsWith('$') && !operand.startsWith('$$');
}

function valueOf(operand: unknown, { user, key }: Caller): unknown {
  if (typeof operand !== 'string') return operand;
  if (!isVariable(operand)) return operand.startsWith('$$') ? operand.slice(1) : operand;
  const facts = new Map<string, unknown>([
    ['$user.id', user.id],
    ['$user.email', user.email],
    ['$key.id', key.id],
    ['$key.tags', key.tags],
  ]);
  if (facts.has(operand)) return facts.get(operand);
  let value: unknown = user.attributes;
  for (const step of operand.split('.').slice(2)) {
    const isThere = typeof value === 'object' && value !== null && Object.keys(value).includes(step);
    value = isThere ? (value as Record<string, unknown>)[step] : undefined;
  }
  return value;
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'bool') return typeof value === 'boolean';
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
}
