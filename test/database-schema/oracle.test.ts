import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  execute,
  getNamedType,
  GraphQLEnumType,
  isEnumType,
  isListType,
  isObjectType,
  isNonNullType,
  isScalarType,
  validate,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
} from 'graphql';
import { storeCapability } from '../../src/capability/capability-text.js';
import type { CapabilitySet } from '../../src/capability/capability-set.js';
import { denote } from '../../src/capability/denotation.js';
import { buildDatabaseSchema, type DatabaseSchema } from '../../src/database-schema/build-database-schema.js';
import { guard } from '../../src/database-schema/guard.js';
import { planOperation } from '../../src/planning/plan-operation.js';
import { valueOf } from '../support/value-of.js';
import { operationRequest } from './operation-request.js';
import { crmLimits, serveCrm, type ServedCrm } from './serve-crm.js';

/*
 * The guard evaluates output fields' scopes itself, once for an operation, and no resolver ever runs. Here the plugin
 * is the oracle: on a copy of the schema whose resolvers give one row everywhere (under an empty parent it would skip
 * fields), graphql-js runs the operation with scope-auth wrapped around each field.
 */

const OPERATIONS = 2_200;

let crm: ServedCrm;
let copy: DatabaseSchema;
let fieldNames: ReadonlyMap<GraphQLField<unknown, unknown>, string>;
beforeAll(async () => {
  crm = await serveCrm();
  copy = buildDatabaseSchema(crm.served.named, {
    resolve: stub((info) => valueFor(info.returnType)),
    // Denied, and yet there: what lies below is asked too.
    unauthorizedResolver: stub((info, context) => {
      context.denied.add(nameOf(info));
      return valueFor(info.returnType);
    }),
  });
  const types = Object.values(crm.served.full.schema.getTypeMap()).filter(isObjectType);
  fieldNames = new Map(
    types.flatMap((type) =>
      Object.values(type.getFields()).map((field) => [field, `${type.name}.${field.name}`] as const),
    ),
  );
});
afterAll(() => crm.close());

interface OracleContext {
  readonly effective: CapabilitySet;
  readonly denied: Set<string>;
  readonly asked: Set<string>;
}

/** A resolver that fits every field's type. */
function stub(answer: (info: GraphQLResolveInfo, context: OracleContext) => unknown): () => never {
  return (...received: unknown[]) => {
    const [, , context, info] = received as [unknown, unknown, OracleContext, GraphQLResolveInfo];
    context.asked.add(nameOf(info));
    return answer(info, context) as never;
  };
}

function nameOf({ parentType, fieldName }: GraphQLResolveInfo): string {
  return `${parentType.name}.${fieldName}`;
}

function valueFor(type: GraphQLOutputType): unknown {
  if (isNonNullType(type)) return valueFor(type.ofType);
  if (isListType(type)) return [valueFor(type.ofType)];
  if (type instanceof GraphQLEnumType) return type.getValues()[0]?.value;
  return isScalarType(type) ? (type.name === 'Boolean' ? true : type.name === 'String' ? 'x' : 1) : {};
}

/** What the guard says about each output field of the plan, alone. */
function refusedByGuard(
  text: string,
  effective: CapabilitySet,
): { readonly asked: Set<string>; readonly denied: Set<string>; readonly isAllowed: boolean } {
  const { schema, builder } = crm.served.full;
  const { document, operation } = operationRequest(text);
  const planned = planOperation({ schema, document, operation, variables: {}, limits: crmLimits });
  const plan = { ...planned, references: [] };
  const isRefused = (field: GraphQLField<unknown, unknown>) =>
    guard(builder, { ...plan, outputFields: [field] }, effective).kind === 'forbidden';
  return {
    asked: new Set(plan.outputFields.map(printField)),
    denied: new Set(plan.outputFields.filter(isRefused).map(printField)),
    isAllowed: guard(builder, plan, effective).kind === 'allowed',
  };
}

function printField(field: GraphQLField<unknown, unknown>): string {
  return fieldNames.get(field) ?? `unknown ${field.name}`;
}

function capabilities(): fc.Arbitrary<string[]> {
  const { tables } = crm.served.named;
  const verb = fc.constantFrom('select', 'select', 'select', 'select', 'aggregate', 'update');
  const table = fc.constantFrom(...tables);
  const column = table.chain(({ name, columns }) =>
    fc.constantFrom(...columns).map((one) => `${name}.${one.name}`),
  );
  const place = fc.oneof(
    { weight: 5, arbitrary: table.map(({ name }) => name) },
    { weight: 4, arbitrary: column },
    { weight: 1, arbitrary: fc.constant('*') },
  );
  const capability = fc.tuple(place, verb).map(([where, what]) => `${where}:${what}`);
  // Each key column that relations hang on is often all that is missing.
  const most = fc.subarray(
    tables.flatMap(({ name, columns }) => columns.map((one) => `${name}.${one.name}:select`)),
    { minLength: 20 },
  );
  return fc.oneof(
    { weight: 3, arbitrary: fc.uniqueArray(capability, { maxLength: 12 }) },
    { weight: 1, arbitrary: most },
  );
}

