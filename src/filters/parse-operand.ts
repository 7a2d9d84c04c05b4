import type { FilterReading, OperandType, ParsedFilter } from './filter-reading.js';
import type { InputTree } from './input-tree.js';
import type { OperandKind } from './operators.js';
import type { ValueSource } from './value-source.js';

export type ParsedOperand =
  { readonly kind: 'parsed'; readonly value: ValueSource } | Extract<ParsedFilter, { kind: 'refused' }>;

/** From the tree of one operand to where its values come from. Null is refused but for what is inside of a value. */
export function parseOperand(
  tree: InputTree,
  type: OperandType,
  path: string,
  reading: Pick<FilterReading, 'readOperand' | 'refusesEmpty'>,
): ParsedOperand {
  if (tree.kind === 'null') {
    return refusedAt(path, 'must not be null. To find missing values, use { isNull: true }.');
  }
  switch (type.kind) {
    case 'json':
      return parseJson(tree, type, path, reading);
    case 'items':
      return parseItems(tree, type, path, reading);
    case 'range':
      return parseRange(tree, type, path, reading);
    case 'ranges':
      return parseList(tree, path, (item, place) =>
        parseRange(item, { ...type, kind: 'range' }, place, reading),
      );
    default:
      return parsePlain(tree, type, path, reading);
  }
}

type Reading = Parameters<typeof parseOperand>[3];

function parsePlain(tree: InputTree, type: OperandType, path: string, reading: Reading): ParsedOperand {
  if (type.kind === 'jsons' && tree.kind === 'list' && !tree.items.some(({ kind }) => kind === 'null')) {
    return parseList(tree, path, (item, place) => parseJson(item, { ...type, kind: 'json' }, place, reading));
  }
  if (tree.kind === 'list' && tree.items.length > 0) return refusedAt(path, 'must not contain null.');
  if (tree.kind === 'object' || tree.kind === 'null') return refusedAt(path, 'must be a value.');
  const source: ValueSource = tree.kind === 'list' ? { kind: 'list', items: [] } : tree.source;
  return read(source, type, path, reading);
}

function read(source: ValueSource, type: OperandType, path: string, reading: Reading): ParsedOperand {
  const operand = reading.readOperand(source, type);
  return operand.kind === 'parsed' ? operand : refusedAt(path, operand.problem);
}

/** In an operation it is a scalar and has been read; in a rule it stands there as it is. */
function parseJson(tree: InputTree, type: OperandType, path: string, reading: Reading): ParsedOperand {
  if (tree.kind === 'leaf' && tree.source.kind !== 'list') return read(tree.source, type, path, reading);
  const isOpen = reading.refusesEmpty && tree.kind === 'object' && tree.fields.size === 0;
  if (isOpen) return refusedAt(path, 'has no member, and would be contained by every object.');
  return read({ kind: 'constant', value: jsonOf(tree) }, type, path, reading);
}

function jsonOf(tree: InputTree): unknown {
  switch (tree.kind) {
    case 'null':
      return null;
    case 'leaf':
      return jsonOfSource(tree.source);
    case 'list':
      return tree.items.map(jsonOf);
    case 'object':
      // Not by assignment: a member may be called "__proto__".
      return Object.fromEntries([...tree.fields].map(([name, member]) => [name, jsonOf(member)]));
  }
}

function jsonOfSource(source: ValueSource): unknown {
  if (source.kind === 'list') return source.items.map(jsonOfSource);
  if (source.kind !== 'constant') throw new Error('A JSON value holds something else than constants.');
  return source.value;
}

function parseItems(tree: InputTree, type: OperandType, path: string, reading: Reading): ParsedOperand {
  const isRanges =
    type.column?.source.type.kind === 'array' && type.column.source.type.element.kind === 'range';
  const inner = (item: InputTree, place: string): ParsedOperand => {
    if (item.kind === 'null') return { kind: 'parsed', value: { kind: 'constant', value: null } };
    if (isRanges) return parseRange(item, { ...type, kind: 'range' }, place, reading);
    return item.kind === 'list' || (item.kind === 'leaf' && item.source.kind === 'list')
      ? parseList(item, place, inner)
      : parsePlain(item, { ...type, kind: 'value' }, place, reading);
  };
  if (tree.kind === 'leaf' && tree.source.kind !== 'list') return read(tree.source, type, path, reading);
  return parseList(tree, path, inner);
}

function parseList(
  tree: InputTree,
  path: string,
  parseItem: (item: InputTree, path: string) => ParsedOperand,
): ParsedOperand {
  const items = itemsOf(tree);
  if (items === null) return refusedAt(path, 'must be a list.');
  const sources: ValueSource[] = [];
  for (const [index, item] of items.entries()) {
    const part = parseItem(item, `${path}[${index}]`);
    if (part.kind === 'refused') return part;
    sources.push(part.value);
  }
  return { kind: 'parsed', value: { kind: 'list', items: sources } };
}

function itemsOf(tree: InputTree): readonly InputTree[] | null {
  if (tree.kind === 'list') return tree.items;
  if (tree.kind !== 'leaf' || tree.source.kind !== 'list') return null;
  return tree.source.items.map((source) =>
    source.kind === 'constant' && source.value === null ? { kind: 'null' } : { kind: 'leaf', source },
  );
}

const rangeMembers: ReadonlyMap<string, OperandKind> = new Map([
  ['lower', 'bound'],
  ['upper', 'bound'],
  ['lowerInclusive', 'boolean'],
  ['upperInclusive', 'boolean'],
  ['isEmpty', 'boolean'],
]);

/** A bound that is absent or null is open, as it is in an answer. */
function parseRange(tree: InputTree, type: OperandType, path: string, reading: Reading): ParsedOperand {
  if (tree.kind === 'null') return refusedAt(path, 'must not be null.');
  if (tree.kind !== 'object') return refusedAt(path, 'must be a range such as { lower: …, upper: … }.');
  const members: [string, ValueSource][] = [];
  for (const [name, member] of tree.fields) {
    const kind = rangeMembers.get(name);
    const place = `${path}.${name}`;
    if (kind === undefined) {
      return refusedAt(place, `is no member of a range. It has: ${[...rangeMembers.keys()].join(', ')}.`);
    }
    if (member.kind === 'null') continue;
    const part = parsePlain(member, { ...type, kind }, place, reading);
    if (part.kind === 'refused') return part;
    members.push([name, part.value]);
  }
  return { kind: 'parsed', value: { kind: 'object', members } };
}

function refusedAt(field: string, problem: string): Extract<ParsedFilter, { kind: 'refused' }> {
  return { kind: 'refused', field, problem };
}
