import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { runQuery } from './run-query.js';

let served: ServedCrm;
beforeAll(async () => {
  served = await serveCrm(
    // In a schema of their own that no search path leads to, but for intarray, which is in everybody's way.
    `CREATE SCHEMA ext;
     CREATE EXTENSION citext SCHEMA ext;
     CREATE EXTENSION hstore SCHEMA ext;
     CREATE EXTENSION ltree SCHEMA ext;
     CREATE EXTENSION intarray;
     CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
     CREATE TABLE person (email ext.citext PRIMARY KEY, name text COLLATE loose, facts ext.hstore, place ext.ltree, marks int[]);
     CREATE TABLE letter (id int PRIMARY KEY, email ext.citext REFERENCES person);
     INSERT INTO person VALUES
       ('Ann@example.com', 'Ann', 'a => 1, b => NULL', 'top.left', '{1,NULL}'),
       ('bob@example.com', 'BOB', '', 'top', '{2}');
     INSERT INTO letter VALUES (1, 'ANN@EXAMPLE.COM')`,
    {},
    'empty',
  );
});
afterAll(() => served.close());

const emails = async (where: string): Promise<unknown> =>
  (await runQuery(served, `{ person(where: ${where}) { email } }`))['person'];

const ann = [{ email: 'Ann@example.com' }];

describe('types of extensions that stand outside of the search path', () => {
  it('are compared as the extension compares them', async () => {
    expect(await emails('{ email: { eq: "ann@EXAMPLE.com" } }')).toEqual(ann);
    expect(await emails('{ email: { in: ["ANN@example.com"], neq: "BOB@example.com", lt: "B" } }')).toEqual(
      ann,
    );
    expect(await emails('{ place: { gt: "top" } }')).toEqual(ann);
    expect(await runQuery(served, '{ personByPk(email: "ANN@EXAMPLE.COM") { name letter { id } } }')).toEqual(
      {
        personByPk: { name: 'Ann', letter: [{ id: 1 }] },
      },
    );
  });

  it('come out as text, which finds them again', async () => {
    const shown = await runQuery(served, '{ personByPk(email: "ann@example.com") { facts place } }');
    expect(shown).toEqual({ personByPk: { facts: '"a"=>"1", "b"=>NULL', place: 'top.left' } });
    expect(await emails('{ facts: { eq: "b=>NULL, a=>1" }, place: { eq: "top.left" } }')).toEqual(ann);
  });

  it('can be ordered by', async () => {
    for (const column of ['email', 'facts', 'place']) {
      expect(await runQuery(served, `{ person(orderBy: [{ ${column}: DESC }]) { email } }`)).toHaveProperty(
        'person',
      );
    }
  });
});

it('an extension’s operators do not take the place of PostgreSQL’s own: null in a list is no error', async () => {
  expect(await emails('{ marks: { contains: [1] } }')).toEqual(ann);
  expect(await emails('{ marks: { overlaps: [1, 7], containedBy: [1, 3, 4] } }')).toEqual([]);
});

it('a pattern on a column whose collation knows no letters is no error of some rows', async () => {
  expect(await emails('{ name: { eq: "ann" } }')).toEqual(ann);
  for (const operator of ['like', 'ilike', 'regex', 'iregex', 'similar', 'startsWith', 'contains']) {
    expect(await emails(`{ name: { ${operator}: "Ann" } }`)).toEqual(ann);
  }
});
