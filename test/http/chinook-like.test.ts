import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Secret } from '../../src/foundation/secret.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/** A database that nobody here designed: names that were quoted, types that are rare. Registered, granted, queried. */

const RECORDS = `
CREATE TABLE "Artist" ("ArtistId" int PRIMARY KEY, "Name" varchar(120));
CREATE TABLE "Album" (
  "AlbumId" int PRIMARY KEY,
  "Title" varchar(160) NOT NULL,
  "ArtistId" int NOT NULL REFERENCES "Artist"
);
CREATE TABLE "PlaylistTrack" ("PlaylistId" int, "TrackId" int, PRIMARY KEY ("PlaylistId", "TrackId"));
INSERT INTO "Artist" VALUES (1, 'The Quoted'), (2, 'O''Hara & "Sons"'), (3, NULL);
INSERT INTO "Album" VALUES (10, 'First Things', 1), (11, 'Last Things', 1), (12, 'Between', 2);
INSERT INTO "PlaylistTrack" VALUES (1, 7), (2, 7), (2, 8);
`;

const ODD_NAMES = `
CREATE TABLE "Foo" (id int PRIMARY KEY);
CREATE TABLE foo (id int PRIMARY KEY, foo_bar int, "fooBar" int, "foo-bar" int);
CREATE TABLE "Query" (id int PRIMARY KEY, "String" text);
CREATE TABLE "weird.table" ("k.1" int, "k 2" int, PRIMARY KEY ("k 2", "k.1"));
CREATE TABLE "order" (
  "select" int PRIMARY KEY, "a.b" int, "a""b" int, "x as y" int, "and" int, "not" int,
  "__typename" text, "__proto__" int, "constructor" int, "1st" int, "ünï" int, " " int, "where" int
);
CREATE TABLE "no columns" ();
CREATE TABLE "no key" (a int);
CREATE VIEW "a view" AS SELECT "select" AS id FROM "order";
INSERT INTO "Foo" VALUES (1);
INSERT INTO foo VALUES (1, 1, 2, 3);
INSERT INTO "Query" VALUES (1, 'x');
INSERT INTO "weird.table" VALUES (1, 2);
INSERT INTO "order" VALUES (1, 2, 3, 4, 5, 6, 't', 7, 8, 9, 10, 11, 12);
INSERT INTO "no key" VALUES (1), (1);
`;

const RARE_TYPES = `
CREATE TYPE "Mood" AS ENUM ('', 'so so', 'true', '1st', 'a"b', 'OK', 'ok');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE TABLE rare (
  id int PRIMARY KEY, cost money, place point, span int4range, spans int4multirange, mac macaddr, bits bit(4),
  address inet, net cidr, doc xml, words tsvector, at_zone timetz, number oid, two pair, mood "Mood", moods "Mood"[],
  size positive, sizes positive[], boxes box[], matrix int[][], docs json[], addresses inet[], computed int
    GENERATED ALWAYS AS (id * 2) STORED
);
INSERT INTO rare VALUES
  (1, 9, '(1,2)', '[1,5)', '{[1,2),[4,5)}', '08:00:2b:01:02:03', '1010',
   '192.0.2.1', '10.0.0.0/8', '<a>x</a>', 'b a', '12:00:00+02', 9, '(1,"x y")', 'so so', '{ok,"",NULL}',
   5, '{5}', '{(1,1),(0,0);(3,3),(2,2)}', '{{1,2},{3,4}}', array['{"a": 1}'::json], '{192.0.2.1}'),
  (2, 12, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 12, NULL, 'a"b', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
`;

let gateway: TestGateway;
let database: TestDatabase;
let key: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(RECORDS + ODD_NAMES + RARE_TYPES);
  await client.end();
  const { databases, users, groups } = gateway.controlPlane;
  await databases.add(operator, { slug: 'records', url: new Secret(database.url) });
  const group = await groups.create(operator, {
    name: 'Listeners',
    databaseSlug: 'records',
    capabilities: ['*:select'],
  });
  const user = await users.create(operator, { email: 'listener@example.com' });
  await groups.addMember(operator, group.id, user.id);
  key = (await gateway.createKey({ as: user.email, databaseSlug: 'records' })).secret;
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});

