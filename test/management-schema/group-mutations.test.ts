import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openManagement, operator, type ManagementHarness } from './management-harness.js';

let management: ManagementHarness;
let groupId: string;
let round = 0;

beforeAll(async () => {
  management = await openManagement();
});

afterAll(() => management.close());

beforeEach(async () => {
  round += 1;
  const group = await management.controlPlane.groups.create(operator, {
    name: `Group ${round}`,
    databaseSlug: 'crm',
    capabilities: ['person:select'],
  });
  groupId = group.id;
});

const fields = 'group { version capabilities rowRules { table verb where check presets broken } }';
const setRowRule = `mutation ($input: SetRowRuleInput!) { setRowRule(input: $input) { ${fields} } }`;
const removeRowRule = `mutation ($input: RemoveRowRuleInput!) { removeRowRule(input: $input) { ${fields} } }`;
const grant = `mutation ($input: GroupCapabilitiesInput!) { grantCapabilities(input: $input) { ${fields} } }`;
const revoke = `mutation ($input: GroupCapabilitiesInput!) { revokeCapabilities(input: $input) { ${fields} } }`;

const where = { firstName: { eq: '$user.attributes.name' } };

async function changed(text: string, input: object) {
  const { data, codes } = await management.run(text, { variables: { input: { groupId, ...input } } });
  expect(codes).toEqual([]);
  return Object.values(data as Record<string, { group: Record<string, unknown> }>)[0]?.group;
}

describe('grantCapabilities and revokeCapabilities', () => {
  it('give and take by name, and answer with what the group grants then', async () => {
    const capabilities = ['person:insert', 'person.privateNote:select'];
    const granted = await changed(grant, { capabilities });
    expect(new Set(granted?.['capabilities'] as string[])).toEqual(
      new Set(['person:select', ...capabilities]),
    );
    expect(await changed(revoke, { capabilities: ['person:select', 'person:delete'] })).toMatchObject({
      capabilities: expect.not.arrayContaining(['person:select']),
    });
  });

  it('refuse what the database does not have, and to strip Administrators', async () => {
    const input = { groupId, capabilities: ['persn:select'] };
    expect((await management.run(grant, { variables: { input } })).codes).toEqual(['BAD_USER_INPUT']);
    const administrators = await management.controlPlane.groups.byName('gateway', 'Administrators');
    const strip = { groupId: administrators?.id, capabilities: ['*:*'] };
    expect((await management.run(revoke, { variables: { input: strip } })).codes).toEqual(['POLICY']);
  });
});

describe('setRowRule and removeRowRule', () => {
  it('set a rule, show it by name, and take it away', async () => {
    const input = { table: 'person', verb: 'SELECT', where, check: { firstName: { eq: 'A' } } };
    const rule = { ...input, presets: null, broken: null };
    expect(await changed(setRowRule, input)).toMatchObject({ version: 2, rowRules: [rule] });
    expect(await changed(setRowRule, { ...input, check: null })).toMatchObject({
      rowRules: [{ ...rule, check: null }],
    });
    expect(await changed(removeRowRule, { table: 'person', verb: 'SELECT' })).toMatchObject({ rowRules: [] });
  });

  it('refuse a rule that the catalog does not bear out, with the field', async () => {
    const input = { groupId, table: 'person', verb: 'SELECT', where: { broken: { eq: 1 } } };
    const { codes, result } = await management.run(setRowRule, { variables: { input } });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(result.errors?.[0]?.originalError).toMatchObject({ details: { field: 'where' } });
  });

  it('know no verb that has no rows', async () => {
    const input = { groupId, table: 'person', verb: 'EXECUTE', where };
    expect((await management.run(setRowRule, { variables: { input } })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('show which rules a later change broke, also those of tables that are gone', async () => {
    const { groups } = management.controlPlane;
    await groups.setRowRule(operator, { groupId, table: 'person', verb: 'select', where });
    management.breakRules(true);
    try {
      const text = 'query ($id: ID!) { group(id: $id) { rowRules { table verb broken } } }';
      const { data } = await management.run(text, { variables: { id: groupId } });
      expect(data?.['group']).toEqual({
        rowRules: [{ table: 'person', verb: 'SELECT', broken: 'where: is broken.' }],
      });
    } finally {
      management.breakRules(false);
    }
  });

  it.each([
    ['setRowRule', ['groups:select', 'groups.capabilities:update'], 'groups.rowRules:update'],
    ['removeRowRule', ['groups:select', 'groups.capabilities:update'], 'groups.rowRules:update'],
    ['grantCapabilities', ['groups:select', 'groups.rowRules:update'], 'groups.capabilities:update'],
    ['revokeCapabilities', ['groups:select', 'groups.rowRules:update'], 'groups.capabilities:update'],
  ])('%s does nothing without its capability', async (name, capabilities, missing) => {
    const texts = { setRowRule, removeRowRule, grantCapabilities: grant, revokeCapabilities: revoke };
    const isRule = name.endsWith('RowRule');
    const input = {
      groupId,
      ...(isRule ? { table: 'person', verb: 'SELECT' } : { capabilities: ['person:select'] }),
      ...(name === 'setRowRule' ? { where } : {}),
    };
    const text = texts[name as keyof typeof texts];
    const { codes, result } = await management.run(text, { capabilities, variables: { input } });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(result.errors?.[0]?.originalError).toMatchObject({ details: { missing: [missing] } });
    const [group] = await management.controlPlane.groups.byIds([groupId]);
    expect(group).toMatchObject({ version: 1 });
  });

  it('may not loosen or remove a rule without users:impersonate', async () => {
    await management.controlPlane.groups.setRowRule(operator, {
      groupId,
      table: 'person',
      verb: 'select',
      where,
    });
    const input = { groupId, table: 'person', verb: 'SELECT' };
    const options = (more: object) => ({
      capabilities: ['*:*'],
      variables: { input: { ...input, ...more } },
    });
    const loose = await management.run(setRowRule, options({ where: {} }));
    expect(loose.codes).toEqual(['ESCALATION']);
    expect((await management.run(removeRowRule, options({}))).codes).toEqual(['ESCALATION']);
    expect((await management.run(setRowRule, options({ where }))).codes).toEqual([]);
  });
});

describe('groups', () => {
  it('are listed by name, a page at a time, and their rules in one statement', async () => {
    const text = `query ($first: Int, $after: String) {
      groups(database: "crm", first: $first, after: $after) {
        totalCount nodes { name rowRules { table } } pageInfo { endCursor hasNextPage }
      }
    }`;
    const first = await management.run(text, { variables: { first: 1 } });
    const page = first.data?.['groups'] as { totalCount: number; pageInfo: { endCursor: string } };
    expect(page).toMatchObject({
      nodes: [{ name: 'Group 1', rowRules: [] }],
      pageInfo: { hasNextPage: true },
    });
    const rest = await management.run(text, { variables: { first: 100, after: page.pageInfo.endCursor } });
    expect((rest.data?.['groups'] as { nodes: unknown[] }).nodes).toHaveLength(page.totalCount - 1);
    const count = (rows: number) =>
      management.countStatements(() => management.run(text, { variables: { first: rows } }));
    expect(await count(5)).toBe(await count(50));
  });

  it('are null where there is none', async () => {
    const { data } = await management.run('{ group(id: "0000000000000000") { name } }');
    expect(data?.['group']).toBeNull();
  });
});
