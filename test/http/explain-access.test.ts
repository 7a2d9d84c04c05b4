import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runOnServer } from '../../src/control-plane/run-on-server.js';
import { Secret } from '../../src/foundation/secret.js';
import { shownByExplanations, shownOfKeys } from '../../src/management-schema/explain-access-query.js';
import { officeSchema } from '../support/office.js';
import { changeCatalog, changeSettings, createCaller, runSql, type TestCaller } from '../support/rules.js';
import { databaseOf, sentStatements } from '../support/sent-statements.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import {
  ask,
  operator,
  startTestGateway,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';

let gateway: TestGateway;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  await addOffice('office');
});
afterAll(async () => {
  await gateway.close();
  for (const database of databases) await database.drop();
});

async function addOffice(slug: string): Promise<string> {
  const database = await createTestDatabase();
  databases.push(database);
  await runSql(database.url, officeSchema);
  await gateway.controlPlane.databases.add(operator, { slug, url: new Secret(database.url) });
  return database.url;
}

interface Explanation {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly missing: readonly string[];
  readonly steps: readonly {
    readonly check: string;
    readonly passed: boolean;
    readonly subject: string | null;
    readonly detail: string;
  }[];
  readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[];
  readonly plan: unknown;
}

const EXPLAIN = `query Explain($input: ExplainAccessInput!) {
  explainAccess(input: $input) {
    allowed code missing steps { check passed subject detail } statements { sql parameters } plan
  }
}`;

function askExplain(input: Record<string, unknown>, key = gateway.keys.gateway): Promise<TestAnswer> {
  return ask(gateway, key, EXPLAIN, { variables: { input } });
}

async function explain(input: Record<string, unknown>): Promise<Explanation> {
  const { body, text } = await askExplain(input);
  if (!body.data) throw new Error(text);
  return body.data['explainAccess'] as Explanation;
}

const checksOf = ({ steps }: Explanation) => steps.map(({ check, passed }) => (passed ? check : `-${check}`));

const detailOf = ({ steps }: Explanation, check: string, subject?: string) =>
  steps.find((step) => step.check === check && (subject === undefined || step.subject === subject))?.detail;

async function groupNames({ groupIds }: TestCaller): Promise<readonly string[]> {
  return (await gateway.controlPlane.groups.byIds(groupIds)).map((group) => group?.name ?? '');
}

const EVERYTHING = { capabilities: ['*:select'] };
const PEOPLE = '{ person { id } }';

