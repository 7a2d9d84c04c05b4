import { describe, expect, it } from '@jest/globals';
import type { Catalog, CatalogComposite, CatalogType } from '../../src/catalog/catalog.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NameLock } from '../../src/naming/name-lock.js';
import { catalog, column, enumType, table } from './build-catalog.js';

const TEXT: CatalogType = { kind: 'base', name: 'text', sql: 'pg_catalog.text' };

function composite(
  name: string,
  attributes: Readonly<Record<string, CatalogType>>,
  schema = 'public',
): CatalogComposite {
  return {
    schema,
    name,
    comment: null,
    attributes: Object.entries(attributes).map(([key, type]) => ({ name: key, type, comment: null })),
  };
}

function typeOf({ schema, name }: CatalogComposite): CatalogType {
  return { kind: 'composite', schema, name, sql: `${schema}.${name}` };
}

const name = (found: Catalog, lock: NameLock = { entries: [] }) =>
  nameCatalog(found, lock, { defaultSchema: 'public' });

const geo = composite('geo', { lat: TEXT, Lat: TEXT, '?': TEXT });
const place = composite('place', { geo: typeOf(geo) });
const found = catalog(
  [table('house', ['id', column('at', typeOf(place))]), table('place', ['id'])],
  [enumType('mood', ['ok'])],
  [geo, place],
);

describe('names of composites', () => {
  it('come after those of tables and enums, and each attribute has its own', () => {
    const { named } = name(found);
    expect(named.composites.map(({ typeName }) => typeName)).toEqual(['Geo', 'Place_2']);
    expect(named.composites[0]!.attributes.map((attribute) => attribute.name)).toEqual([
      'lat',
      'lat_2',
      '_3f_',
    ]);
  });

  it('are listed where they are not as the database alone would have them', () => {
    const clashes = name(found).clashes.filter(({ kind }) => kind === 'composite' || kind === 'attribute');
    expect(clashes).toEqual([
      { kind: 'attribute', path: ['public', 'geo', 'Lat'], wanted: 'lat', issued: 'lat_2' },
      { kind: 'composite', path: ['public', 'place'], wanted: 'Place', issued: 'Place_2' },
    ]);
  });

  it('lead from the column to the attributes, also of what they are made of', () => {
    const { named } = name(found);
    const at = named.tables[0]!.columns[1]!;
    expect(at.compositeType).toBe(named.composites[1]);
    expect(at.compositeType!.attributes[0]!.compositeType).toBe(named.composites[0]);
  });

  it('stay as they were issued, whatever comes later', () => {
    const { lock } = name(found);
    const grown = catalog(
      [...found.tables, table('geo', ['id'])],
      [...found.enums, enumType('place_2', ['x'])],
      [...found.composites, composite('address', { place: typeOf(place) })],
    );
    const again = name(grown, lock);
    expect(again.named.composites.map(({ typeName }) => typeName)).toEqual(['Address', 'Geo', 'Place_2']);
    expect(again.named.tables.find((one) => one.source.name === 'geo')!.typeName).not.toBe('Geo');
    expect(again.lock.entries).toEqual(expect.arrayContaining([...lock.entries]));
  });

  it('of a type that no catalog has are a bug, and thrown', () => {
    const broken = catalog([table('house', [column('at', typeOf(place))])]);
    expect(() => name(broken)).toThrow('the type public.place and no such type');
  });
});
