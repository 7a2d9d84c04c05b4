import { describe, expect, it } from '@jest/globals';

import type { Catalog } from '../../src/catalog/catalog.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NameLock } from '../../src/naming/name-lock.js';
import { catalog, column, enumType, table } from './build-catalog.js';

const NO_LOCK: NameLock = { entries: [] };
const name = (found: Catalog, lock = NO_LOCK) => nameCatalog(found, lock, { defaultSchema: 'public' });

/** `schema.table → field/Type`, but `table → …` in public. */
function tableNames(found: Catalog, lock = NO_LOCK): Record<string, string> {
  const { named } = name(found, lock);
  const key = ({ schema, name: own }: { schema: string; name: string }) =>
    schema === 'public' ? own : `${schema}.${own}`;
  return Object.fromEntries(
    named.tables.map((entry) => [key(entry.source), `${entry.name}/${entry.typeName}`]),
  );
}

function columnNames(columns: readonly string[], primaryKey: readonly string[] | null = null): string[] {
  const { named } = name(catalog([table('t', columns, { primaryKey })]));
  return named.tables[0]!.columns.map((entry) => `${entry.name}/${entry.enumValue}`);
}

describe('names of tables', () => {
  it('change only in case, and are prefixed outside the default schema', () => {
    const found = catalog([
      table('film_actor'),
      table('Album'),
      table(['sales', 'order']),
      table(['Sales Dept', 'URL']),
    ]);
    expect(tableNames(found)).toEqual({
      'Sales Dept.URL': 'salesDeptUrl/SalesDeptUrl',
      Album: 'album/Album',
      film_actor: 'filmActor/FilmActor',
      'sales.order': 'salesOrder/SalesOrder',
    });
  });

  it('that meet go to the default schema first, then to the plain one, then by the order of the catalog', () => {
    const found = catalog([
      table(['a', 'order']),
      table('a_order'),
      table('AOrder'),
      table('A_Order'),
      table('aOrder'),
    ]);
    expect(tableNames(found)).toEqual({
      'a.order': 'aOrder_5/AOrder_5',
      AOrder: 'aOrder_2/AOrder_2',
      A_Order: 'aOrder_3/AOrder_3',
      aOrder: 'aOrder_4/AOrder_4',
      a_order: 'aOrder/AOrder',
    });
  });

  it('step aside for the fields that another table brings with it', () => {
    const found = catalog([
      table('film'),
      table('film_aggregate'),
      table('film_by_pk'),
      table('film_groups'),
      table('film_connection'),
    ]);
    expect(tableNames(found)).toEqual({
      film: 'film/Film',
      film_aggregate: 'filmAggregate_2/FilmAggregate_2',
      film_by_pk: 'filmByPk_2/FilmByPk_2',
      film_connection: 'filmConnection_2/FilmConnection_2',
      film_groups: 'filmGroups_2/FilmGroups_2',
    });
  });

  it('step aside for the field of another table’s unique key', () => {
    const film = table('film', ['title', 'release_year'], {
      uniqueKeys: [{ name: 'k', columns: ['title', 'release_year'] }],
    });
    expect(tableNames(catalog([film, table('film_by_title_and_release_year')]))).toMatchObject({
      film_by_title_and_release_year: 'filmByTitleAndReleaseYear_2/FilmByTitleAndReleaseYear_2',
    });
    expect(tableNames(catalog([film, table('film_by_title')]))).toMatchObject({
      film_by_title: 'filmByTitle/FilmByTitle',
    });
  });

  it('keep their field when only the type is taken', () => {
    expect(tableNames(catalog([table('user'), table('user_group'), table('user_list')]))).toEqual({
      user: 'user/User',
      user_group: 'userGroup/UserGroup_2',
      user_list: 'userList/UserList',
    });
  });

  it('never make a mutation field twice', () => {
    expect(tableNames(catalog([table('film'), table('film_one')]))).toMatchObject({
      film_one: 'filmOne/FilmOne_2',
    });
  });

  it('leave root types, scalars and shared inputs alone', () => {
    const found = catalog(
      [
        'query',
        'mutation',
        'string',
        'date',
        'int_filter',
        'page_info',
        'node',
        'boolean',
        'nothing',
        'id',
      ].map((own) => table(own)),
    );
    expect(tableNames(found)).toEqual({
      boolean: 'boolean/Boolean_',
      date: 'date/Date_',
      id: 'id/Id',
      int_filter: 'intFilter/IntFilter_',
      mutation: 'mutation/Mutation_',
      node: 'node_/Node_',
      nothing: 'nothing_/Nothing_',
      page_info: 'pageInfo/PageInfo_',
      query: 'query/Query_',
      string: 'string/String_',
    });
  });

  it('are escaped and never dropped where GraphQL has no such name', () => {
    const found = catalog([
      table('__proto__'),
      table('عميل'),
      table('2fa'),
      table(' '),
      table('constructor'),
    ]);
    const { named } = name(found);
    expect(named.tables.map((entry) => [entry.source.name, entry.name])).toEqual([
      [' ', '_20_'],
      ['2fa', '_2fa'],
      ['__proto__', '_proto'],
      ['constructor', 'constructor'],
      ['عميل', '_639_645_64a_644_'],
    ]);
  });
});

