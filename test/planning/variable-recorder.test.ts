import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  coerceVariables,
  findVariant,
  prepareOperation,
} from '../../src/database-schema/prepare-operation.js';
import { PosternError } from '../../src/foundation/postern-error.js';
import { bindStatement } from '../../src/planning/bind-statement.js';
import { compilePlan, type CompiledOperation } from '../../src/planning/compile-plan.js';
import { planOperation } from '../../src/planning/plan-operation.js';
import { stillHolds, VariableRecorder } from '../../src/planning/variable-recorder.js';
import { compiledOf, operationRequest } from '../database-schema/operation-request.js';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm();
});
afterAll(() => crm.close());

type Variables = Readonly<Record<string, unknown>>;

/** Variables in every place that there is. */
const DOCUMENT = `query (
  $where: OpportunityFilter, $filters: [OpportunityFilter!], $column: IntFilter, $id: Int, $ids: [Int!],
  $stage: OpportunityStage, $order: [OpportunityOrderBy!], $direction: OrderDirection!,
  $limit: Int, $offset: Int = 1, $yes: Boolean!, $key: Int!
) {
  whole: opportunity(where: $where, orderBy: $order, limit: $limit, offset: $offset) { id name @include(if: $yes) }
  parts: opportunity(
    where: { id: $column, or: $filters, not: { and: [{ stage: { eq: $stage } }, { id: { in: $ids, gt: $id } }] } }
    orderBy: [{ amount: $direction }, { id: ASC }]
  ) { stage ... @skip(if: $yes) { amount } }
  opportunityByPk(id: $key) { id }
  organisation(where: { id: { in: [$key, 1] } }) @include(if: $yes) { id }
}`;

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 12 });
const int = fc.integer({ min: -3, max: 60 });
const stage = fc.constantFrom('lead', 'won', 'lost');
const direction = fc.constantFrom('ASC', 'DESC', 'ASC_NULLS_FIRST', 'DESC_NULLS_LAST');

const intFilter = fc.record(
  {
    eq: optional(int),
    in: optional(fc.array(int, { maxLength: 3 })),
    gt: optional(int),
    isNull: fc.boolean(),
  },
  { requiredKeys: [] },
);
const { filter } = fc.letrec<{ filter: unknown }>((tie) => ({
  filter: fc.record(
    {
      id: intFilter,
      stage: fc.record({ eq: stage, in: fc.array(stage, { maxLength: 2 }) }, { requiredKeys: [] }),
      name: fc.record({ contains: fc.string({ maxLength: 4 }) }),
      and: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant([]),
        fc.array(tie('filter'), { maxLength: 2 }),
      ),
      not: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant({}), tie('filter')),
    },
    { requiredKeys: [] },
  ),
}));
const order = fc.array(fc.oneof(fc.record({ id: direction }), fc.record({ amount: direction })), {
  maxLength: 3,
});
const variables = fc.record(
  {
    where: optional(filter),
    // A single value stands for a list of one.
    filters: optional(fc.oneof(filter, fc.array(filter, { maxLength: 2 }))),
    column: intFilter,
    id: int,
    ids: fc.oneof(int, fc.array(int, { maxLength: 3 })),
    stage,
    order: optional(order),
    direction,
    limit: optional(int),
    offset: optional(int),
    yes: fc.boolean(),
    key: int,
  },
  { requiredKeys: ['direction', 'yes', 'key'] },
);

