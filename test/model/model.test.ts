import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { CallerAccess } from '../../src/database-schema/caller-access.js';
import { runOperation } from '../../src/database-schema/run-operation.js';
import type { ServedDatabase } from '../../src/database-schema/served-database.js';
import { operationRequest } from '../database-schema/operation-request.js';
import { answer, effectiveRights, type Answer } from './access-model.js';
import type { Caller, Operation, World } from './model-world.js';
import { tables } from './model-schema.js';
import { printOperation } from './print-operation.js';
import { Random } from './random.js';
import { randomCaller, randomGuarded, randomOperation, randomRows, siblingOf } from './random-world.js';
import { accessOfCaller, createModelDatabase, type ModelDatabase } from './serve-model.js';

/** `MODEL_SEED=7 MODEL_WORLDS=1` runs one world again; more worlds are a longer search. */
const FIRST_SEED = Number(process.env['MODEL_SEED'] ?? 1);
const WORLDS = Number(process.env['MODEL_WORLDS'] ?? 210);
const OPERATIONS = 25;
const WORLDS_WITH_THE_SAME_ROWS = 3;

let database: ModelDatabase;
beforeAll(async () => {
  database = await createModelDatabase();
});
afterAll(() => database.close());

it('the model knows the tables, columns and relations that the gateway found', () => {
  const found = database.named.tables.map(({ name, typeName, columns, primaryKey, relations }) => ({
    name,
    typeName,
    columns: columns.map((column) => column.name).sort(),
    key: primaryKey?.map((column) => column.name),
    relations: relations
      .map((relation) => ({
        name: relation.name,
        target: relation.target.name,
        isToMany: relation.isToMany,
        columns: relation.columns.map((column) => column.name),
        targetColumns: relation.targetColumns.map((column) => column.name),
      }))
      .sort(byName),
  }));
  const known = tables.map(({ columns, relations, ...table }) => ({
    ...table,
    columns: Object.keys(columns).sort(),
    relations: Object.entries(relations)
      .map(([name, relation]) => ({ name, ...relation }))
      .sort(byName),
  }));
  expect(found.sort(byName)).toEqual(known.sort(byName));
});

it('the gateway gives the verdicts and the rows of the model, in random worlds to random operations', async () => {
  const seen = { pairs: 0, data: 0, withRows: 0, fewerRows: 0, forbidden: 0, hidden: 0, truncated: 0 };
  let rows: World['rows'] = {};
  for (let index = 0; index < WORLDS; index += 1) {
    const seed = FIRST_SEED + index;
    // The rows come from the first seed that has them, whichever world of theirs is run.
    if (index === 0 || seed % WORLDS_WITH_THE_SAME_ROWS === 0) {
      rows = randomRows(new Random(seed - (seed % WORLDS_WITH_THE_SAME_ROWS)));
      await database.fill(rows);
    }
    const random = new Random(seed * 7919 + 1);
    const world: World = { rows, guarded: randomGuarded(random), defaultLimit: 4 };
    const denials = random.chance(0.2) ? 'HIDE' : 'FORBID';
    const served = database.serve(world, denials);
    const callers = callersOf(random, world).map((caller) => ({
      caller,
      access: accessOfCaller(served, caller),
    }));
    for (let count = 0; count < OPERATIONS; count += 1) {
      const [first, ...siblings] = random.oneOf(callers.length > 1 ? [callers, callers.slice(1)] : [callers]);
      if (!first) throw new Error('A world has no caller.');
      const operation = randomOperation(random, world, effectiveRights(world, first.caller));
      const { text, variables } = printOperation(operation, random.chance(0.2));
      for (const { caller, access } of [first, ...siblings.slice(0, random.chance(0.3) ? 1 : 0)]) {
        const wanted = answer(world, caller, operation);
        const given = await ask(served, access, text, variables);
        const expected = expectedOf(wanted, denials, world, caller, operation);
        if (JSON.stringify(given) !== JSON.stringify(expected)) {
          throw new Error(explain({ seed, text, variables, caller, world, denials, expected, given }));
        }
        tally(seen, wanted, denials, operation, world);
      }
    }
  }
  console.log(JSON.stringify({ seed: FIRST_SEED, ...seen }));
  if (WORLDS < 200) return;
  expect(seen.pairs).toBeGreaterThanOrEqual(5_000);
  // Worlds in which everything is refused, or nothing is there, would prove nothing.
  expect(seen.withRows).toBeGreaterThan(1_500);
  expect(seen.forbidden).toBeGreaterThan(500);
  expect(seen.hidden).toBeGreaterThan(100);
  expect(seen.fewerRows).toBeGreaterThan(500);
  expect(seen.truncated).toBeGreaterThan(50);
}, 180_000);

