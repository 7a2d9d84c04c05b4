import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { camelName, labelName, upperFirst, upperSnakeName } from '../../src/naming/graphql-name.js';

const identifier = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({ unit: fc.constantFrom('a', 'B', 'c', '1', '_', ' ', '-', 'é', '$'), minLength: 1 }),
);

describe('a name of the database in GraphQL', () => {
  it.each([
    ['film_actor', 'filmActor', 'FilmActor', 'FILM_ACTOR'],
    ['Album', 'album', 'Album', 'ALBUM'],
    ['AlbumId', 'albumId', 'AlbumId', 'ALBUM_ID'],
    ['albums', 'albums', 'Albums', 'ALBUMS'],
    ['URL', 'url', 'Url', 'URL'],
    ['ABCDef', 'abcDef', 'AbcDef', 'ABC_DEF'],
    ['film_URL', 'filmUrl', 'FilmUrl', 'FILM_URL'],
    ['HTML5Parser', 'html5Parser', 'Html5Parser', 'HTML5_PARSER'],
    ['a_b_c', 'aBC', 'ABC', 'A_B_C'],
    ['address2', 'address2', 'Address2', 'ADDRESS2'],
    ['address_2', 'address2', 'Address2', 'ADDRESS2'],
    ['2fa_code', '_2faCode', '_2faCode', '_2FA_CODE'],
    ['_id', '_id', '_Id', '_ID'],
    ['type_', 'type', 'Type', 'TYPE'],
    ['__proto__', '_proto', '_Proto', '_PROTO'],
    ['Order Details', 'orderDetails', 'OrderDetails', 'ORDER_DETAILS'],
    ['first-name', 'firstName', 'FirstName', 'FIRST_NAME'],
    ['naïve', 'na_ef_ve', 'Na_ef_ve', 'NA_EF_VE'],
    ['a$b', 'a_24_b', 'A_24_b', 'A_24_B'],
    ['عميل', '_639_645_64a_644_', '_639_645_64a_644_', '_639_645_64A_644_'],
    ['😀', '_1f600_', '_1f600_', '_1F600_'],
    ['_', '_', '_', '_'],
    ['___', '_', '_', '_'],
    [' ', '_20_', '_20_', '_20_'],
  ])('%s is %s, its type %s and its value %s', (source, field, type, value) => {
    expect(camelName(source)).toBe(field);
    expect(upperFirst(camelName(source))).toBe(type);
    expect(upperSnakeName(camelName(source))).toBe(value);
  });

  it('of another schema has the schema before it', () => {
    expect(camelName('sales', 'order')).toBe('salesOrder');
    expect(camelName('Sales Dept', '_item')).toBe('salesDeptItem');
    expect(camelName('2024', 'é')).toBe('_2024_e9_');
  });

  it.each([
    ['PG-13', 'PG_13'],
    ['closed_won', 'closed_won'],
    ['In Progress', 'In_Progress'],
    ['', '_EMPTY'],
    ['13', '_13'],
    ['__x', '_x'],
    ['50%', '_50_25_'],
    ['a.b/c', 'a_b_c'],
    ['نعم', '_646_639_645_'],
  ])('as a label, %j is the value %s', (label, value) => {
    expect(labelName(label)).toBe(value);
  });

  it('is always one that GraphQL takes and never starts with "__"', () => {
    fc.assert(
      fc.property(identifier, identifier, (schema, name) => {
        const camel = [camelName(name), camelName(schema, name)];
        for (const text of [
          ...camel,
          ...camel.map(upperFirst),
          ...camel.map(upperSnakeName),
          labelName(name),
        ]) {
          expect(text).toMatch(/^(?!__)[A-Za-z_][0-9A-Za-z_]*$/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps what it is when it is in the case of GraphQL already', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]([a-z0-9]|[A-Z][a-z])*$/), (name) => {
        expect(camelName(name)).toBe(name);
      }),
    );
  });
});
