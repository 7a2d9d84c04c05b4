import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import {
  allOfficeColumns,
  office,
  officeCapabilities,
  officeColumns,
  officeSchema,
  officeTables,
  type Office,
  type OfficeTable,
} from '../support/office.js';
import { askAs, openSession } from '../support/console.js';
import { createCaller, runSql, type CallerOptions } from '../support/rules.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';
import { referenceKinds } from './matrix-references.js';
import type { ReferenceKind } from './reference-kind.js';

/**
 * Every kind of reference × everything that can stand in its way: one cell each, none skipped, by a key and, where nothing
 * narrows that, by a session of its user. What a cell expects is
 * worked out from the references that a kind lists by hand and from plain rows, never by the gateway's own code.
 */

let gateway: TestGateway;
let database: TestDatabase;
beforeAll(async () => {
  gateway = await startTestGateway();
  database = await createTestDatabase();
  await runSql(database.url, officeSchema);
  const { databases } = gateway.controlPlane;
  const url = new Secret(database.url);
  for (const denials of ['FORBID', 'HIDE'] as const) {
    await databases.add(operator, { slug: slugOf(denials, 'open'), url, settings: { denials } });
    const settings = { denials, guardedColumns: [...allOfficeColumns] };
    await databases.add(operator, { slug: slugOf(denials, 'guarded'), url, settings });
  }
});
afterAll(async () => {
  await gateway.close();
  await database.drop();
});

type Denials = 'FORBID' | 'HIDE';

function slugOf(denials: Denials, columns: 'open' | 'guarded'): string {
  return `${denials}-${columns}`.toLowerCase();
}

/** What stands in the way of a kind of reference. */
interface Circumstance {
  readonly name: string;
  readonly caller: CallerOptions;
  readonly denials: Denials;
  /** References that are not granted. */
  readonly denied: ReadonlySet<string>;
  /** The rows that are left. */
  readonly office: Office;
}

const ATTRIBUTES = { companies: [1, 3], shunned: 'Birch', colour: 'blue' };

type Rows<Table extends OfficeTable> = Office[Table][number];
interface Limit<Table extends OfficeTable> {
  readonly where: unknown;
  readonly keeps: (row: Rows<Table>) => boolean;
}

const rules: { readonly [Table in OfficeTable]: Limit<Table> } = {
  company: { where: { id: { in: '$user.attributes.companies' } }, keeps: ({ id }) => id !== 2 },
  person: {
    where: { company: { name: { neq: '$user.attributes.shunned' } } },
    keeps: ({ companyId }) => companyId === 1 || companyId === 3,
  },
  badge: {
    where: { not: { colour: { eq: '$user.attributes.colour' } } },
    keeps: ({ colour }) => colour !== 'blue',
  },
  scan: {
    where: { or: [{ gate: { eq: 'north' } }, { id: { eq: 2 } }] },
    keeps: ({ id, gate }) => gate === 'north' || id === 2,
  },
};

const narrowings: { readonly [Table in OfficeTable]: Limit<Table> } = {
  company: { where: { id: { in: [1, 2] } }, keeps: ({ id }) => id < 3 },
  person: { where: { note: { eq: 'likes tea' } }, keeps: ({ note }) => note === 'likes tea' },
  badge: { where: { number: { eq: 1 } }, keeps: ({ number }) => number === 1 },
  scan: {
    where: { badge: { company: { name: { eq: 'Alder' } } } },
    keeps: ({ badgeCompany }) => badgeCompany === 1,
  },
};

const EVERYTHING = ['*:select', '*:aggregate'];

const NOTHING: ReadonlySet<string> = new Set();

type Keeps = (row: Rows<OfficeTable>) => boolean;

function limited(table: OfficeTable, keeps: Keeps): Office {
  const rows: readonly Rows<OfficeTable>[] = office[table];
  return { ...office, [table]: rows.filter(keeps) };
}

/** For one reference, rows (`person`) or a column (`person.note`). */
function deniedCircumstances(denials: Denials, subject: string): readonly Circumstance[] {
  const mode = denials === 'HIDE' ? `hidden: ` : '';
  const open = slugOf(denials, 'open');
  // Everything may be calculated with: what is taken away here is reading.
  const rest = [...officeCapabilities('select', subject), ...officeCapabilities('aggregate')];
  const denied = new Set(allOfficeColumns.filter((name) => name.startsWith(`${subject}.`)));
  const all = new Set([subject, ...denied]);
  return [
    {
      name: `${mode}${subject} is not granted`,
      caller: { database: open, groups: [{ capabilities: rest }] },
      denials,
      denied: all,
      office,
    },
    {
      name: `${mode}${subject} is guarded`,
      caller: {
        database: slugOf(denials, 'guarded'),
        groups: [{ capabilities: ['*:*', '*:select', ...officeTables.map((t) => `${t}:select`), ...rest] }],
      },
      denials,
      // A wildcard still grants the rows.
      denied: subject.includes('.') ? all : denied,
      office,
    },
    {
      name: `${mode}${subject} is outside the subset of the key`,
      caller: { database: open, groups: [{ capabilities: EVERYTHING }], capabilities: rest },
      denials,
      denied: all,
      office,
    },
  ];
}

