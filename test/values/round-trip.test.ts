import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getNamedType, isObjectType, isScalarType, type GraphQLObjectType } from 'graphql';
import { operatorsOf } from '../../src/filters/operators.js';
import { columnHolds } from '../../src/filters/parse-filter.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { kitchenSink } from '../support/kitchen-sink.js';
import { runQuery, runQueryText } from './run-query.js';
import { literalOf } from './literal-of.js';

/*
 * For each column of the kitchen sink and each of its rows: what SQL put in comes out, and what came out, put in again
 * as the operand of `eq`, finds the row, be it a variable or written into the document.
 */

let sink: ServedCrm;
beforeAll(async () => {
  sink = await serveCrm(kitchenSink, {}, 'empty');
});
afterAll(() => sink.close());

const sinkTable = () => sink.served.named.tables.find(({ name }) => name === 'sink')!;

/** All of a column's value, in as many levels as it has. */
function selectionOf(type: GraphQLObjectType, name: string): string {
  const inner = getNamedType(type.getFields()[name]!.type);
  if (!isObjectType(inner)) return name;
  const members = Object.keys(inner.getFields()).map((member) => selectionOf(inner, member));
  return `${name} { ${members.join(' ')} }`;
}

function rowType(name: string): GraphQLObjectType {
  return sink.served.full.schema.getType(name) as GraphQLObjectType;
}

const notComparable = ['aJson', 'anAddress', 'cube', 'jsons', 'addresses'];
// GraphQL's own Float has no text for these.
const notInput = (value: unknown): boolean => ['NaN', 'Infinity', '-Infinity'].includes(value as string);

const exactParts = [
  '"aBigint":"9007199254740993"',
  '"aNumeric":"1234567890123456789012345678901234567.890"',
  '"aNumeric":"NaN"',
  '"aDouble":"-Infinity"',
  '"aMoney":"1234.50"',
  '"aMoney":"-0.01"',
  '"aDate":"-0043-03-15"',
  '"aTimestamp":"-infinity"',
  '"aTimestamptz":"2024-02-29T21:59:59.123456Z"',
  '"aTimetz":"09:30:00+02"',
  '"anInterval":"P1Y2DT3H4M5.5S"',
  '"aByte":"x"',
  '"aJson":{"b": 1, "a": 2.50, "b": 3}',
  '"n": 12345678901234567890.10',
  '"aBit":"10101"',
  '"anXml":"<?xml version=\\"1.0\\"?><a b=\\"c\\">text</a>"',
  '"anInt4range":{"lower":1,"upper":10,"lowerInclusive":true,"upperInclusive":false,"isEmpty":false}',
  '"anInt4range":{"lower":null,"upper":null,"lowerInclusive":false,"upperInclusive":false,"isEmpty":true}',
  '"aTstzrange":{"lower":"0000-01-01T00:00:00Z","upper":"infinity",',
  '"houseNo":7,"place":{"lat":1.5,"lon":-2},"tags":["x,y",null,"q\\"\\\\"],"mood":"PG_13"',
  '"anAddress":{"street":null,"houseNo":null,',
  '"matrix":[[1,2],[3,4]]',
  '"cube":[[[1],[2]]]',
  '"texts":["a","NULL",null,"q\\"\\\\,{}",""]',
  '"boxes":["(1,1),(0,0)","(3,3),(2,2)"]',
  '"moneys":["1.50"]',
  '"addresses":[{"street":"s","houseNo":1,',
];

