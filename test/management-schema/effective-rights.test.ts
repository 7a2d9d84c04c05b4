import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;
let noteId: string;
beforeAll(async () => {
  management = await openManagement();
  const { groups } = management.controlPlane;
  const notes = await groups.create(operator, {
    name: 'Notes',
    databaseSlug: 'crm',
    capabilities: ['person.privateNote:select', 'person.firstName:update'],
  });
  noteId = notes.id;
  await groups.addMember(operator, notes.id, management.anna.id);
}, 60_000);
afterAll(() => management.close());

const RIGHTS = 'effectiveRights { capability allowed removedBy grantedBy { name } closedIn { name } }';

async function rightsOf(key: ApiKeyRecord): Promise<unknown> {
  const { data, codes } = await management.run(`{ apiKey(id: "${key.id}") { ${RIGHTS} } }`);
  expect(codes).toEqual([]);
  return (data?.['apiKey'] as Record<string, unknown>)['effectiveRights'];
}

const right = (capability: string, ...grantedBy: string[]) => ({
  capability,
  allowed: true,
  removedBy: [] as string[],
  grantedBy: grantedBy.map((name) => ({ name })),
  closedIn: [] as { name: string }[],
});

const removed = (by: string, ...args: Parameters<typeof right>) => ({
  ...right(...args),
  allowed: false,
  removedBy: [by],
});

describe('the rights of a key', () => {
  it('say which group of its user grants each, and what its subset removes', async () => {
    const whole = await management.makeKey('whole');
    expect(await rightsOf(whole)).toEqual([
      right('person.privateNote:select', 'Notes'),
      right('person:select', 'Sales'),
      right('person:update', 'Notes'),
    ]);
    const narrowed = await management.makeKey('narrowed', { capabilities: ['person:select'] });
    expect(await rightsOf(narrowed)).toEqual([
      removed('SUBSET', 'person.privateNote:select', 'Notes'),
      right('person:select', 'Sales'),
      removed('SUBSET', 'person:update', 'Notes'),
    ]);
  });

  it('say that a broken row rule or a narrowing that does not fit any more removes them', async () => {
    const key = await management.makeKey('ruled');
    const rule = { groupId: management.salesId, table: 'person', verb: 'select', where: { and: [] } };
    await management.controlPlane.groups.setRowRule(operator, rule);
    management.breakRules(true);
    const broken = await rightsOf(key);
    management.breakRules(false);
    await management.controlPlane.groups.removeRowRule(operator, rule);
    expect(broken).toEqual([
      right('person.privateNote:select', 'Notes'),
      {
        ...removed('BROKEN_ROW_RULE', 'person:select', 'Sales'),
        closedIn: [{ name: 'Sales' }],
      },
      right('person:update', 'Notes'),
    ]);
  });

  it('that are allowed are its effective capabilities', async () => {
    const key = await management.makeKey('agreeing', {
      capabilities: ['person.firstName:select', 'person.privateNote:select'],
    });
    const { data } = await management.run(
      `{ apiKey(id: "${key.id}") { effectiveCapabilities effectiveRights { capability allowed } } }`,
    );
    const shown = data?.['apiKey'] as {
      readonly effectiveCapabilities: readonly string[];
      readonly effectiveRights: readonly { readonly capability: string; readonly allowed: boolean }[];
    };
    expect(
      shown.effectiveRights.filter(({ allowed }) => allowed).map(({ capability }) => capability),
    ).toEqual(shown.effectiveCapabilities);
  });
});

