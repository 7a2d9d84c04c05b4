import { describe, expect, it } from '@jest/globals';

import type { Catalog } from '../../src/catalog/catalog.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NameLock } from '../../src/naming/name-lock.js';
import type { NamedCatalog, NamedRelation } from '../../src/naming/named-catalog.js';
import { catalog, foreignKey, table } from './build-catalog.js';

const NO_LOCK: NameLock = { entries: [] };
const name = (found: Catalog, lock = NO_LOCK) => nameCatalog(found, lock, { defaultSchema: 'public' });

/** `name(columns) -> target(columns)`, to-many with `->>`. */
function describeRelation({ name: own, isToMany, columns, target, targetColumns }: NamedRelation): string {
  const names = (list: NamedRelation['columns']): string => list.map((each) => each.name).join();
  return `${own}(${names(columns)}) ${isToMany ? '->>' : '->'} ${target.name}(${names(targetColumns)})`;
}

function relationsOf(named: NamedCatalog, tableName: string): string[] {
  return named.tables.find((each) => each.name === tableName)!.relations.map(describeRelation);
}

const relationNames = (named: NamedCatalog, tableName: string): string[] =>
  named.tables.find((each) => each.name === tableName)!.relations.map((relation) => relation.name);

const organisation = table('organisation', ['id', 'name'], { primaryKey: ['id'] });
const person = table('person', ['id', 'organisation_id'], {
  primaryKey: ['id'],
  foreignKeys: [foreignKey('organisation_id', 'organisation')],
});

