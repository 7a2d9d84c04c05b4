import { createCapabilitySpace, type CapabilitySpace } from '../../src/capability/capability-space.js';
import { verbs } from '../../src/capability/verb.js';
import type { CatalogType } from '../../src/catalog/catalog.js';
import { nameCatalog } from '../../src/naming/name-catalog.js';
import type { NamedCatalog, NamedTable } from '../../src/naming/named-catalog.js';
import type { StoredRule } from '../../src/row-rules/read-rule.js';
import type { CallerFacts } from '../../src/row-rules/rule-variable.js';
import { catalog, column, enumType, foreignKey, table } from '../naming/build-catalog.js';

/** A catalog with a column of each type: pens, and the makers of pens. No database. */
const types = {
  flag: 'bool',
  short: 'int2',
  whole: 'int4',
  long: 'int8',
  real: 'float8',
  exact: 'numeric',
  words: 'text',
  ident: 'uuid',
  moment: 'timestamptz',
  local: 'timestamp',
  day: 'date',
  clock: 'time',
  span: 'interval',
  doc: 'jsonb',
  raw: 'bytea',
} as const;

const mood = enumType('mood', ['so so', 'ok']);

export const named: NamedCatalog = nameCatalog(
  catalog(
    [
      table(
        'pen',
        [
          'id',
          'maker_id',
          { ...column('computed'), generated: true },
          { ...column('required'), notNull: true },
          ...Object.entries(types).map(([name, type]) => column(name, base(type))),
          column('mood', {
            kind: 'enum',
            schema: 'public',
            name: 'mood',
            sql: '"public"."mood"',
          }),
          column('known', { kind: 'base', name: 'json', sql: 'pg_catalog.json' }),
          column('sold', {
            kind: 'range',
            bound: { kind: 'base', name: 'timestamptz', sql: 'pg_catalog.timestamptz' },
            sql: 'pg_catalog.tstzrange',
          }),
          column('labels', {
            kind: 'array',
            element: base('text'),
            sql: 'pg_catalog.text[]',
            dimensions: 1,
            delimiter: ',',
          }),
        ],
        { primaryKey: ['id'], foreignKeys: [foreignKey('maker_id', 'maker')] },
      ),
      table('maker', ['id', 'name'], { primaryKey: ['id'] }),
    ],
    [mood],
  ),
  { entries: [] },
  { defaultSchema: 'public' },
).named;

function base(name: string): CatalogType {
  return { kind: 'base', name, sql: `pg_catalog.${name}` };
}

export function tableOf(name: string): NamedTable {
  return named.tables.find((candidate) => candidate.name === name)!;
}

export const pen = tableOf('pen');

export function ruleOn(where: unknown, rule: Partial<StoredRule> = {}): StoredRule {
  return { table: pen.id, verb: 'select', where, check: null, presets: null, ...rule };
}

export function facts(
  attributes: Readonly<Record<string, unknown>> = {},
  tags: readonly string[] = [],
): CallerFacts {
  return { user: { id: 'u1', email: 'ann@example.com', attributes }, key: { id: 'k1', tags } };
}

export const space: CapabilitySpace = createCapabilitySpace({
  named: [],
  tables: named.tables.map(({ id, name, columns }) => ({
    key: id,
    name,
    verbs: verbs.filter((verb) => verb !== 'execute'),
    columns: columns.map((one) => ({ key: one.id, name: one.name, guarded: false })),
  })),
});