describe('the trace', () => {
  it('goes from the key to the SQL, with the groups that grant, the rows in words and their condition', async () => {
    const caller = await createCaller(gateway, {
      database: 'office',
      attributes: { company: 2 },
      groups: [
        {
          capabilities: ['person:select', 'company:select'],
          rules: [{ table: 'person', where: { companyId: { eq: '$user.attributes.company' } } }],
        },
        { capabilities: ['person.id:select'] },
      ],
    });
    const explanation = await explain({
      apiKeyId: caller.keyId,
      query:
        'query ($n: Int) { company { name person(where: { name: { neq: "Ann" } }, limit: $n) { id note } } }',
      variables: { n: 2 },
      address: '192.0.2.7',
    });
    expect(explanation).toMatchObject({ allowed: true, code: null, missing: [] });
    expect(checksOf(explanation)).toEqual([
      ...['key', 'address', 'state', 'apiAccess', 'database', 'subset', 'operation'],
      ...Array.from({ length: 8 }, () => 'capability'),
      ...['rows', 'rows', 'sql'],
    ]);
    const [sales, others] = await groupNames(caller);
    expect(detailOf(explanation, 'capability', 'person.id:select')).toBe(`Granted by ${sales}, ${others}.`);
    expect(detailOf(explanation, 'capability', 'person.note:select')).toBe(`Granted by ${sales}.`);
    expect(detailOf(explanation, 'rows', 'company')).toContain(`group ${sales}: every row.`);
    const rows = detailOf(explanation, 'rows', 'company.person');
    const ruled = "rows of person where companyId equals the user's attribute company (2)";
    expect(rows).toContain(`For companyId, name, note, group ${sales}: ${ruled}.`);
    expect(rows).toContain(`For id, group ${sales}: ${ruled}; group ${others}: every row.`);
    expect(rows).toContain('SQL: "t"."company_id" = $1::pg_catalog.int4\n$1 = 2');
    const [statement, ...more] = explanation.statements;
    expect(more).toEqual([]);
    expect(statement?.sql).toContain('"company_id" = $');
    expect(detailOf(explanation, 'sql', 'company')).toContain(statement?.sql);
    expect(explanation.plan).toMatchObject({ company: { table: 'company' } });
  });

  it('follows relations inside of filters, each a place of its own', async () => {
    const { keyId } = await createCaller(gateway, {
      database: 'office',
      groups: [{ ...EVERYTHING, rules: [{ table: 'scan', where: { gate: { in: ['north'] } } }] }],
    });
    const explanation = await explain({
      apiKeyId: keyId,
      query: '{ badge(where: { scan: { some: { id: { gt: 1 } } } }) { person { name } } }',
    });
    expect(explanation.steps.filter(({ check }) => check === 'rows').map(({ subject }) => subject)).toEqual([
      'badge',
      'badge.where.scan',
      'badge.person',
    ]);
    expect(detailOf(explanation, 'rows', 'badge.where.scan')).toContain(
      'rows of scan where gate is one of ["north"]',
    );
  });

  it('says what each capability lacks: a group, or what the subset of the key leaves', async () => {
    const caller = await createCaller(gateway, {
      database: 'office',
      groups: [{ capabilities: ['person:select', 'company:select', 'badge:select'] }],
      capabilities: ['person:select', 'badge:select'],
    });
    const [group] = await groupNames(caller);
    const explanation = await explain({
      apiKeyId: caller.keyId,
      query: '{ company { name } person { id } scan { id } }',
    });
    expect(explanation).toMatchObject({ allowed: false, code: 'FORBIDDEN', statements: [], plan: null });
    expect(explanation.missing).toEqual([
      'company.name:select',
      'company:select',
      'scan.id:select',
      'scan:select',
    ]);
    expect(detailOf(explanation, 'subset')).toBe(
      "The key's subset leaves badge:select, person:select and removes company:select.",
    );
    expect(detailOf(explanation, 'capability', 'company:select')).toBe(
      `Granted by ${group}. The key's subset does not include it.`,
    );
    expect(detailOf(explanation, 'capability', 'scan:select')).toBe(
      "No group of the user grants it. The key's subset does not include it.",
    );
    expect(checksOf(explanation).at(-1)).toBe('-capability');
  });

  it('names rules that are closed for the caller and rules that are broken', async () => {
    await addOffice('broken');
    const rules = (where: unknown) => [{ table: 'person', where }];
    const closed = await createCaller(gateway, {
      database: 'broken',
      groups: [
        { ...EVERYTHING, rules: rules({ companyId: { eq: '$user.attributes.company' } }) },
        { capabilities: ['person:select'], rules: rules({ note: { eq: 'likes tea' } }) },
      ],
      attributes: { company: 'one' },
    });
    const narrowed = await createCaller(gateway, {
      database: 'broken',
      groups: [EVERYTHING],
      rowNarrowing: { tables: { person: { note: { isNull: true } } }, otherTables: 'NONE' },
    });
    const narrowing = await explain({ apiKeyId: narrowed.keyId, query: '{ company { id } person { id } }' });
    expect(detailOf(narrowing, 'rows', 'company')).toContain("The key's own narrowing leaves no row.");
    expect(detailOf(narrowing, 'rows', 'person')).toContain(
      "The key's own narrowing leaves rows of person where note is null",
    );
    await changeCatalog(gateway, 'broken', 'alter table person rename note to remark');
    const explanation = await explain({ apiKeyId: closed.keyId, query: PEOPLE });
    const [first, second] = await groupNames(closed);
    expect(explanation.allowed).toBe(true);
    expect(detailOf(explanation, 'rows')).toContain(
      `group ${first}: no row, since $user.attributes.company must be a whole number`,
    );
    expect(detailOf(explanation, 'rows')).toContain('SQL: false');
    expect(detailOf(explanation, 'capability', 'person:select')).toMatch(
      new RegExp(
        `^Granted by ${first}\\. ${second} would grant it, but its row rule for person:select is broken`,
      ),
    );
    const lost = await explain({ apiKeyId: narrowed.keyId, query: PEOPLE });
    expect(lost.missing).toEqual(['person.id:select', 'person:select']);
    expect(detailOf(lost, 'capability')).toContain('row narrowing cannot be understood any more');
  });

  it('names session settings that cannot be filled in, as the gateway does', async () => {
    await addOffice('walled');
    await changeSettings(gateway, 'walled', {
      sessionSettings: { 'app.company': '$user.attributes.company' },
    });
    const options = { database: 'walled', groups: [EVERYTHING] };
    const without = await createCaller(gateway, options);
    const explanation = await explain({ apiKeyId: without.keyId, query: PEOPLE });
    expect(explanation).toMatchObject({ code: 'FORBIDDEN', missing: ['$user.attributes.company'] });
    expect(checksOf(explanation).at(-1)).toBe('-session');
    const { body } = await ask(gateway, without.secret, PEOPLE);
    expect(body.errors?.[0]?.extensions).toMatchObject({ missing: explanation.missing });
    const having = await createCaller(gateway, { ...options, attributes: { company: 2 } });
    const allowed = await explain({ apiKeyId: having.keyId, query: PEOPLE });
    expect(allowed.statements).toHaveLength(2);
    expect(allowed.statements[0]?.parameters).toEqual(['app.company', '2']);
  });
});