describe('a relation', () => {
  it('is named forward by its column without the id, backward by the table that refers', () => {
    const { named } = name(catalog([organisation, person]));
    expect(relationsOf(named, 'person')).toEqual(['organisation(organisationId) -> organisation(id)']);
    expect(relationsOf(named, 'organisation')).toEqual(['person(id) ->> person(organisationId)']);
  });

  it('leads to the very table and columns of its catalog', () => {
    const { named } = name(catalog([organisation, person]));
    const [first, second] = named.tables;
    expect(second!.relations[0]!.target).toBe(first);
    expect(second!.relations[0]!.columns[0]).toBe(second!.columns[1]);
    expect(second!.relations[0]!.targetColumns[0]).toBe(first!.columns[0]);
    expect(first!.relations[0]!.target).toBe(second);
    expect(first!.relations[0]!.direction).toBe('backward');
  });

  it('is named after its target where the column does not end in id', () => {
    const film = table('film', ['spoken', 'id'], {
      foreignKeys: [foreignKey('spoken', 'language'), foreignKey('id', 'work')],
    });
    const { named } = name(catalog([film, table('language'), table('work')]));
    expect(relationNames(named, 'film')).toEqual(['language', 'work']);
  });

  it('is named by target and columns where the plain name is a column’s', () => {
    const film = table('film', ['language', 'owner_id', 'owner'], {
      foreignKeys: [foreignKey('language', 'language'), foreignKey('owner_id', 'person')],
    });
    const language = table('language', ['id', 'film']);
    const { named } = name(catalog([film, language, person, organisation]));
    expect(relationNames(named, 'film')).toEqual(['languageByLanguage', 'personByOwnerId']);
    expect(relationNames(named, 'language')).toEqual(['filmByLanguage']);
  });

  it('works on several columns, named after the target', () => {
    const lines = table('line', ['order_no', 'order_year', 'no'], {
      foreignKeys: [foreignKey('order_year,order_no', 'order', 'year,no')],
    });
    const { named } = name(catalog([lines, table('order', ['no', 'year'])]));
    expect(relationsOf(named, 'line')).toEqual(['order(orderYear,orderNo) -> order(year,no)']);
    expect(relationsOf(named, 'order')).toEqual(['line(year,no) ->> line(orderYear,orderNo)']);
  });

  it('on several columns is told apart by all of them where it has to be', () => {
    const match = table('match', ['league', 'home', 'guest'], {
      foreignKeys: [
        foreignKey('league,guest', 'team', 'league,id'),
        foreignKey('league,home', 'team', 'league,id'),
      ],
    });
    const { named } = name(catalog([match, table('team', ['league', 'id'])]));
    expect(relationNames(named, 'match')).toEqual(['team', 'teamByLeagueAndHome']);
    expect(relationNames(named, 'team')).toEqual(['matchByLeagueAndGuest', 'matchByLeagueAndHome']);
  });

  it('leads from a table to itself in both directions', () => {
    const own = table('organisation', ['id', 'parent_id'], {
      foreignKeys: [foreignKey('parent_id', 'organisation')],
    });
    const { named } = name(catalog([own]));
    expect(relationsOf(named, 'organisation')).toEqual([
      'parent(parentId) -> organisation(id)',
      'organisation(id) ->> organisation(parentId)',
    ]);
    expect(named.tables[0]!.relations[0]!.target).toBe(named.tables[0]);
  });

  it('to itself by a column of its own name is told apart by the column backward', () => {
    const own = table('organisation', ['id', 'organisation_id'], {
      foreignKeys: [foreignKey('organisation_id', 'organisation')],
    });
    expect(relationNames(name(catalog([own])).named, 'organisation')).toEqual([
      'organisation',
      'organisationByOrganisationId',
    ]);
  });

  it('is told apart backward by its columns where two foreign keys lead from one table to another', () => {
    const film = table('film', ['language_id', 'original_language_id'], {
      foreignKeys: [foreignKey('language_id', 'language'), foreignKey('original_language_id', 'language')],
    });
    const { named } = name(catalog([film, table('language')]));
    expect(relationNames(named, 'film')).toEqual(['language', 'originalLanguage']);
    expect(relationNames(named, 'language')).toEqual(['filmByLanguageId', 'filmByOriginalLanguageId']);
  });

  it('is one where two foreign keys say the same, in whatever order of their columns', () => {
    const line = table('line', ['a', 'b'], {
      foreignKeys: [
        foreignKey('a,b', 'order', 'x,y', 'first'),
        foreignKey('b,a', 'order', 'y,x', 'second'),
        foreignKey('a,b', 'order', 'x,y', 'third'),
      ],
    });
    const { named, lock } = name(catalog([line, table('order', ['x', 'y'])]));
    expect(relationNames(named, 'line')).toEqual(['order']);
    expect(relationNames(named, 'order')).toEqual(['line']);
    expect(lock.entries.filter(({ kind }) => kind === 'relation')).toHaveLength(2);
  });

  it('is two where one column leads to two tables, or to two columns', () => {
    const note = table('note', ['person_id'], {
      foreignKeys: [
        foreignKey('person_id', 'person', 'id', 'a'),
        foreignKey('person_id', 'person', 'organisation_id', 'b'),
        foreignKey('person_id', 'organisation', 'id', 'c'),
      ],
    });
    const { named } = name(catalog([note, person, organisation]));
    expect(relationNames(named, 'note')).toEqual(['person', 'personByPersonId', 'organisationByPersonId']);
    expect(relationNames(named, 'person')).toEqual(['organisation', 'noteByPersonId', 'noteByPersonId_2']);
  });

  it('is to-one backward only where its columns are exactly a key of the table that refers', () => {
    const keyed = (keys: Parameters<typeof table>[2]) => {
      const own = table('p', ['a', 'b', 'c'], { ...keys, foreignKeys: [foreignKey('a,b', 'q', 'x,y')] });
      return name(catalog([own, table('q', ['x', 'y'])])).named.tables[1]!.relations[0]!.isToMany;
    };
    expect(keyed({})).toBe(true);
    expect(keyed({ primaryKey: ['a'] })).toBe(true);
    expect(keyed({ primaryKey: ['a', 'b', 'c'] })).toBe(true);
    expect(keyed({ primaryKey: ['b', 'a'] })).toBe(false);
    expect(keyed({ uniqueKeys: [{ name: 'k', columns: ['a', 'b'] }] })).toBe(false);
  });

  it('takes the fields of its aggregate and its connection, and leaves those of columns alone', () => {
    const own = table('organisation', ['id', 'person_aggregate']);
    const visit = table('visit', ['person_id', 'person_connection_id'], {
      foreignKeys: [foreignKey('person_id', 'person'), foreignKey('person_connection_id', 'organisation')],
    });
    expect(relationNames(name(catalog([own, person])).named, 'organisation')).toEqual([
      'personByOrganisationId',
    ]);
    expect(relationNames(name(catalog([organisation, person, visit])).named, 'visit')).toEqual([
      'person',
      'organisationByPersonConnectionId',
    ]);
  });

  it('leaves the names alone that Postern keeps for rows', () => {
    const own = table('t', ['and_id'], { foreignKeys: [foreignKey('and_id', 'not')] });
    const { named } = name(catalog([own, table('not')]));
    expect(relationNames(named, 't')).toEqual(['notByAndId']);
  });

  it('named by its own column goes before one that is named after its target', () => {
    const own = table('visit', ['x', 'y', 'person_id'], {
      foreignKeys: [
        foreignKey('x,y', 'person', 'id,organisation_id', 'a'),
        foreignKey('person_id', 'person', 'id', 'b'),
      ],
    });
    expect(relationNames(name(catalog([own, person, organisation])).named, 'visit')).toEqual([
      'personByXAndY',
      'person',
    ]);
  });

  it('comes forward in the order of the foreign keys, then backward in the order of the catalog', () => {
    const a = table('a', ['id', 'm_id'], { foreignKeys: [foreignKey('m_id', 'm')] });
    const m = table('m', ['id', 'z_id', 'a_id'], {
      foreignKeys: [foreignKey('z_id', 'z'), foreignKey('a_id', 'a')],
    });
    const z = table('z', ['id', 'm_id'], { foreignKeys: [foreignKey('m_id', 'm')] });
    const { named } = name(catalog([z, m, a]));
    expect(named.tables[1]!.relations.map((each) => `${each.direction} ${each.target.name}`)).toEqual([
      'forward z',
      'forward a',
      'backward a',
      'backward z',
    ]);
  });

  it('that leads out of the catalog, or by no column, is a bug, and thrown', () => {
    expect(() => name(catalog([person]))).toThrow('leads out of the catalog');
    const lost = table('t', ['id'], { foreignKeys: [foreignKey('x', 't')] });
    expect(() => name(catalog([lost]))).toThrow('no column x');
  });
});

