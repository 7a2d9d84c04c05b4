import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PosternError } from '../../src/foundation/postern-error.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { runQuery } from './run-query.js';

/* Naughty strings through every position of a filter in which a text can stand. */

const naughty = [
  `'`,
  `''; drop table note; --`,
  `"`,
  `\\`,
  `\\'`,
  `$1`,
  `$1::int`,
  `$$; select 1; $$`,
  `%`,
  `_`,
  `%_%`,
  `--`,
  `/*`,
  `*/`,
  `;`,
  `{}`,
  `{"a":1}`,
  `{NULL}`,
  `NULL`,
  `null`,
  `[1,2)`,
  `empty`,
  `(a,b)`,
  `a,b`,
  `E'\\n'`,
  `\n\r\t`,
  `\u2028`,
  `ünïcödé`,
  `漢字`,
  `مرحبا`,
  `😀👩‍👩‍👧`,
  `\ufeff`,
  `\u202e`,
  `__proto__`,
  `constructor`,
  ` `,
  ``,
  `:x`,
  `?`,
  `@@`,
  `*`,
  `.`,
  `x'); select pg_sleep(10); --`,
  `<script>`,
  `a`.repeat(100_000),
];

const positions: readonly (readonly [name: string, filter: (text: string) => unknown])[] = [
  ...['eq', 'neq', 'lt', 'gte', 'startsWith', 'endsWith', 'contains'].map(
    (operator) => [`text ${operator}`, (text: string) => ({ words: { [operator]: text } })] as const,
  ),
  ['text in', (text) => ({ words: { in: [text, text] } })],
  ['text notIn', (text) => ({ words: { notIn: [text] } })],
  ...['like', 'notIlike', 'similar', 'regex', 'iregex'].map(
    (operator) => [`text ${operator}`, (text: string) => ({ words: { [operator]: text } })] as const,
  ),
  ['list eq', (text) => ({ list: { eq: [text, null] } })],
  ['list contains', (text) => ({ list: { contains: [text] } })],
  ['list overlaps', (text) => ({ list: { overlaps: [text] } })],
  ['JSON eq', (text) => ({ doc: { eq: { [text]: text } } })],
  ['JSON contains', (text) => ({ doc: { contains: [text] } })],
  ['JSON hasKey', (text) => ({ doc: { hasKey: text } })],
  ['JSON hasAnyKey', (text) => ({ doc: { hasAnyKey: [text] } })],
  ['JSON hasAllKeys', (text) => ({ doc: { hasAllKeys: [text] } })],
  ['JSON path at', (text) => ({ doc: { path: { at: [text, text], exists: true } } })],
  ['JSON path eq', (text) => ({ doc: { path: { at: ['a'], eq: text } } })],
  ['JSON path in', (text) => ({ doc: { path: { at: ['a'], in: [text, { [text]: 1 }] } } })],
  ['JSON path gt', (text) => ({ doc: { path: { at: ['a'], gt: text } } })],
  ['JSON path like', (text) => ({ doc: { path: { at: ['a'], like: text } } })],
  ['JSON path regex', (text) => ({ doc: { path: { at: ['a'], regex: text } } })],
  ['search', (text) => ({ vector: { search: text } })],
  ['another type', (text) => ({ vector: { eq: text } })],
  ['a point', (text) => ({ place: { eq: text } })],
  ['money', (text) => ({ price: { eq: text } })],
  ['an address', (text) => ({ address: { in: [text] } })],
];

let note: ServedCrm;
beforeAll(async () => {
  note = await serveCrm(
    `CREATE TABLE note (
       id int PRIMARY KEY, words text, list text[], doc jsonb, vector tsvector, place point, price money, address inet
     )`,
    { maxLimit: 500, defaultLimit: 500 },
    'empty',
  );
  await note.served.data.pool.query(
    `INSERT INTO note (id, words, list, doc)
     SELECT position, text, ARRAY[text, NULL], jsonb_build_object('a', text, text, text)
     FROM unnest($1::text[]) WITH ORDINALITY AS naughty (text, position)`,
    [naughty],
  );
});
afterAll(() => note.close());