describe('a user in place of a key', () => {
  it('is explained with all rights in that database, and refused once disabled or deleted', async () => {
    const { userId } = await createCaller(gateway, {
      database: 'office',
      groups: [{ capabilities: ['person:select'] }],
      capabilities: ['person.id:select'],
    });
    const input = { userId, database: 'office', query: '{ person { name } }' };
    const explanation = await explain(input);
    expect(explanation.allowed).toBe(true);
    expect(detailOf(explanation, 'subset')).toBe('All rights of the user: person:select.');
    expect(await explain({ ...input, query: '{ scan { id } }' })).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['scan.id:select', 'scan:select'],
    });
    // Whoever is signed in is in no group of crm, and may ask the gateway itself who it is.
    expect(await explain({ ...input, database: 'crm' })).toMatchObject({ code: 'NO_API_ACCESS' });
    const own = await explain({ ...input, database: 'gateway', query: '{ me { kind } }' });
    expect(own.allowed).toBe(true);
    expect(await explain({ ...input, database: 'nowhere' })).toMatchObject({ code: 'WRONG_DATABASE' });
    await gateway.controlPlane.users.disable(operator, userId);
    expect(await explain(input)).toMatchObject({ code: 'USER_DISABLED' });
    await gateway.controlPlane.users.delete(operator, userId);
    expect(await explain(input)).toMatchObject({ code: 'USER_DELETED' });
  });
});

describe('a key of gateway', () => {
  it('is explained by the management schema, and what it would change is not changed', async () => {
    const key = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
    const query = `mutation { revokeApiKey(input: { id: "${key.id}" }) { apiKey { state } } }`;
    const explanation = await explain({ apiKeyId: key.id, query });
    expect(explanation).toMatchObject({ allowed: true, statements: [], plan: null });
    expect(detailOf(explanation, 'capability', 'apiKeys.state:update')).toBe('Granted by Administrators.');
    expect((await ask(gateway, key.secret, '{ me { kind } }')).status).toBe(200);
    const reader = await gateway.createKey({
      as: 'admin@example.com',
      databaseSlug: 'gateway',
      capabilities: ['apiKeys.id:select'],
    });
    const refused = await explain({ apiKeyId: reader.id, query });
    expect(refused).toMatchObject({
      code: 'FORBIDDEN',
      missing: ['apiKeys.state:update', 'apiKeys.state:select'],
    });
  });
});