async function dataOf(query: string, variables: Record<string, unknown> = {}) {
  const { body } = await ask(gateway, key, query, { variables });
  expect(body.errors).toBeUndefined();
  return body.data;
}

describe('quoted names in mixed case', () => {
  it('become camel case, for lists, filters, orders and keys', async () => {
    const query = `query ($name: String) {
      artist(orderBy: { artistId: DESC }) { artistId name }
      album(where: { artistId: { eq: 1 }, title: { endsWith: "Things" } }) { albumId title }
      albumByPk(albumId: 12) { title }
      named: artist(where: { name: { eq: $name } }) { artistId }
      playlistTrackByPk(trackId: 7, playlistId: 2) { playlistId trackId }
    }`;
    expect(await dataOf(query, { name: `O'Hara & "Sons"` })).toEqual({
      artist: [
        { artistId: 3, name: null },
        { artistId: 2, name: `O'Hara & "Sons"` },
        { artistId: 1, name: 'The Quoted' },
      ],
      album: [
        { albumId: 10, title: 'First Things' },
        { albumId: 11, title: 'Last Things' },
      ],
      albumByPk: { title: 'Between' },
      named: [{ artistId: 2 }],
      playlistTrackByPk: { playlistId: 2, trackId: 7 },
    });
  });

  it('are granted and refused by those names', async () => {
    const { groups, users } = gateway.controlPlane;
    const capabilities = ['artist:select', 'album.title:select'];
    const group = await groups.create(operator, { name: 'Some', databaseSlug: 'records', capabilities });
    const user = await users.create(operator, { email: 'some@example.com' });
    await groups.addMember(operator, group.id, user.id);
    const { secret } = await gateway.createKey({ as: user.email, databaseSlug: 'records' });
    const allowed = await ask(gateway, secret, '{ artist(limit: 1) { name } album(limit: 1) { title } }');
    expect(allowed.body.errors).toBeUndefined();
    const denied = await ask(gateway, secret, '{ album(limit: 1) { title artistId } }');
    expect(denied.body.errors).toMatchObject([{ extensions: { missing: ['album.artistId:select'] } }]);
  });
});

describe('names that are no GraphQL names, or are taken', () => {
  it('are told apart and can all be queried', async () => {
    const query = `{
      foo { id fooBar fooBar_2 fooBar_3 }
      foo_2 { id }
      query { id string }
      weirdTableByPk(k1: 1, k2: 2) { k1 k2 }
      noKey { a }
      aView { id }
    }`;
    expect(await dataOf(query)).toEqual({
      foo: [{ id: 1, fooBar: 1, fooBar_2: 2, fooBar_3: 3 }],
      foo_2: [{ id: 1 }],
      query: [{ id: 1, string: 'x' }],
      weirdTableByPk: { k1: 1, k2: 2 },
      noKey: [{ a: 1 }, { a: 1 }],
      aView: [{ id: 1 }],
    });
  });

  it('of columns can be selected, filtered and ordered by, each by its own', async () => {
    const { body } = await ask(gateway, key, '{ __type(name: "Order") { fields { name } } }');
    const { fields } = body.data!['__type'] as { fields: { name: string }[] };
    const names = fields.map((field) => field.name).filter((name) => name !== 'nodeId');
    expect(names).toHaveLength(13);
    const data = await dataOf(`{ order { ${names.join(' ')} } }`);
    const [row] = data!['order'] as Record<string, unknown>[];
    expect(Object.values(row!)).toEqual([1, 2, 3, 4, 5, 6, 't', 7, 8, 9, 10, 11, 12]);
    for (const [name, value] of Object.entries(row!)) {
      const found = await dataOf(
        `{ order(where: { ${name}: { eq: ${JSON.stringify(value)} } }, orderBy: { ${name}: DESC }) { ${name} } }`,
      );
      expect(found).toEqual({ order: [{ [name]: value }] });
    }
  });

  it('a table without columns has no field, and spoils nothing', async () => {
    const { body, text } = await ask(gateway, key, '{ noColumns { __typename } artist { nothing } }');
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    expect(text).not.toContain('INTERNAL_ERROR');
  });
});

