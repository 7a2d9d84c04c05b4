import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  isInputObjectType,
  isObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql';
import { Secret } from '../../src/foundation/secret.js';
import {
  allOfficeColumns,
  officeCapabilities,
  officeColumns,
  officeSchema,
  officeTables,
  type OfficeTable,
} from '../support/office.js';
import { createCaller, runSql } from '../support/rules.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';
import { referenceKinds } from './matrix-references.js';
import type { ReferenceKind } from './reference-kind.js';

/** Whoever may not see a row, or with hidden denials a name, gets the very answer of a database that lacks it. */

let gateway: TestGateway;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  // Values that no visible row shares with an invisible one.
  const apart = `update person set note = 'note of ' || id; update scan set gate = 'gate of ' || id;`;
  await addOffice('office', apart, {});
  await addOffice('hiding', '', { denials: 'HIDE' });
});
afterAll(async () => {
  await gateway.close();
  for (const database of databases) await database.drop();
});

async function addOffice(slug: string, change: string, settings: object): Promise<void> {
  const database = await createTestDatabase();
  databases.push(database);
  await runSql(database.url, officeSchema + change);
  await gateway.controlPlane.databases.add(operator, { slug, url: new Secret(database.url), settings });
}

/** All of an answer but what is of its own request. */
function shapeOf({ status, headers, text }: TestAnswer): unknown {
  return {
    status,
    headers: [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date'),
    text,
  };
}

/** What is visible of each table; what is there but invisible; what nobody has. By column, as it is written. */
const values: Readonly<Record<OfficeTable, { readonly rule: unknown; readonly rows: SomeRows }>> = {
  company: {
    rule: { id: { eq: 1 } },
    rows: {
      own: { id: 1, name: '"Alder"', motto: '"onward"', parentId: 0 },
      others: { id: 2, name: '"Birch"', motto: '"hush"', parentId: 1 },
      missing: { id: 9, name: '"Birsh"', motto: '"husk"', parentId: 9 },
    },
  },
  person: {
    rule: { id: { in: [11, 12] } },
    rows: {
      own: { id: 11, companyId: 1, name: '"Ann"', note: '"note of 11"' },
      others: { id: 31, companyId: 3, name: '"Eve"', note: '"note of 31"' },
      missing: { id: 39, companyId: 9, name: '"Eva"', note: '"note of 39"' },
    },
  },
  badge: {
    rule: { companyId: { eq: 1 }, number: { eq: 1 } },
    rows: {
      own: { companyId: 1, number: 1, personId: 11, colour: '"red"' },
      others: { companyId: 3, number: 2, personId: 12, colour: '"blue"' },
      missing: { companyId: 9, number: 9, personId: 19, colour: '"blur"' },
    },
  },
  scan: {
    rule: { id: { lte: 2 } },
    rows: {
      own: { id: 1, badgeCompany: 1, badgeNumber: 1, gate: '"gate of 1"' },
      others: { id: 4, badgeCompany: 3, badgeNumber: 9, gate: '"gate of 4"' },
      missing: { id: 9, badgeCompany: 9, badgeNumber: 8, gate: '"gate of 9"' },
    },
  },
};

type Values = Readonly<Record<string, string | number>>;
interface SomeRows {
  readonly own: Values;
  readonly others: Values;
  readonly missing: Values;
}

type Whose = 'own' | 'others' | 'missing';

function valueOf(table: OfficeTable, column: string, whose: Whose): string {
  return String(values[table].rows[whose][column]);
}

/** How a type of the schema leads to the table whose rows it holds. */
function tableOf(typeName: string): OfficeTable {
  const table = officeTables.find((name) => name === typeName.charAt(0).toLowerCase() + typeName.slice(1));
  if (!table) throw new Error(`${typeName} is no type of a table.`);
  return table;
}

/** One operation, written for each of the three. */
interface Probe {
  readonly name: string;
  readonly write: (whose: Whose) => string;
}

function selectionOf(table: OfficeTable): string {
  return `{ ${officeColumns[table].join(' ')} }`;
}

/** What a field reads, by the name of its type: rows, pages of them, or what is summed up of them. */
interface Reading {
  readonly table: OfficeTable;
  /** Arguments that it takes beside a filter. */
  readonly args: string;
  readonly selection: string;
}

function readingOf(typeName: string): Reading | null {
  const [, name, kind] = /^(\w+?)(Connection|Aggregate|Group)?$/.exec(typeName) ?? [];
  if (typeName === 'Node' || name === undefined) return null;
  const table = tableOf(name);
  const rows = selectionOf(table);
  switch (kind) {
    case undefined:
      return { table, args: '', selection: rows };
    case 'Connection':
      return {
        table,
        args: '',
        selection: `{ totalCount pageInfo { hasNextPage } nodes ${rows} edges { node ${rows} } }`,
      };
    case 'Aggregate':
      return { table, args: '', selection: `{ count countDistinct ${rows} min ${rows} max ${rows} }` };
    default: {
      const by = officeColumns[table].map((column) => column.replace(/[A-Z]/g, '_$&').toUpperCase());
      return { table, args: `by: [${by.join(', ')}], `, selection: `{ count key ${rows} }` };
    }
  }
}

/** Every field that takes a key, and every one whose filter reaches a column: at the root, in rows, through relations. */
function probesOf(schema: GraphQLSchema): readonly Probe[] {
  const probes: Probe[] = [];
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const reading = readingOf(getNamedType(field.type).name);
    if (!reading) continue;
    const { table, args, selection } = reading;
    const keys = field.args.filter(({ name }) => (officeColumns[table] as readonly string[]).includes(name));
    if (keys.length > 0) {
      probes.push({
        name: field.name,
        write: (whose) =>
          `{ ${field.name}(${keys.map(({ name }) => `${name}: ${valueOf(table, name, whose)}`).join(', ')}) ${selection} }`,
      });
      continue;
    }
    for (const { path, condition } of conditionsOf(
      schema,
      filterNameOf(table),
      field.name === table ? 2 : 0,
    )) {
      const write = (whose: Whose) => `{ ${field.name}(${args}where: ${condition(whose)}) ${selection} }`;
      probes.push({ name: `${field.name} where ${path}`, write });
    }
    const rows = schema.getType(getNamedType(field.type).name);
    if (!isObjectType(rows) || field.name !== table) continue;
    for (const inner of Object.values(rows.getFields())) {
      const target = getNamedType(inner.type);
      if (!isObjectType(target) || inner.args.length === 0) continue;
      const innerReading = readingOf(target.name)!;
      for (const { path, condition } of conditionsOf(
        schema,
        filterNameOf(innerReading.table),
        target.name === nodeKeys[innerReading.table].name ? 1 : 0,
      )) {
        const write = (whose: Whose) =>
          `{ ${field.name} { ${inner.name}(where: ${condition(whose)}) ${innerReading.selection} } }`;
        probes.push({ name: `${field.name}.${inner.name} where ${path}`, write });
      }
    }
  }
  for (const table of officeTables) {
    const { name, columns } = nodeKeys[table];
    const write = (whose: Whose) => {
      const id = JSON.stringify([table, ...columns.map((column) => valueOf(table, column, whose))]);
      return `{ node(nodeId: "${Buffer.from(id).toString('base64url')}") { ... on ${name} ${selectionOf(table)} } }`;
    };
    probes.push({ name: `node of ${table}`, write });
  }
  return probes;
}

