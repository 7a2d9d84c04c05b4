import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NamedCatalog } from '../../src/naming/named-catalog.js';
import { restrictCatalog } from '../../src/naming/restrict-catalog.js';
import { catalog, foreignKey, table } from './build-catalog.js';

const { named } = nameCatalog(
  catalog([
    table('organisation', ['id', 'name', 'parent_id'], {
      primaryKey: ['id'],
      foreignKeys: [foreignKey('parent_id', 'organisation')],
    }),
    table('person', ['id', 'organisation_id', 'email'], {
      primaryKey: ['id'],
      foreignKeys: [foreignKey('organisation_id', 'organisation')],
    }),
    table('line', ['order', 'no'], {
      primaryKey: ['order', 'no'],
      foreignKeys: [foreignKey('order,no', 'line', 'order,no')],
    }),
  ]),
  { entries: [] },
  { defaultSchema: 'public' },
);

const everything = named.tables.flatMap((each) =>
  each.columns.map((column) => `${each.name}.${column.name}`),
);

/** What is left for somebody who sees all columns but these. */
const without = (...hidden: readonly string[]): NamedCatalog =>
  visibleOnly(everything.filter((column) => !hidden.includes(column)));

function visibleOnly(columns: readonly string[]): NamedCatalog {
  const visible = named.tables.map((each) => {
    const own = each.columns.filter((column) => columns.includes(`${each.name}.${column.name}`));
    const ids = new Set(own.map((column) => column.id));
    return [each.id, { columns: ids, aggregate: ids }] as const;
  });
  return restrictCatalog(named, new Map(visible.filter(([, seen]) => seen.columns.size > 0)));
}

const tableOf = (from: NamedCatalog, name: string) => from.tables.find((each) => each.name === name);
const relationsOf = (from: NamedCatalog, name: string) =>
  tableOf(from, name)?.relations.map((relation) => relation.name);

describe('what is left of a catalog', () => {
  it('is all of it for somebody who sees everything', () => {
    expect(without()).toEqual(named);
  });

  it('has the columns that are seen, and no table of which none is', () => {
    const left = without('person.id', 'person.organisationId', 'person.email', 'organisation.name');
    expect(left.tables.map((each) => [each.name, each.columns.map((column) => column.name)])).toEqual([
      ['line', ['order', 'no']],
      ['organisation', ['id', 'parentId']],
    ]);
    expect(restrictCatalog(named, new Map()).tables).toEqual([]);
  });

  it('has a key only where the whole key is seen', () => {
    expect(tableOf(without('line.no'), 'line')?.primaryKey).toBeNull();
    expect(tableOf(without('organisation.name'), 'organisation')?.primaryKey).toHaveLength(1);
  });

  it('has a relation only where its target and all columns on both sides are seen', () => {
    const hiddenForward = without('person.organisationId');
    expect(relationsOf(hiddenForward, 'person')).toEqual([]);
    expect(relationsOf(hiddenForward, 'organisation')).toEqual(['parent', 'organisation']);
    const hiddenTarget = without('organisation.id');
    expect(relationsOf(hiddenTarget, 'person')).toEqual([]);
    expect(relationsOf(hiddenTarget, 'organisation')).toEqual([]);
    expect(
      relationsOf(without('organisation.id', 'organisation.name', 'organisation.parentId'), 'person'),
    ).toEqual([]);
    expect(relationsOf(without('line.no'), 'line')).toEqual([]);
    expect(relationsOf(without('person.email'), 'person')).toEqual(['organisation']);
  });

  it('never leads to anything that is not seen, however far a relation is followed', () => {
    fc.assert(
      fc.property(fc.subarray(everything), (columns) => {
        const left = visibleOnly(columns);
        for (const each of left.tables) {
          for (const column of each.columns) expect(columns).toContain(`${each.name}.${column.name}`);
          for (const { columns: own, target, targetColumns } of each.relations) {
            expect(left.tables).toContain(target);
            expect(own.every((column) => each.columns.includes(column))).toBe(true);
            expect(targetColumns.every((column) => target.columns.includes(column))).toBe(true);
          }
        }
      }),
    );
  });

  it('leaves the catalog that it comes from as it is', () => {
    const before = named.tables.map((each) => [each.columns.length, each.relations.length]);
    without('organisation.id', 'line.no');
    expect(named.tables.map((each) => [each.columns.length, each.relations.length])).toEqual(before);
  });
});