describe('a remembered plan', () => {
  it('is, for any variables for which it is taken, what planning afresh would give', () => {
    let reused = 0;
    const shared = prepareOperation(crm.served, crm.access, operationRequest(DOCUMENT));
    fc.assert(
      fc.property(variables, variables, int, (values, others, distance) => {
        const near = Object.keys(others).map((name) => withOther(name, values, others));
        for (const one of [values, withOtherLeaves(values, distance) as Variables, ...near]) {
          const coerced = coerce(one);
          const before = new Set(shared.variants);
          const remembered = outcome(() => {
            const request = operationRequest(DOCUMENT, one);
            const variant = findVariant(crm.served, crm.access, shared, request, coerced);
            if (before.has(variant)) reused += 1;
            return bind(compiledOf(variant), coerced.values);
          });
          const fresh = outcome(() =>
            bind(
              compilePlan(planFor(coerced.values), crm.access.rows.sight, crm.served.cursors),
              coerced.values,
            ),
          );
          expect(remembered).toEqual(fresh);
        }
      }),
      { numRuns: 150 },
    );
    // Else this held because nothing was ever reused.
    expect(reused).toBeGreaterThan(200);
  });

  it('is taken exactly for the variables in which the planner would see the same', () => {
    fc.assert(
      fc.property(variables, variables, (left, right) => {
        const [one, other] = [coerce(left).values, coerce(right).values];
        const plans = outcome(() => [planFor(one), planFor(other)] as const);
        if (plans.kind === 'refused') return;
        const [plan, otherPlan] = plans.value;
        expect(stillHolds(plan.observations, one)).toBe(true);
        expect(stillHolds(plan.observations, other)).toBe(
          JSON.stringify(plan.observations) === JSON.stringify(otherPlan.observations),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('serves every value of a leaf, every length of a list of leaves and every limit', () => {
    const text =
      'query ($id: Int!, $ids: [Int!]!, $n: Int!) { person(where: { id: { gt: $id, in: $ids } }, limit: $n) { id } }';
    const prepared = prepareOperation(crm.served, crm.access, operationRequest(text));
    for (const values of [
      { id: 1, ids: [], n: 0 },
      { id: 2, ids: [1, 2, 3], n: 50 },
      { id: -7, ids: 5, n: 3 },
    ]) {
      const request = operationRequest(text, values);
      const coerced = coerceVariables(crm.served, crm.access, prepared, request);
      if (coerced.kind === 'refused') throw coerced.errors[0]!;
      findVariant(crm.served, crm.access, prepared, request, coerced);
    }
    expect(prepared.variants).toHaveLength(1);
  });

  it('is not taken when a direction, an absence, a null, a member or a length differs', () => {
    const text =
      'query ($d: OrderDirection!, $w: PersonFilter, $f: [PersonFilter!]) { a: person(orderBy: { id: $d }, where: $w) { id } b: person(where: { or: $f }) { id } }';
    const prepared = prepareOperation(crm.served, crm.access, operationRequest(text));
    const sameText = new Set<string>();
    for (const values of [
      { d: 'ASC' },
      { d: 'DESC' },
      { d: 'ASC', w: null },
      { d: 'ASC', w: {} },
      { d: 'ASC', w: { id: { eq: 1 } } },
      { d: 'ASC', w: { id: { gt: 1 } } },
      { d: 'ASC', f: [] },
      { d: 'ASC', f: [{}] },
      { d: 'ASC', f: [{}, {}] },
    ]) {
      const request = operationRequest(text, values);
      const coerced = coerceVariables(crm.served, crm.access, prepared, request);
      if (coerced.kind === 'refused') throw coerced.errors[0]!;
      const variant = findVariant(crm.served, crm.access, prepared, request, coerced);
      sameText.add(JSON.stringify(bind(compiledOf(variant), coerced.values)));
    }
    expect(prepared.variants).toHaveLength(9);
    expect(sameText.size).toBeGreaterThanOrEqual(8);
  });
});

it('the recorder notes a look and nothing that was not looked at', () => {
  const recorder = new VariableRecorder({ a: { b: 'secret' }, list: [1, 2], none: null });
  expect(recorder.presence(['a', 'b'])).toBe('present');
  expect(recorder.presence(['none'])).toBe('null');
  expect(recorder.presence(['toString'])).toBe('absent');
  expect(recorder.members(['a'])).toEqual(['b']);
  expect(recorder.length(['list'])).toBe(2);
  expect(JSON.stringify(recorder.observations)).not.toContain('secret');
  expect(stillHolds(recorder.observations, { a: { b: 'other' }, list: [3, 4], none: null })).toBe(true);
  for (const different of [
    { a: { b: null }, list: [1, 2], none: null },
    { a: { b: 1, c: 1 }, list: [1, 2], none: null },
    { a: { b: 1 }, list: [1], none: null },
    { a: { b: 1 }, list: [1, 2] },
  ]) {
    expect(stillHolds(recorder.observations, different)).toBe(false);
  }
});

/** The same but for one variable, or for what is added to one: the least that can make another plan. */
function withOther(name: string, values: Variables, others: Variables): Variables {
  const [one, other] = [values[name], others[name]];
  if (Array.isArray(one) && Array.isArray(other)) return { ...values, [name]: one.concat(other) };
  return { ...values, [name]: isObject(one) && isObject(other) ? { ...one, ...other } : other };
}

function isObject(value: unknown): value is Variables {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The same structure: other numbers, other names. */
function withOtherLeaves(value: unknown, distance: number): unknown {
  if (typeof value === 'number') return value + distance;
  if (Array.isArray(value)) return value.map((item) => withOtherLeaves(item, distance));
  if (!isObject(value)) return value === 'lead' ? 'won' : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withOtherLeaves(member, distance)]),
  );
}

function coerce(values: Variables) {
  const request = operationRequest(DOCUMENT, values);
  const prepared = prepareOperation(crm.served, crm.access, request);
  expect(prepared.errors).toEqual([]);
  const coerced = coerceVariables(crm.served, crm.access, prepared, request);
  if (coerced.kind === 'refused') throw coerced.errors[0]!;
  return coerced;
}

function planFor(values: Variables) {
  const { document, operation } = operationRequest(DOCUMENT);
  const { schema } = crm.served.full;
  const limits = crm.served.settings;
  const plan = planOperation({ schema, document, operation, variables: values, limits });
  if (plan.problem) throw plan.problem;
  return plan;
}

function bind({ statements, roots }: CompiledOperation, values: Variables) {
  return {
    statements: statements.map((statement) =>
      bindStatement(statement, { variables: values, caller: new Map(), nowMs: 0 }),
    ),
    roots: roots.map(({ kind, key }) => `${kind} ${key}`),
  };
}

/** A value, or the refusal that came instead: both ways must refuse alike. */
function outcome<Value>(
  work: () => Value,
): { kind: 'value'; value: Value } | { kind: 'refused'; why: string } {
  try {
    return { kind: 'value', value: work() };
  } catch (error) {
    if (error instanceof PosternError) return { kind: 'refused', why: error.message };
    throw error;
  }
}
