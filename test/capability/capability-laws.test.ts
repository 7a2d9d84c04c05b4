import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  type CapabilitySet,
  allowsColumn,
  allowsNamed,
  allowsRow,
  emptySet,
  equals,
  everything,
  includes,
  intersect,
  isEmpty,
  subtract,
  union,
} from '../../src/capability/capability-set.js';
import {
  listCapabilities,
  printCapability,
  printNeeded,
  printSet,
  storeCapability,
} from '../../src/capability/capability-text.js';
import { denote } from '../../src/capability/denotation.js';
import { verbs } from '../../src/capability/verb.js';
import { world, type World } from './random-world.js';

// Thirteen laws of a thousand worlds each.
const RUNS = { numRuns: 1000 };

/** Holds the law for sets that `denote` gives and for what the algebra makes of them (ROW or columns alone). */
function law(check: (a: CapabilitySet, b: CapabilitySet, c: CapabilitySet, given: World) => void): void {
  fc.assert(
    fc.property(world, (given) => {
      const [a, b, c] = given.lists.map((list) => denote(given.space, list)) as [
        CapabilitySet,
        CapabilitySet,
        CapabilitySet,
      ];
      check(a, b, c, given);
      check(intersect(a, b), subtract(b, c), union(a, c), given);
    }),
    RUNS,
  );
}

/** The answer for every triple and named capability, in one order: one `expect` for all of them is far quicker. */
function answers(set: CapabilitySet): boolean[] {
  const { tables, named } = set.space;
  const triples = tables.flatMap((table) =>
    verbs.flatMap((verb) => [
      allowsRow(set, table.key, verb),
      ...table.columns.map((column) => allowsColumn(set, table.key, column.key, verb)),
    ]),
  );
  return [...triples, ...named.map((name) => allowsNamed(set, name))];
}

function storeAll(given: World, texts: readonly string[]): string[] {
  return texts.map((text) => {
    const stored = storeCapability(given.space, text);
    if (stored.kind === 'refused') throw new Error(stored.problem);
    return stored.value;
  });
}

describe('the algebra of capabilities, in random databases', () => {
  it('union and intersection are commutative', () => {
    law((a, b) => {
      expect(equals(union(a, b), union(b, a))).toBe(true);
      expect(equals(intersect(a, b), intersect(b, a))).toBe(true);
    });
  });

  it('union and intersection are associative', () => {
    law((a, b, c) => {
      expect(equals(union(a, union(b, c)), union(union(a, b), c))).toBe(true);
      expect(equals(intersect(a, intersect(b, c)), intersect(intersect(a, b), c))).toBe(true);
    });
  });

  it('union and intersection are idempotent, and nothing and everything are their ends', () => {
    law((a, _b, _c, { space }) => {
      expect(equals(union(a, a), a)).toBe(true);
      expect(equals(intersect(a, a), a)).toBe(true);
      expect(equals(union(a, emptySet(space)), a)).toBe(true);
      expect(equals(intersect(a, everything(space)), a)).toBe(true);
      expect(isEmpty(intersect(a, emptySet(space)))).toBe(true);
    });
  });

  it('union and intersection distribute over each other', () => {
    law((a, b, c) => {
      expect(equals(intersect(a, union(b, c)), union(intersect(a, b), intersect(a, c)))).toBe(true);
      expect(equals(union(a, intersect(b, c)), intersect(union(a, b), union(a, c)))).toBe(true);
    });
  });

  it('an intersection is never more than either side, nor a union less', () => {
    law((a, b) => {
      const both = intersect(a, b);
      expect(includes(a, both) && includes(b, both)).toBe(true);
      expect(includes(union(a, b), a) && includes(union(a, b), b)).toBe(true);
    });
  });

  it('a set and what is subtracted from it share nothing and make up the whole', () => {
    law((a, b) => {
      expect(isEmpty(intersect(subtract(a, b), b))).toBe(true);
      expect(equals(union(subtract(a, b), intersect(a, b)), a)).toBe(true);
      expect(includes(b, a)).toBe(isEmpty(subtract(a, b)));
    });
  });

  it('an intersection allows exactly what both sides allow, triple by triple', () => {
    law((a, b) => {
      const ofB = answers(b);
      expect(answers(intersect(a, b))).toEqual(answers(a).map((allowed, index) => allowed && ofB[index]));
    });
  });

  it('a list denotes the union of what its capabilities denote', () => {
    law((_a, _b, _c, { space, lists: [list] }) => {
      const each = list.map((text) => denote(space, [text])).reduce(union, emptySet(space));
      expect(equals(denote(space, list), each)).toBe(true);
    });
  });

  it('table capabilities and wildcards never reach a guarded column or a named capability', () => {
    law((_a, _b, _c, { space, lists: [list] }) => {
      const broad = denote(
        space,
        list
          .filter((text) => !text.includes('.') || text.endsWith('*'))
          .filter((text) => !space.named.includes(text)),
      );
      const reached = space.tables.flatMap((table) =>
        table.columns
          .filter(({ guarded }) => guarded)
          .flatMap(({ key }) => verbs.filter((verb) => allowsColumn(broad, table.key, key, verb))),
      );
      expect([...reached, ...space.named.filter((name) => allowsNamed(broad, name))]).toEqual([]);
    });
  });

  it('what a list denotes, printed and stored again, denotes the same', () => {
    law((_a, _b, _c, given) => {
      for (const list of given.lists) {
        const set = denote(given.space, list);
        const texts = printSet(set);
        expect(texts).toEqual([...new Set(texts)].sort());
        expect(equals(denote(given.space, storeAll(given, texts)), set)).toBe(true);
        expect(printNeeded(set)).toEqual(texts);
      }
    });
  });

  it('any set is printed as no more than it is, and its needs as no less', () => {
    law((a, b, c, given) => {
      for (const set of [a, b, c]) {
        expect(includes(set, denote(given.space, storeAll(given, printSet(set))))).toBe(true);
        expect(includes(denote(given.space, storeAll(given, printNeeded(set))), set)).toBe(true);
      }
    });
  });

  it('two sets have one fingerprint exactly when they are equal', () => {
    law((a, b, c, { space }) => {
      const sets = [a, b, c, union(a, b), everything(space)];
      const pairs = sets.flatMap((left) => sets.map((right) => [left, right] as const));
      const same = pairs.map(([left, right]) => left.fingerprint === right.fingerprint);
      expect(same).toEqual(pairs.map(([left, right]) => equals(left, right)));
    });
  });

  it('what is listed as grantable can be stored, is printed as written, and is all there is', () => {
    law((_a, _b, _c, given) => {
      const listed = listCapabilities(given.space);
      const stored = storeAll(given, listed);
      expect(stored.map((text) => printCapability(given.space, text))).toEqual(listed);
      expect(equals(denote(given.space, stored), everything(given.space))).toBe(true);
    });
  });
});