const nodeKeys: Readonly<
  Record<OfficeTable, { readonly name: string; readonly columns: readonly string[] }>
> = {
  company: { name: 'Company', columns: ['id'] },
  person: { name: 'Person', columns: ['id'] },
  badge: { name: 'Badge', columns: ['companyId', 'number'] },
  scan: { name: 'Scan', columns: ['id'] },
};

function filterNameOf(table: OfficeTable): string {
  return `${nodeKeys[table].name}Filter`;
}

interface Condition {
  readonly path: string;
  readonly condition: (whose: Whose) => string;
}

/** `{ <column>: { eq: … } }` for each column of a filter, and through relations as deep as `depth`. */
function conditionsOf(schema: GraphQLSchema, filterName: string, depth: number): readonly Condition[] {
  const filter = schema.getType(filterName);
  if (!isInputObjectType(filter)) throw new Error(`${filterName} is no filter.`);
  const table = tableOf(filterName.replace(/Filter$/, ''));
  return Object.values(filter.getFields()).flatMap((member): readonly Condition[] => {
    if ((officeColumns[table] as readonly string[]).includes(member.name)) {
      const condition = (whose: Whose) => `{ ${member.name}: { eq: ${valueOf(table, member.name, whose)} } }`;
      return [{ path: `${table}.${member.name}`, condition }];
    }
    const type = getNamedType(member.type).name;
    if (depth === 0 || ['and', 'or', 'not'].includes(member.name)) return [];
    const isToMany = type.endsWith('ToManyFilter');
    return conditionsOf(schema, type.replace(/ToManyFilter$/, 'Filter'), depth - 1).flatMap(
      ({ path, condition }) =>
        (isToMany ? ['some', 'none'] : ['']).map((quantifier) => ({
          path: `${member.name} ${quantifier} ${path}`,
          condition: (whose: Whose) =>
            `{ ${member.name}: ${quantifier === '' ? condition(whose) : `{ ${quantifier}: ${condition(whose)} }`} }`,
        })),
    );
  });
}

async function schemaOf(key: string): Promise<GraphQLSchema> {
  const { body } = await ask(gateway, key, getIntrospectionQuery({ inputValueDeprecation: true }));
  return buildClientSchema(body.data as unknown as IntrospectionQuery);
}

