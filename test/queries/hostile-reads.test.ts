import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { PosternError } from '../../src/foundation/postern-error.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { runQuery } from './run-query.js';

/* What somebody with an ordinary key could keep the gateway or its database busy with. */

const furnish = `
CREATE TABLE span (span int4range PRIMARY KEY, note text);
INSERT INTO span VALUES ('[1,5)', 'a'), ('empty', 'b');
`;

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm(furnish, { maxLimit: 1000 });
});
afterAll(() => crm.close());

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'none',
    (error: unknown) => (error instanceof PosternError ? error.code : error),
  );
}

it('an order of very many terms is refused, with a cursor and without', async () => {
  const orderBy = Array.from({ length: 400 }, (_, index) =>
    index % 2 === 0 ? { phone: 'ASC' } : { organisationId: 'DESC' },
  );
  const query =
    'query ($o: [PersonOrderBy!], $a: String) { personConnection(orderBy: $o, after: $a) { nodes { id } } }';
  for (const a of [null, 'x'])
    expect(await codeOf(runQuery(crm, query, { o: orderBy, a }))).toBe('LIMIT_EXCEEDED');
  const groups =
    'query ($o: [PersonGroupOrderBy!]) { personGroups(by: [ID], orderBy: $o, limit: 1) { count } }';
  const o = Array.from({ length: 400 }, () => ({ count: 'ASC' }));
  expect(await codeOf(runQuery(crm, groups, { o }))).toBe('LIMIT_EXCEEDED');
});

it('what rows are ordered by already is left out', async () => {
  const { statements } = await runQuery(
    crm,
    '{ person(orderBy: [{ lastName: ASC }, { organisation: { name: ASC } }, { lastName: DESC }, { organisation: { name: DESC } }], limit: 1) { id } }',
  );
  expect(statements[0]?.text.match(/last_name/g)).toHaveLength(1);
  expect(statements[0]?.text.match(/"name"/g)).toHaveLength(1);
});

it('many calculations at once are refused', async () => {
  const fields = Array.from({ length: 201 }, (_, index) => `a${index}: countDistinct { id }`).join(' ');
  expect(await codeOf(runQuery(crm, `{ personAggregate { ${fields} } }`))).toBe('LIMIT_EXCEEDED');
});

it('cursors count as part of the answer, which is stopped before it becomes too large', async () => {
  const cursors = Array.from({ length: 900 }, (_, index) => `c${index}: cursor`).join(' ');
  const text = `{ personConnection(first: 1000) { edges { ${cursors} } } }`;
  expect(await codeOf(runQuery(crm, text))).toBe('LIMIT_EXCEEDED');
  const below = `{ organisation(limit: 20) { personConnection(first: 100) { edges { ${cursors} } } } }`;
  expect(await codeOf(runQuery(crm, below))).toBe('LIMIT_EXCEEDED');
});

it('an aggregate of which nothing but its name is asked reads one row', async () => {
  for (const text of [
    '{ personAggregate { __typename } }',
    '{ personAggregate { countDistinct { __typename } } }',
  ]) {
    const { statements } = await runQuery(crm, text);
    expect(statements.map((statement) => statement.text)).toEqual([
      'select count(*) from "public"."person" as "t"',
    ]);
  }
});

it('a list of more columns than there are is refused, and what is long is not kept', async () => {
  const by = Array.from({ length: 50 }, () => 'ID');
  const query = 'query ($by: [PersonColumn!]!) { personGroups(by: $by, limit: 1) { count } }';
  expect(await codeOf(runQuery(crm, query, { by }))).toBe('BAD_USER_INPUT');
  const node = 'query ($n: ID!) { node(nodeId: $n) { nodeId } }';
  const long = Buffer.from(JSON.stringify(['x'.repeat(5_000), '1'])).toString('base64url');
  const first = await runQuery(crm, node, { n: long });
  expect(first.data).toBe('{"node":null}');
  // No table has such a name: it is the same plan as for any other of none.
  const other = await runQuery(crm, node, { n: Buffer.from('["y","1"]').toString('base64url') });
  expect(JSON.stringify(first.variant.observations).length).toBeLessThan(500);
  expect(other.data).toBe('{"node":null}');
});

it('a row whose key is a range is found by its node id', async () => {
  const { data } = await runQuery(crm, '{ span { nodeId note } }');
  const { span } = JSON.parse(data) as { span: { nodeId: string; note: string }[] };
  for (const { nodeId, note } of span) {
    const found = await runQuery(crm, `{ node(nodeId: "${nodeId}") { ... on Span { note } } }`);
    expect(JSON.parse(found.data)).toEqual({ node: { note } });
  }
});

it('a pattern with an escape that means nothing is bad input', async () => {
  const query = 'query ($p: String) { person(where: { phone: { similar: $p } }) { id } }';
  expect(await codeOf(runQuery(crm, query, { p: String.raw`a\"b\"c\"d` }))).toBe('BAD_USER_INPUT');
});
