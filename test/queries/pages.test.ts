import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PosternError } from '../../src/foundation/postern-error.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { runQuery } from './run-query.js';

/** Few values, many of them equal, some missing; owners that can be missing, too. */
const furnish = `
CREATE TABLE owner (id int PRIMARY KEY, name text, rank int NOT NULL);
CREATE TABLE lot (
  id int PRIMARY KEY, owner_id int REFERENCES owner, size int, colour text NOT NULL, price numeric, made timestamptz,
  ratio float8, stage opportunity_stage, extra jsonb
);
CREATE TABLE bid (id int PRIMARY KEY, lot_id int NOT NULL REFERENCES lot);
INSERT INTO owner VALUES (1, 'Ann', 2), (2, 'Bob', 1), (3, NULL, 1);
INSERT INTO lot SELECT n, nullif(n % 4, 0), nullif(n % 3, 0), chr(97 + n % 5), nullif(n % 4, 1) / 3.0,
  CASE WHEN n % 5 > 0 THEN '2024-01-01 00:00:00.123456Z'::timestamptz + n % 2 * interval '1 us' END,
  CASE n % 4 WHEN 0 THEN 'NaN' WHEN 1 THEN 0.1 WHEN 2 THEN NULL ELSE '-Infinity' END,
  CASE n % 3 WHEN 0 THEN 'won' WHEN 1 THEN 'lead' END::opportunity_stage, '{"a": 1}'
FROM generate_series(1, 23) n;
INSERT INTO bid SELECT n, 1 + n % 7 FROM generate_series(1, 12) n;
CREATE VIEW lot_view AS SELECT id, size FROM lot;
`;

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm(furnish);
});
afterAll(() => crm.close());

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: number } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

const MEMBERS =
  'edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

async function pageOf(orderBy: string, bounds: string, where = '{}'): Promise<Page> {
  const text = `{ lotConnection(where: ${where}, orderBy: ${orderBy}, ${bounds}) { ${MEMBERS} } }`;
  const { data } = await runQuery(crm, text);
  return (JSON.parse(data) as { lotConnection: Page }).lotConnection;
}

async function idsInOrder(orderBy: string): Promise<readonly number[]> {
  const { data } = await runQuery(crm, `{ lot(orderBy: ${orderBy}, limit: 50) { id } }`);
  return (JSON.parse(data) as { lot: { id: number }[] }).lot.map(({ id }) => id);
}

const ids = (page: Page) => page.edges.map(({ node }) => node.id);

const orders = [
  '[]',
  '[{ id: DESC }]',
  '[{ colour: ASC }, { id: ASC }]',
  '[{ colour: DESC }]',
  '[{ size: ASC }]',
  '[{ size: DESC }]',
  '[{ size: ASC_NULLS_FIRST }]',
  '[{ size: DESC_NULLS_LAST }, { colour: DESC }]',
  '[{ price: ASC_NULLS_LAST }, { size: DESC_NULLS_FIRST }]',
  '[{ made: DESC }]',
  '[{ ratio: ASC }]',
  '[{ stage: DESC }, { id: DESC }]',
  '[{ owner: { name: ASC } }]',
  '[{ owner: { name: DESC_NULLS_LAST } }, { size: ASC }]',
  '[{ owner: { rank: DESC } }]',
  '[{ bid: { count: DESC } }]',
  '[{ owner: { lot: { count: ASC_NULLS_FIRST } } }, { colour: ASC }]',
];

describe.each(orders)('pages in the order %s', (orderBy) => {
  it('forwards have every row once, in the order of the list', async () => {
    const all = await idsInOrder(orderBy);
    const found: number[] = [];
    let page = await pageOf(orderBy, 'first: 4');
    expect(page.pageInfo.hasPreviousPage).toBe(false);
    for (;;) {
      found.push(...ids(page));
      expect(page.totalCount).toBe(23);
      expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
      if (!page.pageInfo.hasNextPage) break;
      page = await pageOf(orderBy, `first: 4, after: "${page.pageInfo.endCursor}"`);
      expect(page.pageInfo.hasPreviousPage).toBe(true);
    }
    expect(found).toEqual(all);
  });

  it('backwards have the same', async () => {
    const all = await idsInOrder(orderBy);
    const found: number[] = [];
    let page = await pageOf(orderBy, 'last: 5');
    for (;;) {
      found.unshift(...ids(page));
      expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
      if (!page.pageInfo.hasPreviousPage) break;
      page = await pageOf(orderBy, `last: 5, before: "${page.pageInfo.startCursor}"`);
      expect(page.pageInfo.hasNextPage).toBe(true);
    }
    expect(found).toEqual(all);
  });

  it('between two cursors have what is between them', async () => {
    const all = await idsInOrder(orderBy);
    const { edges } = await pageOf(orderBy, 'first: 23');
    const [from, to] = [edges[2]?.cursor, edges[9]?.cursor];
    expect(ids(await pageOf(orderBy, `after: "${from}", before: "${to}", first: 20`))).toEqual(
      all.slice(3, 9),
    );
    expect(ids(await pageOf(orderBy, `after: "${from}", before: "${to}", last: 2`))).toEqual(all.slice(7, 9));
  });
});