describe.each([
  [
    'by rules',
    {
      groups: [
        {
          capabilities: ['*:select', '*:aggregate'],
          rules: officeTables.map((table) => ({ table, where: values[table].rule })),
        },
      ],
    },
  ],
  [
    'by a narrowing',
    {
      groups: [{ capabilities: ['*:select', '*:aggregate'] }],
      rowNarrowing: {
        tables: Object.fromEntries(officeTables.map((table) => [table, values[table].rule])),
        otherTables: 'NONE',
      },
    },
  ],
] as const)('where rows are invisible %s', (_how, caller) => {
  it("a query for somebody else's row is answered as one for a row that is not there, byte for byte", async () => {
    const { secret } = await createCaller(gateway, { database: 'office', ...caller });
    // Another group's rows: what is invisible here is seen by somebody.
    const rules = officeTables.map((table) => ({ table, where: { not: values[table].rule } }));
    const elsewhere = await createCaller(gateway, {
      database: 'office',
      groups: [{ capabilities: ['*:select', '*:aggregate'], rules }],
    });
    const probes = probesOf(await schemaOf(secret));
    expect(probes.length).toBeGreaterThan(150);
    const differing = [];
    let found = 0;
    let foundElsewhere = 0;
    const abroadTried = new Set<string>();
    for (const { name, write } of probes) {
      const [own, others, missing, theirs] = await Promise.all([
        ask(gateway, secret, write('own')),
        ask(gateway, secret, write('others')),
        ask(gateway, secret, write('missing')),
        ask(gateway, elsewhere.secret, write('others')),
      ]);
      expect([name, own.body.errors, others.body.errors]).toEqual([name, undefined, undefined]);
      if (JSON.stringify(shapeOf(others)) !== JSON.stringify(shapeOf(missing))) differing.push(name);
      if (own.text !== missing.text) found += 1;
      if (theirs.text !== missing.text) foundElsewhere += 1;
      // Another database's: a key reaches it by no name. Once for each field.
      const [field = name] = name.split(' ');
      if (abroadTried.has(field)) continue;
      abroadTried.add(field);
      const abroad = await ask(gateway, secret, write('others'), { path: '/graphql/crm' });
      expect(abroad.body.errors?.[0]?.extensions.code).toBe('WRONG_DATABASE');
    }
    expect(differing).toEqual([]);
    // The sweep is worth something only while own rows are found.
    expect(found).toBeGreaterThan(probes.length / 2);
    expect(foundElsewhere).toBeGreaterThan(probes.length / 2);
  }, 120_000);

  it("the same query with other people's values in variables, byte for byte", async () => {
    const { secret } = await createCaller(gateway, { database: 'office', ...caller });
    for (const [query, others, missing] of [
      ['query ($v: Int!) { personByPk(id: $v) { id name } }', 31, 39],
      ['query ($v: Int!) { badgeByPk(companyId: $v, number: 1) { colour } }', 2, 9],
      [
        'query ($v: [PersonFilter!]) { person(where: { or: $v }) { id } }',
        [{ id: { eq: 31 } }],
        [{ id: { eq: 39 } }],
      ],
      ['query ($v: CountFilter) { company(where: { person: { count: $v } }) { id } }', { eq: 1 }, { eq: 7 }],
    ] as const) {
      const [one, other] = await Promise.all(
        [others, missing].map((v) => ask(gateway, secret, query, { variables: { v } })),
      );
      expect(shapeOf(one!)).toEqual(shapeOf(other!));
      expect(one!.body.errors).toBeUndefined();
    }
  });
});

describe('with hidden denials', () => {
  const quoted: Readonly<Record<string, string>> = {
    parentId: 'parent_id',
    companyId: 'company_id',
    personId: 'person_id',
    badgeCompany: 'badge_company',
    badgeNumber: 'badge_number',
  };
  const gone = (subject: string): string => {
    const [table, column] = subject.split('.');
    return column === undefined
      ? `drop table ${subject} cascade`
      : `alter table ${table} drop column ${quoted[column] ?? column} cascade`;
  };

  it.each([...officeTables, ...allOfficeColumns].map((subject, index) => [subject, index] as const))(
    'a database without a grant on %s answers as one that lacks it, byte for byte',
    async (subject, index) => {
      const lacking = `lacking-${index}`;
      await addOffice(lacking, `${gone(subject)};`, { denials: 'HIDE' });
      const hidden = await createCaller(gateway, {
        database: 'hiding',
        groups: [{ capabilities: officeCapabilities('select', subject) }],
      });
      const absent = await createCaller(gateway, {
        database: lacking,
        groups: [{ capabilities: ['*:select'] }],
      });
      const queries: readonly Pick<ReferenceKind, 'query' | 'variables'>[] = [
        { query: getIntrospectionQuery({ inputValueDeprecation: true }) },
        { query: '{ __type(name: "PersonFilter") { inputFields { name } } }' },
        ...referenceKinds.filter(({ needs }) => needs.some((name) => name === subject)),
      ];
      for (const { query, variables } of queries) {
        const [left, right] = await Promise.all(
          [hidden, absent].map(({ secret }) => ask(gateway, secret, query, variables ? { variables } : {})),
        );
        expect([query, shapeOf(left!)]).toEqual([query, shapeOf(right!)]);
      }
    },
  );
});