describe('what is asked', () => {
  it('must name one key or one user with a database, and an address that can be read', async () => {
    const userId = await gateway.userId('anna@example.com');
    const query = '{ __typename }';
    for (const [input, fields] of [
      [{ query }, ['apiKeyId']],
      [{ query, userId, apiKeyId: 'x' }, ['apiKeyId']],
      [{ query, userId: null, apiKeyId: null }, ['apiKeyId']],
      [{ query, userId, address: '010.0.0.1' }, ['database', 'address']],
      [{ query, apiKeyId: 'x', address: '10.0.0.0/8' }, ['address']],
    ] as const) {
      const { body } = await askExplain(input);
      expect(body.errors?.map(({ extensions }) => [extensions.code, extensions['field']])).toEqual(
        fields.map((field) => ['BAD_USER_INPUT', field]),
      );
    }
    const { body } = await askExplain({ query, apiKeyId: 'x', at: '2030-02-30T00:00:00Z' });
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('of a key that nobody has is explained as INVALID_API_KEY, of a user that nobody is NOT_FOUND', async () => {
    for (const apiKeyId of ['0000000000000000', 'nobody', '\u0000']) {
      const explanation = await explain({ apiKeyId, query: PEOPLE });
      expect(explanation).toMatchObject({ allowed: false, code: 'INVALID_API_KEY' });
      expect(checksOf(explanation)).toEqual(['-key']);
    }
    for (const userId of ['0000000000000000', 'nobody', '\u0000']) {
      const { body } = await askExplain({ userId, database: 'office', query: PEOPLE });
      expect(body.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    }
  });
});

describe('whoever asks', () => {
  const shown = [...shownByExplanations, ...shownOfKeys];

  async function keyWith(capabilities: readonly string[]): Promise<string> {
    const caller = await createCaller(gateway, { database: 'gateway', groups: [{ capabilities }] });
    return caller.secret;
  }

  it('may with exactly the columns that an explanation shows', async () => {
    const { keyId } = await createCaller(gateway, { database: 'office', groups: [EVERYTHING] });
    const key = await keyWith(shown);
    const { body } = await askExplain({ apiKeyId: keyId, query: PEOPLE }, key);
    expect(body).toMatchObject({ data: { explainAccess: { allowed: true } } });
  });

  it.each(shown)('may not without %s', async (lacking) => {
    const key = await keyWith(shown.filter((capability) => capability !== lacking));
    const { body } = await askExplain({ apiKeyId: '0000000000000000', query: PEOPLE }, key);
    expect(body).not.toHaveProperty('data');
    expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', missing: [lacking] } }]);
  });

  it('needs nothing of keys to ask about a user', async () => {
    const userId = await gateway.userId('anna@example.com');
    const key = await keyWith(shownByExplanations);
    const { body } = await askExplain({ userId, database: 'crm', query: '{ __typename }' }, key);
    expect(body).toMatchObject({ data: { explainAccess: { allowed: true } } });
  });
});

describe('explaining', () => {
  it('sends nothing to the database, not even while its tables are locked', async () => {
    const url = await addOffice('locked');
    const { keyId } = await createCaller(gateway, { database: 'locked', groups: [EVERYTHING] });
    await runOnServer(new Secret(url), async (query) => {
      await query('begin; lock table person in access exclusive mode');
      let explanation: Explanation | undefined;
      const sent = await sentStatements(async () => {
        explanation = await explain({ apiKeyId: keyId, query: PEOPLE });
      });
      expect(explanation).toMatchObject({ allowed: true, statements: [{ parameters: [] }] });
      // Its catalog may be looked at meanwhile, as every few seconds.
      const texts = sent.get(databaseOf(url)) ?? [];
      expect(texts.filter((text) => text.includes('"person"'))).toEqual([]);
      await query('rollback');
    });
  });

  it('costs two statements of the control plane, however much there is to explain', async () => {
    const rules = ['company', 'person', 'badge', 'scan'].map((table) => ({ table, where: { and: [] } }));
    const { keyId } = await createCaller(gateway, {
      database: 'office',
      groups: Array.from({ length: 5 }, () => ({ ...EVERYTHING, rules })),
    });
    await explain({ apiKeyId: keyId, query: PEOPLE });
    for (const query of [PEOPLE, '{ company { person { badge { scan { id } } } } scan { id } }']) {
      const sent = await sentStatements(() => explain({ apiKeyId: keyId, query }));
      // The revision for who asks, and the state of who is asked about.
      expect(sent.get(databaseOf(gateway.controlPlaneUrl))).toHaveLength(2);
    }
  });

  it('leaves no trace: no use is counted, no denial noted, nothing audited or changed', async () => {
    const { keyId, userId } = await createCaller(gateway, { database: 'office', groups: [EVERYTHING] });
    const revoked = await gateway.createKey({ as: 'anna@example.com' });
    await gateway.controlPlane.apiKeys.revoke(operator, revoked.id);
    const snapshot = async (): Promise<unknown> => {
      await gateway.controlPlane.usage.flush();
      return runOnServer(new Secret(gateway.controlPlaneUrl), async (query) => {
        const tables = ['revision', 'audit_events', 'decisions', 'denials', 'api_keys', 'users', 'groups'];
        const uses = ['api_key_use', 'api_key_secret_use'];
        const parts = [
          ...tables.map((table) => `select '${table}' as of, t::text as row from gateway.${table} t`),
          ...uses.map(
            (table) =>
              `select '${table}', t::text from gateway.${table} t where api_key_id in ('${keyId}', '${revoked.id}')`,
          ),
        ];
        return (await query(`${parts.join(' union all ')} order by 1, 2`)).rows;
      });
    };
    const before = await snapshot();
    for (const who of [{ apiKeyId: keyId }, { apiKeyId: revoked.id }, { apiKeyId: '0000000000000000' }]) {
      for (const query of [PEOPLE, '{ nobody }', '{ supportCase { id } }', 'mutation { x }']) {
        await explain({ ...who, query, address: '192.0.2.99' });
      }
    }
    await explain({ userId, database: 'office', query: PEOPLE });
    expect(await snapshot()).toEqual(before);
  });
});
