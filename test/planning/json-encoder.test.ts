import { describe, expect, it } from '@jest/globals';
import type { CatalogType } from '../../src/catalog/catalog.js';
import type { NamedColumn } from '../../src/naming/named-catalog.js';
import { encoderOf } from '../../src/planning/json-encoder.js';

function base(name: string): CatalogType {
  return { kind: 'base', name, sql: `pg_catalog.${name}` };
}

function column(type: CatalogType, enumType: NamedColumn['enumType'] = null): NamedColumn {
  const source = { name: 'c', type, notNull: false, hasDefault: false, generated: false, comment: null };
  return { id: 'c1', source, name: 'c', enumValue: 'C', enumType, compositeType: null, appearedLater: false };
}

function arrayOf(element: CatalogType): CatalogType {
  return { kind: 'array', element, sql: `${element.sql}[]`, dimensions: 1, delimiter: ',' };
}

describe('PostgreSQL’s text becomes JSON', () => {
  it.each([
    ['int4', '-7', '-7'],
    ['float8', '1e+20', '1e+20'],
    ['float8', '-0', '-0'],
    ['float8', 'NaN', '"NaN"'],
    ['float8', 'Infinity', '"Infinity"'],
    ['float8', '-Infinity', '"-Infinity"'],
    ['int8', '9223372036854775807', '"9223372036854775807"'],
    ['numeric', '2.50', '"2.50"'],
    ['bool', 't', 'true'],
    ['bool', 'f', 'false'],
    ['text', 'a "b" \\ \n\u0001\u2028', '"a \\"b\\" \\\\ \\n\\u0001\u2028"'],
    ['jsonb', '{"a": 12345678901234567890.10}', '{"a": 12345678901234567890.10}'],
    ['timestamptz', '2024-05-01 10:00:00.5+00', '"2024-05-01T10:00:00.5Z"'],
    ['timestamptz', '12024-05-01 10:00:00+00', '"12024-05-01T10:00:00Z"'],
    ['timestamptz', '-infinity', '"-infinity"'],
    ['timestamp', '2024-05-01 10:00:00', '"2024-05-01T10:00:00"'],
    ['bytea', '\\x00ff', '"AP8="'],
    ['bytea', '\\x', '""'],
  ])('%s %j', (type, text, json) => {
    const written = encoderOf(column(base(type)))(text);
    expect(written).toBe(json);
    expect(() => JSON.parse(written) as unknown).not.toThrow();
  });

  it('item by item in arrays, null apart from the text NULL, and nested lists stay nested', () => {
    const texts = encoderOf(column(arrayOf(base('text'))));
    expect(texts('{a,"NULL",NULL,"q\\"\\\\,{}",""}')).toBe('["a","NULL",null,"q\\"\\\\,{}",""]');
    expect(texts('{}')).toBe('[]');
    expect(texts('{{a,b},{c,d}}')).toBe('[["a","b"],["c","d"]]');
    expect(texts('[0:1]={a,b}')).toBe('["a","b"]');
    expect(encoderOf(column(arrayOf(base('bool'))))('{t,f,NULL}')).toBe('[true,false,null]');
    expect(encoderOf(column(arrayOf(base('jsonb'))))('{"{\\"a\\": [1, 2]}"}')).toBe('[{"a": [1, 2]}]');
  });

  it('labels of an enum as their names, and a label that came later as it is', () => {
    const type = {
      id: 'e1',
      source: { schema: 'public', name: 'mood', comment: null, labels: ['so so', 'ok'] },
      typeName: 'Mood',
      values: [
        { name: 'so_so', label: 'so so' },
        { name: 'ok', label: 'ok' },
      ],
    };
    const catalogType = { kind: 'enum', schema: 'public', name: 'mood', sql: 'public.mood' } as const;
    const write = encoderOf(column(catalogType, type));
    expect([write('so so'), write('ok'), write('brand "new"')]).toEqual([
      '"so_so"',
      '"ok"',
      '"brand \\"new\\""',
    ]);
    expect(encoderOf(column(arrayOf(catalogType), type))('{"so so",NULL}')).toBe('["so_so",null]');
  });
});