/** The same where it may be read, and not be counted or calculated with. */
function aggregateCircumstance(denials: Denials, subject: string): Circumstance {
  const columns = allOfficeColumns.filter((name) => name === subject || name.startsWith(`${subject}.`));
  return {
    name: `${denials === 'HIDE' ? 'hidden: ' : ''}${subject} is not granted for aggregates`,
    caller: {
      database: slugOf(denials, 'open'),
      groups: [
        { capabilities: [...officeCapabilities('select'), ...officeCapabilities('aggregate', subject)] },
      ],
    },
    denials,
    denied: new Set([subject, ...columns].map((name) => `${name}:aggregate`)),
    office,
  };
}

function rowCircumstances(denials: Denials, table: OfficeTable): readonly Circumstance[] {
  const mode = denials === 'HIDE' ? `hidden: ` : '';
  const base = { denials, denied: NOTHING };
  const open = { database: slugOf(denials, 'open'), attributes: ATTRIBUTES };
  const everything = { capabilities: EVERYTHING };
  const others = officeTables.filter((name) => name !== table);
  const rule = { table, where: rules[table].where };
  const byRule = rules[table].keeps as Keeps;
  const byKey = narrowings[table].keeps as Keeps;
  const both: Keeps = (row) => byRule(row) && byKey(row);
  const ruled = limited(table, byRule);
  const narrowed = limited(table, byKey);
  const none = limited(table, () => false);
  return [
    {
      ...base,
      name: `${mode}a row rule on ${table}`,
      caller: { ...open, groups: [{ ...everything, rules: [rule] }] },
      office: ruled,
    },
    {
      ...base,
      name: `${mode}a row rule on ${table} whose attribute is missing`,
      caller: {
        ...open,
        groups: [
          {
            ...everything,
            rules: [
              {
                table,
                where: { not: { and: [{ [officeColumns[table][0]]: { eq: '$user.attributes.none' } }] } },
              },
            ],
          },
        ],
      },
      office: none,
    },
    {
      ...base,
      name: `${mode}the same row rule on ${table} in two groups, and none on the third's other tables`,
      caller: {
        ...open,
        groups: [
          { ...everything, rules: [rule] },
          { ...everything, rules: [rule] },
          { capabilities: others.flatMap((name) => [`${name}:select`, `${name}:aggregate`]) },
        ],
      },
      office: ruled,
    },
    {
      ...base,
      name: `${mode}the key is narrowed on ${table}`,
      caller: {
        ...open,
        groups: [everything],
        rowNarrowing: { tables: { [table]: narrowings[table].where }, otherTables: 'ALL' },
      },
      office: narrowed,
    },
    {
      ...base,
      name: `${mode}the key is narrowed to other tables than ${table}`,
      caller: {
        ...open,
        groups: [everything],
        rowNarrowing: {
          tables: Object.fromEntries(others.map((name) => [name, { and: [] }])),
          otherTables: 'NONE',
        },
      },
      office: none,
    },
    {
      ...base,
      name: `${mode}a row rule on ${table} and the key narrowed on it`,
      caller: {
        ...open,
        groups: [{ ...everything, rules: [rule] }],
        rowNarrowing: { tables: { [table]: narrowings[table].where }, otherTables: 'ALL' },
      },
      office: limited(table, both),
    },
  ];
}

const circumstances: readonly Circumstance[] = (['FORBID', 'HIDE'] as const).flatMap((denials) => [
  {
    name: `${denials === 'HIDE' ? 'hidden: ' : ''}everything is granted`,
    caller: { database: slugOf(denials, 'open'), groups: [{ capabilities: EVERYTHING }] },
    denials,
    denied: NOTHING,
    office,
  },
  ...[...officeTables, ...allOfficeColumns].flatMap((subject) => deniedCircumstances(denials, subject)),
  ...officeTables.flatMap((table) => rowCircumstances(denials, table)),
  ...[...officeTables, ...allOfficeColumns].map((subject) => aggregateCircumstance(denials, subject)),
]);

