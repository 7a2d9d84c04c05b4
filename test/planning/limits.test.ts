import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OperationOutcome } from '../../src/database-schema/run-operation.js';
import { runOperation } from '../../src/database-schema/run-operation.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import { operationRequest } from '../database-schema/operation-request.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';

/** `defaultLimit` is 5 here, and `maxLimit` 50. */
let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm();
});
afterAll(() => crm.close());

function run(text: string, variables = {}): Promise<OperationOutcome> {
  return runOperation(crm.served, crm.access, operationRequest(text, variables), Date.now());
}

async function refusalOf(text: string, variables = {}): Promise<PosternError> {
  const error = await run(text, variables).then(
    (outcome) => outcome,
    (thrown: unknown) => thrown,
  );
  if (error instanceof PosternError) return error;
  throw new Error(`Not refused: ${JSON.stringify(error)}`);
}

const places: readonly (readonly [string, (value: number) => readonly [string, object]])[] = [
  ['written out', (value) => [`{ person(limit: ${value}) { id } }`, {}]],
  ['in a variable', (value) => ['query ($n: Int) { person(limit: $n) { id } }', { n: value }]],
  ['as a default', (value) => [`query ($n: Int = ${value}) { person(limit: $n) { id } }`, {}]],
];

describe.each(places)('a limit %s', (_place, withLimit) => {
  it('above the largest is refused, and the refusal says what the largest is', async () => {
    expect(await refusalOf(...withLimit(51))).toMatchObject({
      code: 'LIMIT_EXCEEDED',
      message: expect.stringMatching(/person\.limit is 51, .* at most 50 rows/) as unknown,
      details: { field: 'person.limit', max: 50 },
    });
  });

  it('that is the largest is served', async () => {
    expect(await run(...withLimit(50))).toMatchObject({ kind: 'data', written: { truncated: [] } });
  });

  it('below zero is refused as bad input', async () => {
    expect(await refusalOf(...withLimit(-1))).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'person.limit', message: 'must be 0 or more.' }],
    });
  });
});

it('a negative offset is refused as bad input, under the alias that the caller chose', async () => {
  for (const [text, variables] of [
    ['{ all: person(offset: -1) { id } }', {}],
    ['query ($n: Int) { all: person(offset: $n) { id } }', { n: -2147483648 }],
  ] as const) {
    expect(await refusalOf(text, variables)).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ field: 'all.offset', message: 'must be 0 or more.' }],
    });
  }
});

it('a limit that is refused in one root refuses the whole operation', async () => {
  const { code } = await refusalOf('{ a: person(limit: 1) { id } b: person(limit: 51) { id } }');
  expect(code).toBe('LIMIT_EXCEEDED');
});

it('lists without a limit say which of them were cut, by their response names', async () => {
  const outcome = await run(
    '{ all: person { id } five: person(where: { id: { lte: 5 } }) { id } six: person(where: { id: { lte: 6 } }) { id } asked: person(limit: 5) { id } }',
  );
  expect(outcome).toMatchObject({ kind: 'data', written: { truncated: [['all'], ['six']] } });
});

describe('null where a value must be', () => {
  it.each([
    ['a filter', '{ person(where: { email: { eq: null } }) { id } }', {}, 'where.email.eq'],
    [
      'a variable in a filter',
      'query ($v: String) { person(where: { not: { email: { like: $v } } }) { id } }',
      { v: null },
      'where.not.email.like',
    ],
    [
      'a variable that is the filter',
      'query ($w: PersonFilter) { person(where: $w) { id } }',
      { w: { or: [{ id: { in: null } }] } },
      'where.or[0].id.in',
    ],
  ])('is refused in %s, with the way to say it', async (_place, text, variables, place) => {
    const error = await refusalOf(text, variables);
    expect(error.code).toBe('BAD_USER_INPUT');
    expect(error).toMatchObject({
      problems: [
        {
          field: `person.${place}`,
          message: 'must not be null. To find missing values, use { isNull: true }.',
        },
      ],
    });
  });

  // The types let it pass: a variable with a default may be null where a value is required.
  it.each([
    ['a key', 'query ($id: Int = 1) { personByPk(id: $id) { id } }', { id: null }],
    [
      'an item of a list',
      'query ($id: Int = 1) { person(where: { id: { in: [2, $id] } }) { id } }',
      { id: null },
    ],
    ['an order', 'query ($d: OrderDirection = ASC) { person(orderBy: [{ id: $d }]) { id } }', { d: null }],
    ['a directive', 'query ($b: Boolean = true) { person(limit: 1) { id @include(if: $b) } }', { b: null }],
  ])('is refused in %s whose variable has a default', async (_place, text, variables) => {
    expect((await refusalOf(text, variables)).code).toBe('BAD_USER_INPUT');
  });
});