describe('names of columns', () => {
  it('are unique as fields and as enum values', () => {
    expect(columnNames(['release_year', 'releaseYear', 'naïve', 'na_ef_ve'])).toEqual([
      'releaseYear/RELEASE_YEAR',
      'releaseYear_2/RELEASE_YEAR_2',
      'na_ef_ve_2/NA_EF_VE_2',
      'naEfVe/NA_EF_VE',
    ]);
  });

  it('leave the members of filters and of a row alone', () => {
    expect(columnNames(['and', 'or', 'not', 'all', 'node_id', '__typename'])).toEqual([
      'and_/AND_',
      'or_/OR_',
      'not_/NOT_',
      'all_/ALL_',
      'nodeId_/NODE_ID_',
      '_typename/_TYPENAME',
    ]);
  });

  it('leave the arguments of updates by key alone, in a key only', () => {
    expect(columnNames(['set', 'inc'], ['set'])).toEqual(['set_/SET_', 'inc/INC']);
  });

  it('come in the order of the primary key in the key', () => {
    const { named } = name(catalog([table('t', ['a', 'b', 'c'], { primaryKey: ['c', 'a'] })]));
    expect(named.tables[0]!.primaryKey!.map((key) => key.name)).toEqual(['c', 'a']);
    expect(named.tables[0]!.primaryKey![0]).toBe(named.tables[0]!.columns[2]);
  });
});

describe('names of enums', () => {
  const mood = { kind: 'enum', schema: 'public', name: 'film_mood', sql: 'public.film_mood' } as const;

  it('are types, with a value for each label in its order', () => {
    const labels = ['PG-13', 'PG_13', 'true', 'null', '', 'b', 'B', '1'];
    const found = catalog(
      [
        table('film', [
          column('mood', mood),
          column('moods', { kind: 'array', element: mood, sql: 'x[]', dimensions: 1, delimiter: ',' }),
          'title',
        ]),
      ],
      [enumType('film_mood', labels)],
    );
    const { named } = name(found);
    expect(named.enums[0]!.typeName).toBe('FilmMood');
    expect(named.enums[0]!.values).toEqual(
      ['PG_13_2', 'PG_13', 'true_', 'null_', '_EMPTY', 'b', 'B', '_1'].map((value, index) => ({
        name: value,
        label: labels[index],
      })),
    );
    expect(named.tables[0]!.columns.map((entry) => entry.enumType)).toEqual([
      named.enums[0],
      named.enums[0],
      null,
    ]);
  });

  it('step aside for tables with all their types, and for scalars', () => {
    const found = catalog(
      [table('film')],
      ['film', 'film_column', 'date', 'film_kind'].map((own) => enumType(own, [])),
    );
    expect(name(found).named.enums.map((entry) => entry.typeName)).toEqual([
      'Date_',
      'Film_2',
      'FilmColumn_2',
      'FilmKind',
    ]);
  });

  it('that no catalog has are a bug, and thrown', () => {
    expect(() => name(catalog([table('film', [column('mood', mood)])]))).toThrow(
      'the type public.film_mood and no such type',
    );
  });
});