describe('rare types', () => {
  it('are shown as text where they have no scalar of their own, and arrays stay lists', async () => {
    const query = `{ rareByPk(id: 1) {
      cost place span { lower upper lowerInclusive } spans { lower upper } mac bits address net doc words atZone
      number two { __typename } mood moods size sizes boxes matrix docs
      addresses computed
    } }`;
    expect(await dataOf(query)).toEqual({
      rareByPk: {
        cost: '9.00',
        place: '(1,2)',
        span: { lower: 1, upper: 5, lowerInclusive: true },
        spans: [
          { lower: 1, upper: 2 },
          { lower: 4, upper: 5 },
        ],
        mac: '08:00:2b:01:02:03',
        bits: '1010',
        address: '192.0.2.1',
        net: '10.0.0.0/8',
        doc: '<a>x</a>',
        words: `'a' 'b'`,
        atZone: '12:00:00+02',
        number: '9',
        two: { __typename: 'Pair' },
        mood: 'so_so',
        moods: ['ok', '_EMPTY', null],
        size: 5,
        sizes: [5],
        boxes: ['(1,1),(0,0)', '(3,3),(2,2)'],
        matrix: [
          [1, 2],
          [3, 4],
        ],
        docs: [{ a: 1 }],
        addresses: ['192.0.2.1'],
        computed: 2,
      },
    });
  });

  it('are found by the text by which they are shown', async () => {
    const shown = ['cost', 'place', 'mac', 'bits', 'address', 'net', 'doc', 'atZone'];
    const data = await dataOf(`{ rareByPk(id: 1) { ${shown.join(' ')} } }`);
    for (const [name, text] of Object.entries(data!['rareByPk'] as Record<string, string>)) {
      const query = `query ($text: String!) {
        eq: rare(where: { ${name}: { eq: $text } }) { id }
        in: rare(where: { ${name}: { in: [$text] } }) { id }
        contains: rare(where: { ${name}: { contains: $text } }) { id }
      }`;
      const found = { eq: [{ id: 1 }], in: [{ id: 1 }], contains: [{ id: 1 }] };
      expect({ name, ...(await dataOf(query, { text })) }).toEqual({ name, ...found });
    }
  });

  it('can be ordered by, every one that the schema offers', async () => {
    const { body } = await ask(gateway, key, '{ __type(name: "RareOrderBy") { inputFields { name } } }');
    const { inputFields } = body.data!['__type'] as { inputFields: { name: string }[] };
    expect(inputFields.length).toBeGreaterThan(15);
    for (const { name } of inputFields) {
      expect(await dataOf(`{ rare(orderBy: { ${name}: ASC_NULLS_FIRST }) { id } }`)).toHaveProperty('rare');
    }
  });

  it('enum labels that are no GraphQL names go in and out by their names', async () => {
    expect(
      await dataOf(
        '{ a: rare(where: { mood: { eq: a_22_b } }) { id mood } b: rare(where: { mood: { in: [so_so, true_] } }) { mood } }',
      ),
    ).toEqual({ a: [{ id: 2, mood: 'a_22_b' }], b: [{ mood: 'so_so' }] });
  });

  it('that have an order of their own are compared and ordered by it', async () => {
    const query = `{
      cost: rare(orderBy: { cost: ASC }) { id }
      number: rare(where: { number: { gt: "9" } }) { id }
    }`;
    expect(await dataOf(query)).toEqual({ cost: [{ id: 1 }, { id: 2 }], number: [{ id: 2 }] });
  });
});
