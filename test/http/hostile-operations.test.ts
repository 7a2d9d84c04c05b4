import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/** Operations that are made to keep the gateway busy: each ends soon, with a sentence, and the next one is served. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function answerOf(query: string, variables: Record<string, unknown> = {}, key = gateway.keys.crm) {
  const begun = performance.now();
  const { status, body } = await ask(gateway, key, query, { variables });
  expect(performance.now() - begun).toBeLessThan(3_000);
  const [error] = body.errors ?? [];
  return { status, code: error?.extensions.code, message: error?.message };
}

const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

it('fragments that double with each other are measured once', async () => {
  const fragments = repeat(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
  const answer = await answerOf(`{ ...F0 } ${fragments} fragment F60 on Query { __typename }`);
  expect(answer).toMatchObject({ status: 200, code: undefined });
});

it('a document is not read for a caller who is not let in', async () => {
  const answer = await answerOf(`{ a(b: ${'['.repeat(4_900)}${']'.repeat(4_900)}) }`, {}, 'nonsense');
  expect(answer).toMatchObject({ status: 401, code: 'INVALID_API_KEY' });
});

it('a document that nests too deep for the parser is a parse error', async () => {
  const answer = await answerOf(`{ person(where: ${'['.repeat(4_900)}${']'.repeat(4_900)}) { id } }`);
  expect(answer.code).toMatch(/^(GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED|LIMIT_EXCEEDED)$/);
});

it('root fields, output fields and conditions are limited, and the sentence says to split', async () => {
  const roots = await answerOf(`{ ${repeat(51, (n) => `r${n}: person(limit: 1) { id }`)} }`);
  expect(roots).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    message: expect.stringContaining('Split') as unknown,
  });
  const wide = await answerOf(`{ person { ${repeat(1_001, (n) => `a${n}: email`)} } }`);
  expect(wide.code).toBe('LIMIT_EXCEEDED');
  const where = { or: Array.from({ length: 30_000 }, () => ({ id: { eq: 1 } })) };
  const long = await answerOf('query ($where: PersonFilter) { person(where: $where) { id } }', { where });
  expect(long.code).toBe('LIMIT_EXCEEDED');
});

it('a condition that nests too deep is refused', async () => {
  let where: object = { id: { eq: 1 } };
  for (let depth = 0; depth < 3_000; depth += 1) where = { not: where };
  const answer = await answerOf('query ($where: PersonFilter) { person(where: $where) { id } }', { where });
  expect(answer.code).toMatch(/^(LIMIT_EXCEEDED|BAD_USER_INPUT)$/);
});

it('no end of distinct conditions leaves no end of prepared statements', async () => {
  for (let round = 0; round < 30; round += 1) {
    const documents = Array.from({ length: 40 }, (_, n) => {
      const conditions = repeat(n + 1, () => `{ id: { eq: ${round} } }`);
      return `{ person(where: { or: [${conditions}] }, limit: 1) { a${round}: id } b${round}: person(limit: 1) { id } }`;
    });
    for (const document of documents) expect(await answerOf(document)).toMatchObject({ code: undefined });
  }
  const served = await gateway.services.databases.get(
    (await gateway.controlPlane.databases.bySlug('crm'))!.id,
    1,
  );
  const { rows } = await served.data.pool.query<{ count: string }>(
    'select count(*) from pg_prepared_statements',
  );
  expect(Number(rows[0]!.count)).toBeLessThanOrEqual(510);
});

it('what is missing comes before what is wrong with the input', async () => {
  const { body } = await ask(
    gateway,
    gateway.keys.crm,
    '{ supportCase(where: { subject: { eq: null } }) { id } }',
  );
  expect(body.errors).toMatchObject([
    {
      extensions: {
        code: 'FORBIDDEN',
        missing: ['supportCase.id:select', 'supportCase.subject:select', 'supportCase:select'],
      },
    },
  ]);
  expect(await answerOf('{ person(where: { email: { eq: null } }) { id } }')).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('isNull') as unknown,
  });
});

it('a null where a key belongs is an error of input', async () => {
  expect(await answerOf('query ($id: Int = 5) { personByPk(id: $id) { id } }', { id: null })).toMatchObject({
    code: 'BAD_USER_INPUT',
  });
});

it('a key in the extensions of the body is refused', async () => {
  const { body } = await ask(gateway, null, '{ person { id } }', {
    body: { extensions: { apiKey: gateway.keys.crm } },
  });
  expect(body.errors).toMatchObject([{ extensions: { code: 'KEY_IN_REQUEST' } }]);
});