describe('the name lock', () => {
  const first = name(catalog([table('film_actor', ['id', 'old'])], [enumType('mood', ['a-b'])]));

  it('has an entry for each table, column, enum and label, by its place in the database', () => {
    expect(first.lock.entries).toEqual([
      { id: 'c1', kind: 'column', path: ['public', 'film_actor', 'id'], name: 'id', appearedLater: false },
      { id: 'c2', kind: 'column', path: ['public', 'film_actor', 'old'], name: 'old', appearedLater: false },
      { id: 't1', kind: 'table', path: ['public', 'film_actor'], name: 'filmActor', appearedLater: false },
      { id: 'e1', kind: 'enum', path: ['public', 'mood'], name: 'Mood', appearedLater: false },
      { id: 'v1', kind: 'enumValue', path: ['public', 'mood', 'a-b'], name: 'a_b', appearedLater: false },
    ]);
  });

  it('says which columns came when their table was known already, and goes on saying so', () => {
    const grown = name(
      catalog([table('film_actor', ['id', 'old', 'new']), table('other', ['id'])]),
      first.lock,
    );
    const again = name(catalog([table('film_actor', ['id', 'old', 'new'])]), grown.lock);
    const later = (result: typeof grown): readonly string[] =>
      result.named.tables.flatMap((each) =>
        each.columns.filter((column) => column.appearedLater).map((column) => `${each.name}.${column.name}`),
      );
    expect(later(first)).toEqual([]);
    expect(later(grown)).toEqual(['filmActor.new']);
    expect(later(again)).toEqual(['filmActor.new']);
  });

  it('is not changed where nothing is new', () => {
    const again = name(
      catalog([table('film_actor', ['id', 'old'])], [enumType('mood', ['a-b'])]),
      first.lock,
    );
    expect(again).toEqual(first);
  });

  it('gives a column that was dropped and added again its old id and name', () => {
    const dropped = name(catalog([table('film_actor', ['id', 'Old'])]), first.lock);
    const back = name(catalog([table('film_actor', ['id', 'Old', 'old'])]), dropped.lock);
    expect(back.named.tables[0]!.columns.map(({ id, name: own }) => [id, own])).toEqual([
      ['c1', 'id'],
      ['c3', 'old_2'],
      ['c2', 'old'],
    ]);
  });

  it('keeps a name from everybody else, also when its table is gone and the newcomer has priority', () => {
    const gone = name(catalog([table(['film', 'actor'])]), first.lock);
    expect(gone.named.tables[0]).toMatchObject({ id: 't2', name: 'filmActor_2', typeName: 'FilmActor_2' });
  });

  it('wins over case: an administrator’s name stays', () => {
    const lock = {
      entries: [
        { id: 't7', kind: 'table', path: ['public', 'film'], name: 'movie', appearedLater: false } as const,
      ],
    };
    const result = name(catalog([table('film'), table('movie')]), lock);
    expect(result.named.tables.map((entry) => [entry.id, entry.name, entry.typeName])).toEqual([
      ['t7', 'movie', 'Movie'],
      ['t8', 'movie_2', 'Movie_2'],
    ]);
  });

  it('refuses an id that is none, as a bug', () => {
    const lock = {
      entries: [
        { id: 'x', kind: 'table', path: ['public', 'film'], name: 'film', appearedLater: false } as const,
      ],
    };
    expect(() => name(catalog([]), lock)).toThrow('the id "x"');
  });
});

describe('clashes', () => {
  const found = catalog([
    table('film_actor', ['id', 'ID', 'and']),
    table('FilmActor'),
    table('user'),
    table('user_group'),
  ]);
  const expected = [
    { kind: 'table', path: ['public', 'FilmActor'], wanted: 'filmActor', issued: 'filmActor_2' },
    { kind: 'column', path: ['public', 'film_actor', 'ID'], wanted: 'id', issued: 'id_2' },
    { kind: 'column', path: ['public', 'film_actor', 'and'], wanted: 'and', issued: 'and_' },
    { kind: 'type', path: ['public', 'user_group'], wanted: 'UserGroup', issued: 'UserGroup_2' },
  ];

  it('are listed with what was wanted and what was issued, now and later', () => {
    const { clashes, lock } = name(found);
    expect(clashes).toEqual(expected);
    expect(name(found, lock).clashes).toEqual(expected);
  });

  it('are none where every name is free', () => {
    expect(name(catalog([table('film'), table('film_actor')])).clashes).toEqual([]);
  });
});

describe('the fingerprint of a named catalog', () => {
  it('changes with the catalog and with a name', () => {
    const found = catalog([table('film')]);
    const { named, lock } = name(found);
    const renamed = {
      entries: lock.entries.map((entry) => (entry.kind === 'column' ? { ...entry, name: 'key' } : entry)),
    };
    const prints = [named, name(found, renamed).named, name({ ...found, fingerprint: 'other' }).named];
    expect(new Set(prints.map((print) => print.fingerprint)).size).toBe(3);
    expect(name(found, lock).named.fingerprint).toBe(named.fingerprint);
  });
});