/** Choices for one operation; read in turn, so that fast-check can shrink them. */
class Choices {
  #next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  upTo(count: number): number {
    const number = this.numbers[this.#next % this.numbers.length] ?? 0;
    this.#next += 1;
    return number % count;
  }
}

function documentOf(choices: Choices): string {
  const query = crm.served.full.schema.getQueryType();
  if (!query) throw new Error('The schema has no query type.');
  return selectionOf(query, choices, 4);
}

function selectionOf(type: GraphQLObjectType, choices: Choices, depth: number): string {
  // What `node` asks for depends on its argument; test/http/matrix.test.ts has it.
  const fields = Object.values(type.getFields()).filter(({ name }) => name !== 'node');
  const leaves = fields.filter((field) => !isObjectType(rowType(field)));
  const rows = fields.filter((field) => isObjectType(rowType(field)));
  const chosen = [
    ...times(leaves.length > 0 ? choices.upTo(4) : 0, () => leaves[choices.upTo(leaves.length)]),
    ...times(depth > 0 && rows.length > 0 ? 1 + choices.upTo(2) : 0, () => rows[choices.upTo(rows.length)]),
  ];
  const printed = chosen.map((field, index) => {
    if (!field) throw new Error('There is no such field.');
    const target = rowType(field);
    const inner = isObjectType(target) ? ` ${selectionOf(target, choices, depth - 1)}` : '';
    const selected = `a${depth}${index}: ${field.name}${keyOf(field)}${inner}`;
    return choices.upTo(7) === 0 ? `... on ${type.name} { ${selected} }` : selected;
  });
  // Skipped is not asked for.
  if (choices.upTo(9) === 0 && leaves[0]) printed.push(`skipped: ${leaves[0].name} @skip(if: true)`);
  return `{ ${printed.length > 0 ? printed.join(' ') : '__typename'} }`;
}

function times<Item>(count: number, make: () => Item): Item[] {
  return Array.from({ length: count }, make);
}

function rowType(field: GraphQLField<unknown, unknown>): unknown {
  let type: unknown = field.type;
  while (typeof type === 'object' && type !== null && 'ofType' in type) type = type.ofType;
  return type;
}

/** The arguments of a field by key, and the first column for groups; lists need none. */
function keyOf(field: GraphQLField<unknown, unknown>): string {
  const required = field.args.filter(({ type }) => isNonNullType(type));
  if (required.length === 0) return '';
  return `(${required.map(({ name, type }) => `${name}: ${valueOfType(type)}`).join(', ')})`;
}

function valueOfType(type: GraphQLInputType): string {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name ?? '';
  return keyValues[String(type)] ?? '1';
}

const keyValues: Readonly<Record<string, string>> = {
  'UUID!': '"2f1c6a1e-7a52-4d3c-9f0e-0b7c5d1e4a90"',
  'String!': '"x"',
};

it('the guard refuses exactly the output fields that scope-auth refuses around resolvers', () => {
  const seen = { operations: 0, fields: 0, denied: 0, allowed: 0, partly: 0 };
  const choices = fc.array(fc.nat({ max: 5_039 }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(capabilities(), choices, (granted, numbers) => {
      const { space, full } = crm.served;
      const effective = denote(
        space,
        granted.map((text) => valueOf(storeCapability(space, text))),
      );
      const text = documentOf(new Choices(numbers));
      const { document } = operationRequest(text);
      expect(validate(full.schema, document)).toEqual([]);
      const context: OracleContext = { effective, denied: new Set(), asked: new Set() };
      const result = execute({ schema: copy.schema, document, contextValue: context });
      if (result instanceof Promise) throw new Error('Stubs have nothing to wait for.');
      expect((result as { errors?: unknown }).errors).toBeUndefined();
      const byGuard = refusedByGuard(text, effective);
      expect(sorted(byGuard.asked)).toEqual(sorted(context.asked));
      expect({ text, denied: sorted(byGuard.denied) }).toEqual({ text, denied: sorted(context.denied) });
      expect(byGuard.isAllowed).toBe(context.denied.size === 0);
      seen.operations += 1;
      seen.fields += context.asked.size;
      seen.denied += context.denied.size;
      if (context.denied.size === 0) seen.allowed += 1;
      else if (context.denied.size < context.asked.size) seen.partly += 1;
    }),
    { numRuns: OPERATIONS },
  );
  console.log(JSON.stringify(seen));
  expect(seen.operations).toBeGreaterThanOrEqual(OPERATIONS);
  expect(seen.allowed).toBeGreaterThan(100);
  expect(seen.partly).toBeGreaterThan(500);
}, 120_000);

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort();
}