describe('a relation in the name lock', () => {
  it('is an entry of the table that has the field, with both sides of the key in one text', () => {
    const { lock } = name(catalog([organisation, person]));
    const key = '[["public","person"],["organisation_id"],["public","organisation"],["id"]]';
    expect(lock.entries.filter(({ kind }) => kind === 'relation')).toEqual([
      {
        id: 'r1',
        kind: 'relation',
        path: ['public', 'organisation', 'backward', key],
        name: 'person',
        appearedLater: false,
      },
      {
        id: 'r2',
        kind: 'relation',
        path: ['public', 'person', 'forward', key],
        name: 'organisation',
        appearedLater: false,
      },
    ]);
  });

  it('fits into an index of PostgreSQL however many columns it has, and stays apart from others', () => {
    const columns = Array.from({ length: 32 }, (_, index) => `${index}`.padStart(60, 'x'));
    const wide = table('wide', columns, {
      foreignKeys: [
        foreignKey(columns.join(), 'wide', columns.join(), 'a'),
        foreignKey(columns.slice(1).join(), 'wide', columns.slice(1).join(), 'b'),
      ],
    });
    const paths = name(catalog([wide])).lock.entries.flatMap(({ kind, path }) =>
      kind === 'relation' ? [path.join()] : [],
    );
    expect(new Set(paths).size).toBe(4);
    expect(Math.max(...paths.map((path) => path.length))).toBeLessThan(700);
  });

  it('keeps its name when a second foreign key comes, which is named by its column', () => {
    const before = name(catalog([organisation, person]));
    const grown = {
      ...person,
      columns: [...person.columns, ...table('x', ['employer_id']).columns],
      foreignKeys: [foreignKey('employer_id', 'organisation'), ...person.foreignKeys],
    };
    const after = name(catalog([organisation, grown]), before.lock);
    expect(relationNames(after.named, 'organisation')).toEqual(['personByEmployerId', 'person']);
    expect(relationNames(after.named, 'person')).toEqual(['employer', 'organisation']);
    // And back: the plain name stays with the one that had it first.
    const moved = { ...grown, foreignKeys: [foreignKey('employer_id', 'organisation')] };
    const only = table('organisation', ['id', 'name'], { primaryKey: ['id'] });
    expect(relationNames(name(catalog([only, moved]), before.lock).named, 'organisation')).toEqual([
      'personByEmployerId',
    ]);
    expect(name(catalog([organisation, grown]), after.lock)).toEqual(after);
  });

  it('keeps its name when a column of that name comes: the column steps aside', () => {
    const before = name(catalog([organisation, person]));
    const grown = table('organisation', ['id', 'name', 'person', 'person_aggregate'], { primaryKey: ['id'] });
    const { named } = name(catalog([grown, person]), before.lock);
    expect(named.tables[0]!.columns.map((each) => each.name)).toEqual([
      'id',
      'name',
      'person_2',
      'personAggregate_2',
    ]);
    expect(relationNames(named, 'organisation')).toEqual(['person']);
  });

  it('keeps id and name while its foreign key is gone, also from others', () => {
    const before = name(catalog([organisation, person]));
    const without = name(catalog([organisation, { ...person, foreignKeys: [] }]), before.lock);
    expect(relationNames(without.named, 'organisation')).toEqual([]);
    expect(without.lock).toEqual(before.lock);
    expect(name(catalog([organisation, person]), without.lock)).toEqual(before);
  });

  it('keeps its name when it becomes to-one', () => {
    const before = name(catalog([organisation, person]));
    const unique = { ...person, uniqueKeys: [{ name: 'k', columns: ['organisation_id'] }] };
    const after = name(catalog([organisation, unique]), before.lock);
    expect(relationsOf(after.named, 'organisation')).toEqual(['person(id) -> person(organisationId)']);
    expect(after.lock).toEqual(before.lock);
  });

  it('has the name that an administrator gave it', () => {
    const before = name(catalog([organisation, person]));
    const renamed = {
      entries: before.lock.entries.map((entry) => (entry.id === 'r1' ? { ...entry, name: 'staff' } : entry)),
    };
    const after = name(catalog([organisation, person]), renamed);
    expect(relationNames(after.named, 'organisation')).toEqual(['staff']);
    expect(after.named.fingerprint).not.toBe(before.named.fingerprint);
    expect(after.clashes).toMatchObject([{ kind: 'relation', wanted: 'person', issued: 'staff' }]);
  });

  it('is listed as a clash where it did not get the name that it wanted', () => {
    const film = table('film', ['language'], { foreignKeys: [foreignKey('language', 'language')] });
    const { clashes, lock } = name(catalog([film, table('language')]));
    const path = lock.entries.find((entry) => entry.id === 'r1')!.path;
    expect(clashes).toEqual([{ kind: 'relation', path, wanted: 'language', issued: 'languageByLanguage' }]);
    expect(name(catalog([organisation, person])).clashes).toEqual([]);
  });
});