function missingOf(kind: ReferenceKind, { denied }: Circumstance): readonly string[] {
  return [...new Set(kind.needs)]
    .filter((name) => denied.has(name))
    .map((name) => (name.includes(':') ? name : `${name}:select`))
    .sort();
}

/** Hidden is also a table of which no column is left, whose rows alone could be had. */
function isHidden(kind: ReferenceKind, circumstance: Circumstance): boolean {
  if (circumstance.denials !== 'HIDE') return false;
  const isGone = (name: string): boolean =>
    allOfficeColumns.every((column) => !column.startsWith(`${name}.`) || circumstance.denied.has(column));
  return (
    missingOf(kind, circumstance).length > 0 ||
    written(kind).some((name) => circumstance.denied.has(name)) ||
    kind.needs.some((name) => !/[.:]/.test(name) && isGone(name))
  );
}

/** What aggregates ask for concerns those kinds alone that have one. */
function kindsFor({ denied }: Circumstance): readonly ReferenceKind[] {
  const isAboutAggregates = [...denied].some((name) => name.endsWith(':aggregate'));
  const hasAggregate = ({ needs }: ReferenceKind) => needs.some((name) => name.endsWith(':aggregate'));
  return isAboutAggregates ? referenceKinds.filter(hasAggregate) : referenceKinds;
}

function isKeyNarrowed({ caller }: Circumstance): boolean {
  return caller.capabilities !== undefined || caller.rowNarrowing !== undefined;
}

function withoutDecision(text: string): string {
  return text.replace(/"decisionId":"\w+"/, '"decisionId":""');
}

/** Validation sees what a directive leaves out; the guard does not ask for it. */
function written({ query }: ReferenceKind): readonly string[] {
  return query.includes('@skip') ? ['person.id'] : [];
}

it.each(circumstances.map((circumstance) => [circumstance.name, circumstance] as const))(
  'where %s, each kind of reference is answered as it has to be',
  async (_name, circumstance) => {
    const { secret, userId } = await createCaller(gateway, circumstance.caller);
    // Of the same user, where nothing narrows the key, and once for both ways to deny.
    const isKeyAlone = isKeyNarrowed(circumstance) || circumstance.denials === 'HIDE';
    const cookie = isKeyAlone ? null : await openSession(gateway, userId);
    const wrong: string[] = [];
    const waiting = [...kindsFor(circumstance)];
    const work = async (): Promise<void> => {
      for (let kind = waiting.pop(); kind !== undefined; kind = waiting.pop()) {
        const { name } = kind;
        await checkCell(kind, circumstance, secret, cookie).catch((error: unknown) => {
          wrong.push(`${name}: ${String(error)}`);
        });
      }
    };
    // A cell mostly waits for PostgreSQL: some at a time.
    await Promise.all(Array.from({ length: 4 }, work));
    expect(wrong).toEqual([]);
  },
);

async function checkCell(
  kind: ReferenceKind,
  circumstance: Circumstance,
  secret: string,
  cookie: string | null,
): Promise<void> {
  const options = kind.variables ? { variables: kind.variables } : {};
  const { status, body, text } = await ask(gateway, secret, kind.query, options);
  if (cookie !== null) {
    const path = `/graphql/${circumstance.caller.database}`;
    const bySession = await askAs(gateway, cookie, kind.query, { ...options, path });
    expect(withoutDecision(bySession.text)).toBe(withoutDecision(text));
  }
  const missing = missingOf(kind, circumstance);
  if (isHidden(kind, circumstance)) {
    expect(body).not.toHaveProperty('data');
    expect(body.errors?.length).toBeGreaterThan(0);
    for (const { extensions } of body.errors ?? []) {
      expect(extensions.code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT)$/);
    }
    expect(text).not.toMatch(/decisionId|missing|FORBIDDEN|Did you mean/);
    return;
  }
  if (missing.length > 0) {
    expect(body).not.toHaveProperty('data');
    expect(body.errors).toHaveLength(1);
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'FORBIDDEN',
      missing,
      decisionId: expect.any(String),
    });
    expect(status).toBe(200);
    return;
  }
  expect(body).toEqual({ data: kind.answer(circumstance.office) });
}

it('has a cell for every table and column of the office, every kind and every circumstance', () => {
  const subjects = officeTables.length + allOfficeColumns.length;
  expect(circumstances).toHaveLength(2 * (1 + 4 * subjects + 6 * officeTables.length));
  const referred = new Set(referenceKinds.flatMap(({ needs }) => needs));
  for (const name of [...officeTables, ...allOfficeColumns]) expect(referred).toContain(name);
});