describe('the rights of a user', () => {
  it('are those of one database', async () => {
    const { data } = await management.run(`{
      anna: user(id: "${management.anna.id}") {
        crm: effectiveRights(database: "crm") { capability grantedBy { name } }
        gateway: effectiveRights(database: "gateway") { capability }
      }
      admin: user(id: "${management.admin.id}") {
        gateway: effectiveRights(database: "gateway") { capability grantedBy { name } }
      }
    }`);
    expect(data?.['anna']).toEqual({
      crm: [
        { capability: 'person.privateNote:select', grantedBy: [{ name: 'Notes' }] },
        { capability: 'person:select', grantedBy: [{ name: 'Sales' }] },
        { capability: 'person:update', grantedBy: [{ name: 'Notes' }] },
      ],
      gateway: [],
    });
    const { gateway } = data?.['admin'] as { readonly gateway: readonly unknown[] };
    expect(gateway).toContainEqual({
      capability: 'users:impersonate',
      grantedBy: [{ name: 'Administrators' }],
    });
  });

  it('of a database that there is not, are bad input', async () => {
    const { codes } = await management.run(
      `{ user(id: "${management.anna.id}") { effectiveRights(database: "nowhere") { capability } } }`,
    );
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });
});

describe('whoever asks', () => {
  const shared = ['users.groups:select', 'groups.capabilities:select', 'groups.rowRules:select'];
  const ofKey = [
    'apiKeys.id:select',
    'apiKeys.effectiveRights:select',
    'apiKeys.capabilities:select',
    'apiKeys.rowNarrowing:select',
    ...shared,
  ];
  const ofUser = ['users.id:select', 'users.effectiveRights:select', 'databases.slug:select', ...shared];
  const keyText = () =>
    `{ apiKey(id: "${management.adminKey.id}") { id effectiveRights { capability allowed removedBy } } }`;
  const userText = () =>
    `{ user(id: "${management.anna.id}") { id effectiveRights(database: "crm") { capability allowed removedBy } } }`;

  it('needs what the rights show, and no group', async () => {
    expect((await management.run(keyText(), { capabilities: ofKey })).codes).toEqual([]);
    expect((await management.run(userText(), { capabilities: ofUser })).codes).toEqual([]);
  });

  it.each(ofKey.slice(1))('is refused those of a key without %s', async (lacking) => {
    const capabilities = ofKey.filter((one) => one !== lacking);
    expect((await management.run(keyText(), { capabilities })).codes).toEqual(['FORBIDDEN']);
  });

  it.each(ofUser.slice(1))('is refused those of a user without %s', async (lacking) => {
    const capabilities = ofUser.filter((one) => one !== lacking);
    expect((await management.run(userText(), { capabilities })).codes).toEqual(['FORBIDDEN']);
  });

  it('sees the groups that grant only with the right to read groups', async () => {
    const text = keyText().replace('allowed', 'grantedBy { id } closedIn { id }');
    const asked = (capabilities: readonly string[]) => management.run(text, { capabilities });
    expect((await asked([...ofKey, 'groups.id:select'])).codes).toEqual([]);
    // A column of groups is the row too: without any of them there is none.
    const none = ofKey.filter((one) => !one.startsWith('groups'));
    expect((await asked(none)).codes).toEqual(['FORBIDDEN']);
  });
});

describe('the number of SQL statements', () => {
  it('is the same for 40 keys and users as for two', async () => {
    for (let index = 0; index < 40; index += 1) {
      const user = await management.controlPlane.users.create(operator, { email: `u${index}@example.com` });
      await management.controlPlane.groups.addMember(
        operator,
        index % 2 ? noteId : management.salesId,
        user.id,
      );
      await management.makeKey(`key ${index}`, { accessAsUserId: user.id });
    }
    const text = (first: number) => `{
      apiKeys(first: ${first}) { nodes { ${RIGHTS} } }
      users(first: ${first}) { nodes { effectiveRights(database: "crm") { capability grantedBy { name } } } }
    }`;
    // The first user by e-mail is the administrator, who has no group there.
    const two = await management.countStatements(() => management.run(text(2)));
    const forty = await management.countStatements(() => management.run(text(40)));
    expect(two).toBeGreaterThan(4);
    expect(forty).toBe(two);
  }, 60_000);
});