describe('a table that appears later', () => {
  it('is marked, for ever, where the database had been read before', () => {
    const later = ({ named }: { named: NamedCatalog }) =>
      named.tables.filter((each) => each.appearedLater).map((each) => each.name);
    const first = name(catalog([organisation]));
    const second = name(catalog([organisation, person]), first.lock);
    const third = name(catalog([organisation, person]), second.lock);
    expect(later(first)).toEqual([]);
    expect(later(second)).toEqual(['person']);
    expect(later(third)).toEqual(['person']);
    expect(second.named.tables[1]!.columns.some((column) => column.appearedLater)).toBe(false);
  });
});

describe('the fingerprint of a named catalog with relations', () => {
  it('changes with what a relation leads to, be it one or many', () => {
    const { named, lock } = name(catalog([organisation, person]));
    const found = catalog([organisation, person]);
    const unique = { ...person, uniqueKeys: [{ name: 'k', columns: ['organisation_id'] }] };
    // As if the catalog's own fingerprint had not noticed.
    const toOne = { ...catalog([organisation, unique]), fingerprint: found.fingerprint };
    expect(name(toOne, lock).named.fingerprint).not.toBe(named.fingerprint);
    expect(name(found, lock).named.fingerprint).toBe(named.fingerprint);
  });
});