const ids = async (filter: unknown): Promise<readonly number[]> => {
  const { note: rows } = await runQuery<{ note: { id: number }[] }>(
    note,
    'query ($where: NoteFilter) { note(where: $where) { id } }',
    { where: filter },
  );
  return rows.map(({ id }) => id);
};

describe('a naughty string', () => {
  it.each(positions)('is a value and nothing else: %s', async (_name, filter) => {
    for (const text of naughty) {
      const outcome = await ids(filter(text)).catch((error: unknown) => error);
      if (Array.isArray(outcome)) continue;
      // Refused as what it is, in a sentence of ours: nothing of PostgreSQL's.
      expect(outcome).toBeInstanceOf(PosternError);
      const { code, message } = outcome as PosternError;
      expect(['BAD_USER_INPUT', 'LIMIT_EXCEEDED']).toContain(code);
      expect(message).not.toMatch(/syntax|select|operator|pg_|tsvector|SQL/i);
    }
  });

  it.each([
    ['text eq', (text: string) => ({ words: { eq: text } })],
    ['text in', (text: string) => ({ words: { in: ['nothing', text] } })],
    ['list eq', (text: string) => ({ list: { eq: [text, null] } })],
    ['JSON path eq', (text: string) => ({ doc: { path: { at: ['a'], eq: text } } })],
  ] as const)('finds itself and nothing else: %s', async (_name, filter) => {
    for (const [index, text] of naughty.entries()) expect(await ids(filter(text))).toEqual([index + 1]);
  });

  it.each([
    ['text startsWith', (text: string) => ({ words: { startsWith: text } })],
    ['text endsWith', (text: string) => ({ words: { endsWith: text } })],
    ['text contains', (text: string) => ({ words: { contains: text } })],
    ['list contains', (text: string) => ({ list: { contains: [text] } })],
    ['JSON hasKey', (text: string) => ({ doc: { hasKey: text } })],
    ['JSON path exists', (text: string) => ({ doc: { path: { at: [text], exists: true } } })],
  ] as const)('finds itself among others: %s', async (_name, filter) => {
    for (const [index, text] of naughty.entries()) expect(await ids(filter(text))).toContain(index + 1);
  });

  it('comes out as it was put in', async () => {
    const { note: rows } = await runQuery<{ note: unknown[] }>(note, '{ note { words list doc } }');
    expect(rows).toEqual(
      naughty.map((text) => ({ words: text, list: [text, null], doc: { a: text, [text]: text } })),
    );
  });

  it.each(positions)(
    'with NUL or half of a character is refused, whatever stands around it: %s',
    async (_name, filter) => {
      for (const text of ['a\0b', 'a\ud800b', '\udc00']) {
        const error: unknown = await ids(filter(text)).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Error);
        expect((error as Error).message).toMatch(/NUL|half of a character|escape character/);
      }
    },
  );
});

describe('what PostgreSQL would refuse only where it looks at a row', () => {
  const manyWords = Array.from({ length: 200_000 }, (_, index) => `w${index}`).join(' ');
  it.each([
    ['a regular expression', '(', (text: string) => ({ words: { regex: text } })],
    ['one that is too complex', '((a{100}){100}){100}', (text: string) => ({ words: { iregex: text } })],
    ['a pattern', '(', (text: string) => ({ words: { similar: text } })],
    ['one at a path', '[', (text: string) => ({ doc: { path: { at: ['a'], iregex: text } } })],
    ['more words than a search holds', manyWords, (text: string) => ({ vector: { search: text } })],
  ] as const)('is refused without any row: %s', async (_name, wrong, filter) => {
    const shapes = [
      filter,
      (text: string) => ({ and: [{ id: { eq: -1 } }, filter(text)] }),
      (text: string) => ({ not: filter(text) }),
    ];
    for (const shape of shapes) {
      // After some runs PostgreSQL plans a statement for all values at once, and does not look at any while it plans.
      for (let run = 0; run < 8; run += 1) await ids(shape('x'));
      await expect(ids(shape(wrong))).rejects.toMatchObject({ name: 'PosternError' });
    }
  });
});
