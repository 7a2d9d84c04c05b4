import fc from 'fast-check';

import { createCapabilitySpace, type CapabilitySpace } from '../../src/capability/capability-space.js';
import { verbs } from '../../src/capability/verb.js';

/** A random database with lists of stored capabilities about it; some of them speak of things that are not there. */
export interface World {
  readonly space: CapabilitySpace;
  readonly lists: readonly [readonly string[], readonly string[], readonly string[]];
}

const NAMED = ['users:impersonate', 'users:setAttributes', 'databases:connect'];

const tables = fc
  .array(
    fc.record({
      verbs: fc.subarray([...verbs], { minLength: 1 }),
      guards: fc.array(fc.boolean(), { maxLength: 6 }),
    }),
    { maxLength: 5 },
  )
  .map((shapes) =>
    shapes.map((shape, t) => ({
      key: `t${t}`,
      name: `table${t}`,
      verbs: shape.verbs,
      columns: shape.guards.map((guarded, c) => ({ key: `c${c}`, name: `column${c}`, guarded })),
    })),
  );

// One more table and column than any world has, so that some capabilities always miss.
const tableKey = fc.nat(5).map((n) => `t${n}`);
const columnKey = fc.nat(6).map((n) => `c${n}`);
const verb = fc.constantFrom(...verbs, '*');

export const storedCapability = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(tableKey, columnKey, verb).map(([t, c, v]) => `${t}.${c}:${v}`) },
  { weight: 2, arbitrary: fc.tuple(tableKey, verb).map(([t, v]) => `${t}:${v}`) },
  { weight: 1, arbitrary: verb.map((v) => `*:${v}`) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMED, 'users:fly', '*.c0:select', 't0.*:select', 't0', '') },
);

const list = fc.array(storedCapability, { maxLength: 8 });

export const world: fc.Arbitrary<World> = fc.record({
  space: fc
    .tuple(tables, fc.subarray(NAMED))
    .map(([grantable, named]) => createCapabilitySpace({ tables: grantable, named })),
  lists: fc.tuple(list, list, list),
});
