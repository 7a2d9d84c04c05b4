import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { GraphQLInputObjectType } from 'graphql';
import type { CapabilitySet } from '../../src/capability/capability-set.js';
import { storeCapability } from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { runOperation } from '../../src/database-schema/run-operation.js';
import { valueOf } from '../support/value-of.js';
import { operationRequest } from './operation-request.js';
import { accessTo, serveCrm, type ServedCrm } from './serve-crm.js';

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm();
});
afterAll(() => crm.close());

/** Some of the sample's columns; `person.privateNote` is guarded. */
const columns = {
  person: ['id', 'email', 'lastName', 'privateNote'],
  organisation: ['id', 'name', 'industry'],
  product: ['id', 'sku', 'category'],
} as const;
type Table = keyof typeof columns;
const tables = Object.keys(columns) as Table[];

const capability = fc.oneof(
  fc.constantFrom(...tables).map((table) => `${table}:select`),
  fc
    .constantFrom(...tables)
    .chain((table) => fc.constantFrom(...columns[table]).map((column) => `${table}.${column}:select`)),
  fc.constantFrom('*:select', '*:aggregate', 'person:*', 'product:update', 'person.email:*'),
);

/** One root field: columns put out, filtered by and ordered by. */
const root = fc.constantFrom(...tables).chain((table) => {
  const some = fc.subarray([...columns[table]], { minLength: 1 });
  const few = fc.subarray([...columns[table]], { maxLength: 2 });
  return fc.record({ table: fc.constant(table), output: some, filter: few, order: few });
});
type Root = typeof root extends fc.Arbitrary<infer Value> ? Value : never;

function documentOf(roots: readonly Root[]): string {
  const fields = roots.map(({ table, output, filter, order }, index) => {
    const where = filter.map((column) => `{ not: { ${column}: { isNull: true } } }`).join(' ');
    const orderBy = order.map((column) => `{ ${column}: ASC }`).join(' ');
    return `r${index}: ${table}(limit: 1, where: { and: [${where}] }, orderBy: [${orderBy}]) { ${output.join(' ')} }`;
  });
  return `{ ${fields.join('\n')} }`;
}

/** Straight from the words of the design, by name, for `select`. */
function holds(capabilities: readonly string[], table: string, column: string | null): boolean {
  return capabilities.some((text) => {
    const [place = '', verb] = text.split(':');
    const [named, of] = place.split('.');
    if ((verb !== 'select' && verb !== '*') || (named !== table && named !== '*')) return false;
    if (column === null) return true;
    return of === undefined ? column !== 'privateNote' : of === column;
  });
}

function missingOf(capabilities: readonly string[], roots: readonly Root[]): readonly string[] {
  const missing = new Set<string>();
  for (const { table, output, filter, order } of roots) {
    if (!holds(capabilities, table, null)) missing.add(`${table}:select`);
    for (const column of [...output, ...filter, ...order]) {
      if (!holds(capabilities, table, column)) missing.add(`${table}.${column}:select`);
    }
  }
  return [...missing].sort();
}

function setOf(capabilities: readonly string[]): CapabilitySet {
  const { space } = crm.served;
  return denote(
    space,
    capabilities.map((text) => valueOf(storeCapability(space, text))),
  );
}

describe('the guard', () => {
  it('names exactly what is missing, wherever it is used, and lets run exactly what misses nothing', async () => {
    let allowed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(capability, { maxLength: 6 }),
        fc.array(root, { minLength: 1, maxLength: 3 }),
        async (capabilities, roots) => {
          const outcome = await runOperation(
            crm.served,
            accessTo(crm.served, setOf(capabilities)),
            operationRequest(documentOf(roots)),
            Date.now(),
          );
          const missing = missingOf(capabilities, roots);
          if (missing.length > 0) {
            expect(outcome).toEqual({ kind: 'forbidden', missing });
          } else {
            expect(outcome.kind).toBe('data');
            allowed += 1;
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(allowed).toBeGreaterThan(10);
  });
});

describe('the visible schema', () => {
  it('has exactly the tables, columns, filters and orders that the caller may use, and by key only with the key', () => {
    fc.assert(
      fc.property(fc.uniqueArray(capability, { maxLength: 5 }), (capabilities) => {
        const { schema } = crm.served.visibleTo(setOf(capabilities));
        const queries = schema.getQueryType()!.getFields();
        for (const table of tables) {
          const typeName = table.charAt(0).toUpperCase() + table.slice(1);
          const usable = columns[table].filter((column) => holds(capabilities, table, column));
          const shownIn = (name: string): readonly string[] => {
            const type = schema.getType(name) as GraphQLInputObjectType | undefined;
            const shown = new Set(Object.keys(type?.getFields() ?? {}));
            return columns[table].filter((column) => shown.has(column));
          };
          expect(table in queries).toBe(usable.length > 0);
          expect(`${table}ByPk` in queries).toBe(usable.some((column) => column === 'id'));
          for (const suffix of ['', 'Filter', 'OrderBy']) expect(shownIn(typeName + suffix)).toEqual(usable);
        }
      }),
      { numRuns: 100 },
    );
  });
});

it('a database that hides its denials answers as if what is missing did not exist', async () => {
  const hiding = { ...crm.served, settings: { ...crm.served.settings, denials: 'HIDE' as const } };
  const effective = setOf(['person:select']);
  const ask = (text: string) =>
    runOperation(hiding, accessTo(hiding, effective), operationRequest(text), Date.now());
  for (const [hidden, unknown] of [
    ['{ person { privateNote } }', '{ person { privateNot0 } }'],
    ['{ product { id } }', '{ produc0 { id } }'],
    ['{ person(orderBy: { privateNote: ASC }) { id } }', '{ person(orderBy: { privateNot0: ASC }) { id } }'],
  ] as const) {
    const [one, other] = [await ask(hidden), await ask(unknown)];
    expect(one.kind).toBe('invalid');
    expect(
      JSON.stringify(one).replaceAll('privateNote', 'privateNot0').replaceAll('product', 'produc0'),
    ).toBe(JSON.stringify(other));
  }
});
