import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Catalog, CatalogTable } from '../../src/catalog/catalog.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NameLock } from '../../src/naming/name-lock.js';
import type { NamedCatalog } from '../../src/naming/named-catalog.js';
import {
  enumTypesOf,
  queryFieldsOf,
  relationFieldsOf,
  reservedColumns,
  reservedTypes,
  rowTypesOf,
} from '../../src/naming/reserved-names.js';
import { catalog, enumType, table } from './build-catalog.js';

// Few and spiteful words, so that nearly every catalog has clashes.
const word = fc.constantFrom(
  'film',
  'Film',
  'group',
  'one',
  'aggregate',
  'by_pk',
  'column',
  'filter',
  'query',
  'date',
  'é',
);
const identifier = fc.oneof(
  word,
  fc.tuple(word, word).map(([left, right]) => `${left}_${right}`),
  fc.tuple(word, word).map(([left, right]) => `${left}${right}`),
  fc.constantFrom('film_2', 'and', '__proto__', '_'),
);
const tables = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom('public', 'film'), identifier, fc.uniqueArray(identifier, { maxLength: 4 }))
    .map(([schema, name, columns]) => table([schema, name], columns)),
  { selector: ({ schema, name }) => `${schema}.${name}`, maxLength: 8 },
);
const enums = fc.uniqueArray(
  fc
    .tuple(identifier, fc.uniqueArray(identifier, { maxLength: 3 }))
    .map(([name, labels]) => enumType(name, labels)),
  { selector: ({ name }) => name, maxLength: 3 },
);
// Where each foreign key starts and ends: numbers that are taken modulo what there is.
const keyPlaces = fc.array(
  fc.tuple(fc.nat(20), fc.nat(20), fc.array(fc.nat(20), { minLength: 1, maxLength: 2 })),
  {
    maxLength: 8,
  },
);
const anyCatalog = fc
  .tuple(tables, enums, keyPlaces)
  .map(([some, others, places]) => catalog(withForeignKeys(some, places), others));

function withForeignKeys(
  some: readonly CatalogTable[],
  places: readonly (readonly [number, number, readonly number[]])[],
): readonly CatalogTable[] {
  const usable = some.filter(({ columns }) => columns.length > 0);
  const keys = places.flatMap(([from, to, columns], index) => {
    const table = usable[from % usable.length];
    const target = usable[to % usable.length];
    if (table === undefined || target === undefined) return [];
    const pick = (own: CatalogTable, shift: number): readonly string[] => [
      ...new Set(columns.map((number) => own.columns[(number + shift) % own.columns.length]!.name)),
    ];
    const [left, right] = [pick(table, 0), pick(target, index)];
    const length = Math.min(left.length, right.length);
    return [
      {
        table,
        key: {
          name: `key_${index}`,
          columns: left.slice(0, length),
          targetSchema: target.schema,
          targetTable: target.name,
          targetColumns: right.slice(0, length),
        },
      },
    ];
  });
  return some.map((table) => ({
    ...table,
    foreignKeys: keys.filter((each) => each.table === table).map(({ key }) => key),
  }));
}

const name = (found: Catalog, lock: NameLock) => nameCatalog(found, lock, { defaultSchema: 'public' });

/** Everything that is issued, by what it is for. */
function issued(named: NamedCatalog): Map<string, string> {
  const names = new Map<string, string>();
  for (const { id, source, name: own, typeName, columns, relations } of named.tables) {
    names.set(`table ${source.schema}.${source.name}`, `${id} ${own} ${typeName}`);
    for (const column of columns)
      names.set(
        `column ${source.schema}.${source.name}.${column.source.name}`,
        `${column.id} ${column.name}`,
      );
    // The id is bound to the place by the lock, which the test compares.
    for (const relation of relations) names.set(`relation ${relation.id}`, relation.name);
  }
  for (const { id, source, typeName, values } of named.enums) {
    names.set(`enum ${source.name}`, `${id} ${typeName}`);
    for (const value of values) names.set(`value ${source.name}.${value.label}`, value.name);
  }
  return names;
}

function repeated(names: readonly string[]): string[] {
  return names.filter((own, index) => names.indexOf(own) !== index);
}

describe('a catalog that grows and shrinks', () => {
  it('never renames anything', () => {
    fc.assert(
      fc.property(fc.array(anyCatalog, { minLength: 2, maxLength: 5 }), (history) => {
        const known = new Map<string, string>();
        let lock: NameLock = { entries: [] };
        for (const found of history) {
          const result = name(found, lock);
          for (const [what, own] of issued(result.named)) {
            expect([what, known.get(what) ?? own]).toEqual([what, own]);
            known.set(what, own);
          }
          expect(result.lock.entries.slice(0, lock.entries.length)).toEqual(lock.entries);
          lock = result.lock;
        }
        expect(repeated(lock.entries.map((entry) => entry.id))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is named alike by the lock in any order of its entries', () => {
    fc.assert(
      fc.property(anyCatalog, anyCatalog, (first, second) => {
        const { lock } = name(first, { entries: [] });
        const backwards = { entries: [...lock.entries].reverse() };
        expect(name(second, backwards).named).toEqual(name(second, lock).named);
      }),
      { numRuns: 300 },
    );
  });

  it('never has one field, type, column or value twice, nor one that is reserved', () => {
    fc.assert(
      fc.property(anyCatalog, anyCatalog, (first, second) => {
        const { named } = name(second, name(first, { entries: [] }).lock);
        const types = [
          ...named.tables.flatMap((entry) => rowTypesOf(entry.typeName)),
          ...named.enums.flatMap((entry) => enumTypesOf(entry.typeName)),
        ];
        expect(repeated([...types, ...reservedTypes])).toEqual([]);
        expect(repeated(named.tables.flatMap((entry) => queryFieldsOf(entry.name)))).toEqual([]);
        for (const { columns, relations } of named.tables) {
          const fields = [
            ...columns.map((column) => column.name),
            ...relations.flatMap((relation) => relationFieldsOf(relation.name)),
          ];
          expect(repeated([...fields, ...reservedColumns])).toEqual([]);
          expect(repeated(columns.map((column) => column.enumValue))).toEqual([]);
        }
        for (const { values } of named.enums) expect(repeated(values.map((value) => value.name))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('is named alike however often', () => {
    fc.assert(
      fc.property(anyCatalog, (found) => {
        const shuffledKeys: CatalogTable[] = found.tables.map((entry) => ({ ...entry }));
        const again = name({ ...found, tables: shuffledKeys }, { entries: [] });
        expect(again).toEqual(name(found, { entries: [] }));
      }),
      { numRuns: 100 },
    );
  });
});
