import { elementOf, scalarOf } from '../catalog/scalar.js';
import type { ScalarName } from '../catalog/scalar.js';
import { jsonText } from '../filters/json-text.js';
import { endsWithEscape, ENDS_WITH_ESCAPE } from '../filters/operators.js';
import type { OperandType } from '../filters/filter-reading.js';
import { isPlainRegex } from '../filters/plain-regex.js';
import { readScalar } from '../filters/scalar-values.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import { isVariable, unescapeText } from './rule-variable.js';
import { isInRange } from './value-range.js';

/** A value of a rule, or of its caller, as the operand that it is to be: from the API's words to what is sent. */
export function readOperandValue({ kind, column }: OperandType, value: unknown): Parsed<unknown> {
  switch (kind) {
    case 'boolean':
      return readScalar('Boolean', value);
    case 'text':
      return readScalar('String', value);
    case 'pattern':
      return typeof value === 'string' && endsWithEscape(value)
        ? refused(ENDS_WITH_ESCAPE)
        : readScalar('String', value);
    case 'regex':
    case 'similar':
      return readRegex(value);
    case 'query':
      return typeof value === 'string' && value.length > MAX_QUERY
        ? refused(`must have at most ${MAX_QUERY} characters.`)
        : readScalar('String', value);
    case 'value':
      return column ? readColumnValue(column, value) : readScalar('Int', value);
    case 'bound':
      return column ? readBound(column, value) : refused('must be a value.');
    case 'json':
      return readJson(value);
    case 'values':
    case 'items':
      return readAll(value, { kind: 'value', column });
    case 'texts':
      return readAll(value, { kind: 'text', column });
    case 'jsons':
      return readAll(value, { kind: 'json', column });
    case 'range':
    case 'ranges':
    case 'count':
    case 'path':
      return refused('must be written out here, with a variable for each of its members.');
  }
}

/** A word that is too long for PostgreSQL makes a search fail, and so the operation of whoever the rule is for. */
const MAX_QUERY = 2_000;

/** Whoever writes a rule learns here that PostgreSQL would refuse it; whoever it is for could do nothing about it. */
function readRegex(value: unknown): Parsed<unknown> {
  const text = readScalar('String', value);
  if (text.kind === 'refused' || isPlainRegex(String(text.value))) return text;
  return refused(
    'is no plain pattern. In a rule it has literal characters, ".", classes in brackets, groups, "|", anchors, "\\d", "\\s", "\\w", and repeats of at most 255.',
  );
}

function readAll(value: unknown, type: OperandType): Parsed<readonly unknown[]> {
  if (!Array.isArray(value)) return refused('must be a list.');
  const read: unknown[] = [];
  for (const item of value as readonly unknown[]) {
    const result = readOperandValue(type, item);
    if (result.kind === 'refused') return result;
    read.push(result.value);
  }
  return parsed(read);
}

function readJson(value: unknown): Parsed<unknown> {
  const problem = problemInJson(value);
  if (problem !== null) return refused(problem);
  // Only what is inside was looked at: a text alone has lost its second dollar sign already.
  return jsonText(typeof value === 'string' ? value : unescapeInside(value));
}

/** A variable inside a JSON value would stay the text that it is, and the rule would compare with that. */
function problemInJson(value: unknown, isInside = false): string | null {
  if (typeof value === 'string') {
    return isInside && isVariable(value)
      ? 'must not have a variable inside of a JSON value. Write { path: { at: ["…"], eq: "$…" } }.'
      : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const member of Object.values(value)) {
    const problem = problemInJson(member, true);
    if (problem !== null) return problem;
  }
  return null;
}

function unescapeInside(value: unknown): unknown {
  if (typeof value === 'string') return unescapeText(value);
  if (Array.isArray(value)) return value.map(unescapeInside);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unescapeInside(member)]));
}

/** A value of the column's own type, or of its items, in the API's words: enum values by name. */
export function readColumnValue(column: NamedColumn, value: unknown): Parsed<unknown> {
  const { enumType, source } = column;
  if (enumType) {
    const found = enumType.values.find(({ name }) => name === value);
    return found ? parsed(found.label) : refused(`must be a value of ${enumType.typeName}.`);
  }
  const element = elementOf(source.type);
  const read = readInRange(scalarOf(element), value);
  const isShort = element.kind === 'base' && element.name === 'int2';
  return isShort && typeof value === 'number' && Math.abs(value) > 0x7fff
    ? refused('must be a whole number of 16 bits.')
    : read;
}

function readBound({ source: { type } }: NamedColumn, value: unknown): Parsed<unknown> {
  if (type.kind === 'range') return readInRange(scalarOf(type.bound), value);
  if (type.kind === 'multirange') return readInRange(scalarOf(type.range.bound), value);
  return type.kind === 'array' && type.element.kind === 'range'
    ? readInRange(scalarOf(type.element.bound), value)
    : refused('must be a value.');
}

function readInRange(scalar: ScalarName, value: unknown): Parsed<unknown> {
  const read = readScalar(scalar, value);
  return read.kind === 'parsed' && !isInRange(scalar, read.value) ? refused('is out of range.') : read;
}