/** One, and another that shares its plans but has values of its own. */
function callersOf(random: Random, world: World): readonly [Caller, ...Caller[]] {
  const caller = randomCaller(random, world);
  return [caller, siblingOf(random, caller)];
}

async function ask(
  served: ServedDatabase,
  access: CallerAccess,
  text: string,
  variables: Record<string, unknown>,
): Promise<unknown> {
  const outcome = await runOperation(served, access, operationRequest(text, variables), 0);
  if (outcome.kind === 'forbidden') return { kind: 'forbidden', missing: outcome.missing };
  if (outcome.kind !== 'data') return { kind: 'refused' };
  const truncated = outcome.written.truncated.map((path) => JSON.stringify(path)).sort();
  return { kind: 'data', data: outcome.written.data, truncated };
}

function expectedOf(
  wanted: Answer,
  denials: 'FORBID' | 'HIDE',
  world: World,
  caller: Caller,
  operation: Operation,
): unknown {
  if (denials === 'HIDE' && (wanted.kind === 'forbidden' || showsNothing(world, caller, operation))) {
    return { kind: 'refused' };
  }
  return wanted.kind === 'forbidden' ? wanted : { ...wanted, data: JSON.stringify(wanted.data) };
}

/** A table with no column to be seen is not in the visible schema (a type needs fields), though its rows are granted. */
function showsNothing(world: World, caller: Caller, operation: Operation): boolean {
  const effective = effectiveRights(world, caller);
  return operation.some(({ table }) => ![...effective].some((place) => place.startsWith(`${table}.`)));
}

function tally(
  seen: Record<'pairs' | 'data' | 'withRows' | 'fewerRows' | 'forbidden' | 'hidden' | 'truncated', number>,
  wanted: Answer,
  denials: 'FORBID' | 'HIDE',
  operation: Operation,
  world: World,
): void {
  seen.pairs += 1;
  if (wanted.kind === 'forbidden') {
    seen[denials === 'HIDE' ? 'hidden' : 'forbidden'] += 1;
    return;
  }
  seen.data += 1;
  if (wanted.truncated.length > 0) seen.truncated += 1;
  if (JSON.stringify(wanted.data).includes('":[{')) seen.withRows += 1;
  if (JSON.stringify(wanted.data) !== JSON.stringify(unrestricted(world, operation))) seen.fewerRows += 1;
}

/** What somebody would get who may see everything. */
function unrestricted(world: World, operation: Operation): unknown {
  const free = answer({ ...world, guarded: [] }, omnipotent, operation);
  return free.kind === 'data' ? free.data : null;
}

const omnipotent: Caller = {
  user: { id: '', email: '', attributes: {} },
  key: { id: '', tags: [] },
  groups: [{ grants: ['*:select'], rules: [] }],
  subset: null,
  narrowing: null,
};

function explain(facts: Record<string, unknown>): string {
  return `The gateway and the model disagree.\n${Object.entries(facts)
    .map(([name, fact]) => `${name}: ${typeof fact === 'string' ? fact : JSON.stringify(fact)}`)
    .join('\n')}`;
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  return left.name < right.name ? -1 : 1;
}