describe('every column of the kitchen sink', () => {
  it('comes out of every row, and keeps its digits, duplicate keys and nulls', async () => {
    const type = rowType('Sink');
    const columns = Object.keys(type.getFields()).map((name) => selectionOf(type, name));
    const text = await runQueryText(sink, `{ sink { ${columns.join(' ')} } }`);
    expect((JSON.parse(text) as { sink: unknown[] }).sink.length).toBe(3);
    for (const part of exactParts) expect(text).toContain(part);
  });

  it('is found again by what came out: as a variable, and written into the document', async () => {
    const type = rowType('Sink');
    const missed: string[] = [];
    let tried = 0;
    for (const column of sinkTable().columns) {
      if (!operatorsOf(columnHolds(column)).includes('eq')) continue;
      const selected = selectionOf(type, column.name);
      const { sink: rows } = await runQuery<{ sink: Record<string, unknown>[] }>(
        sink,
        `{ sink(where: { ${column.name}: { isNull: false } }) { id ${selected} } }`,
      );
      const operandType = operandTypeOf(column.name);
      for (const row of rows) {
        const value = row[column.name];
        if (operandType === 'Float' && notInput(value)) continue;
        if (column.name === 'aJsonb') continue;
        tried += 1;
        const found = await Promise.all([
          runQuery(
            sink,
            `query ($v: ${operandType}) { sink(where: { ${column.name}: { eq: $v } }) { id } }`,
            { v: value },
          ).catch(String),
          runQuery(
            sink,
            `{ sink(where: { ${column.name}: { eq: ${literalOf(value, column.enumType !== null)} } }) { id } }`,
          ).catch(String),
        ]);
        for (const answer of found) {
          const ids = typeof answer === 'string' ? answer : JSON.stringify(answer['sink']);
          if (!ids.includes(`{"id":${String(row['id'])}}`))
            missed.push(`${column.name} ${JSON.stringify(value)}: ${ids}`);
        }
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });

  it('as JSON is found by the digits that came out, which a variable would have lost', async () => {
    const text = await runQueryText(sink, '{ sinkByPk(id: 1) { aJsonb } }');
    const written = text.slice('{"sinkByPk":{"aJsonb":'.length, -2).replaceAll(/"(\w+)":/g, '$1:');
    expect(written).toContain('12345678901234567890.10');
    expect(await runQuery(sink, `{ sink(where: { aJsonb: { eq: ${written} } }) { id } }`)).toEqual({
      sink: [{ id: 1 }],
    });
    const changed = written.replace('890.10', '891.10');
    expect(await runQuery(sink, `{ sink(where: { aJsonb: { eq: ${changed} } }) { id } }`)).toEqual({
      sink: [],
    });
    const value = (JSON.parse(text) as { sinkByPk: { aJsonb: unknown } }).sinkByPk.aJsonb;
    await expect(
      runQuery(sink, 'query ($v: JSON) { sink(where: { aJsonb: { eq: $v } }) { id } }', { v: value }),
    ).rejects.toThrow('holds a number beyond 2^53, which loses digits in JSON: write it into the document.');
  });

  it('as JSON null is told from a value that is missing', async () => {
    const where = '{ aJsonb: { isNull: false, path: { at: [], isNull: true, exists: true } } }';
    expect(await runQuery(sink, `{ sink(where: ${where}) { id } }`)).toEqual({ sink: [{ id: 2 }] });
  });

  it('has eq, but for what PostgreSQL itself cannot compare or the API only reads', () => {
    const without = sinkTable().columns.filter((column) => !operatorsOf(columnHolds(column)).includes('eq'));
    expect(without.map(({ name }) => name)).toEqual(notComparable);
  });

  it('has a scalar that says what specifies it', () => {
    const scalars = Object.values(sink.served.full.schema.getTypeMap()).filter(isScalarType);
    const builtIn = ['Int', 'Float', 'String', 'Boolean', 'ID'];
    const silent = scalars.filter((scalar) => !builtIn.includes(scalar.name) && !scalar.specifiedByURL);
    expect(silent).toEqual([]);
    expect(scalars.length).toBeGreaterThan(12);
  });
});

function operandTypeOf(column: string): string {
  const filter = sink.served.full.schema.getType('SinkFilter') as unknown as {
    getFields(): Record<string, { type: { getFields(): Record<string, { type: unknown }> } }>;
  };
  return String(filter.getFields()[column]!.type.getFields()['eq']!.type);
}

describe('a row is found by its key', () => {
  it.each([
    ['byRange', 'during: DateRangeInput!', 'during { lower upper lowerInclusive upperInclusive isEmpty }'],
    ['byList', 'path: [String]!, revision: Decimal!', 'path revision'],
    ['byJson', 'document: JSON!', 'document'],
  ])('%s', async (table, keys, selection) => {
    const rows = (
      await runQuery<Record<string, Record<string, unknown>[]>>(sink, `{ ${table} { ${selection} note } }`)
    )[table]!;
    expect(rows.length).toBe(2);
    const declared = keys.split(', ').map((key) => `$${key}`);
    const passed = keys.split(', ').map((key) => key.split(':')[0]!);
    for (const { note, ...key } of rows) {
      const byVariables = `query (${declared.join(', ')}) { ${table}ByPk(${passed.map((name) => `${name}: $${name}`).join(', ')}) { note } }`;
      const byLiterals = `{ ${table}ByPk(${passed.map((name) => `${name}: ${literalOf(key[name])}`).join(', ')}) { note } }`;
      expect(await runQuery(sink, byVariables, key)).toEqual({ [`${table}ByPk`]: { note } });
      expect(await runQuery(sink, byLiterals)).toEqual({ [`${table}ByPk`]: { note } });
    }
  });

  it('but for composites, which are only read', () => {
    expect(Object.keys(rowType('Query').getFields())).toContain('byComposite');
    expect(Object.keys(rowType('Query').getFields())).not.toContain('byCompositeByPk');
  });
});