const refusal = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof PosternError ? { code: error.code } : error),
  );

describe('a cursor', () => {
  it('belongs to its order', async () => {
    const { edges } = await pageOf('[{ size: ASC }]', 'first: 1');
    const after = edges[0]?.cursor;
    expect(await refusal(pageOf('[{ size: DESC }]', `first: 1, after: "${after}"`))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
  });

  it('belongs to its table', async () => {
    const { edges } = await pageOf('[]', 'first: 1');
    const text = `{ bidConnection(after: "${edges[0]?.cursor}") { totalCount nodes { id } } }`;
    expect(await refusal(runQuery(crm, text))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it.each(['', 'AQ', 'x'.repeat(500), 'WzFd', 'é'])(
    'that was not given out is refused: %p',
    async (cursor) => {
      expect(await refusal(pageOf('[]', `first: 1, after: ${JSON.stringify(cursor)}`))).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    },
  );

  it('with any byte changed is refused', async () => {
    const { edges } = await pageOf('[]', 'first: 1');
    const sealed = Buffer.from(edges[0]?.cursor ?? '', 'base64url');
    for (const place of sealed.keys()) {
      const changed = Buffer.from(sealed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      const after = changed.toString('base64url');
      expect(await refusal(pageOf('[]', `first: 1, after: "${after}"`))).toMatchObject({
        code: 'BAD_USER_INPUT',
      });
    }
  });

  it('does not show what it was made of', async () => {
    // A name long enough not to come up by chance.
    await crm.served.data.pool.query("UPDATE lot SET colour = 'ultramarine'");
    const { edges } = await pageOf('[{ colour: ASC }]', 'first: 3');
    for (const { cursor } of edges) {
      expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('ultramarine');
      expect(cursor).not.toContain('ultramarine');
    }
  });

  it('of a row that is gone still says where to go on', async () => {
    const { pageInfo } = await pageOf('[{ size: ASC }]', 'first: 2');
    const all = await idsInOrder('[{ size: ASC }]');
    await crm.served.data.pool.query('DELETE FROM bid WHERE lot_id = $1', [all[1]]);
    await crm.served.data.pool.query('DELETE FROM lot WHERE id = $1', [all[1]]);
    const next = await pageOf('[{ size: ASC }]', `first: 3, after: "${pageInfo.endCursor}"`);
    expect(ids(next)).toEqual(all.slice(2, 5));
  });
});

describe('a page', () => {
  it.each([
    ['first and last together', 'first: 1, last: 1', 'BAD_USER_INPUT'],
    ['a negative size', 'first: -1', 'BAD_USER_INPUT'],
    ['a negative size from the end', 'last: -1', 'BAD_USER_INPUT'],
    ['a size above the limit', 'first: 51', 'LIMIT_EXCEEDED'],
    ['a size above the limit from the end', 'last: 51', 'LIMIT_EXCEEDED'],
  ])('is refused with %s', async (_what, bounds, code) => {
    expect(await refusal(pageOf('[]', bounds))).toMatchObject({ code });
  });

  it('of a view without a key goes without cursors only', async () => {
    const { data } = await runQuery(crm, '{ lotViewConnection(first: 2) { nodes { id } totalCount } }');
    expect(JSON.parse(data)).toMatchObject({ lotViewConnection: { nodes: [{}, {}] } });
    const after = '{ lotViewConnection(first: 2, after: "x") { nodes { id } } }';
    expect(await refusal(runQuery(crm, after))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
