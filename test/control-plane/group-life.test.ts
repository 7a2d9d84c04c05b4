import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  addUser,
  administratorActor,
  administratorsId,
  keyActor,
  lastEvent,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let groupId: string;
let round = 0;

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
  await addUser(fixture, [administratorsId]);
});

afterAll(() => fixture.close());

async function makeGroup(more: { readonly apiAccess?: boolean; readonly capabilities?: string[] } = {}) {
  round += 1;
  const group = await fixture.controlPlane.groups.create(operator, {
    name: `Group ${round}`,
    databaseSlug: 'crm',
    capabilities: ['person:select'],
    ...more,
  });
  return group.id;
}

beforeEach(async () => {
  groupId = await makeGroup();
});

const escalation = { code: 'ESCALATION' };

describe('updating a group', () => {
  it('is in the audit with what changed and nothing else, and changes nothing when nothing differs', async () => {
    const { groups } = fixture.controlPlane;
    await groups.update(operator, { id: groupId, version: 1, name: 'Other name', apiAccess: true });
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'groups.update',
      target: groupId,
      before: { name: expect.stringMatching(/^Group/) },
      after: { name: 'Other name' },
    });
    const revision = await fixture.revision();
    await groups.update(operator, { id: groupId, version: 2, name: 'Other name' });
    expect(await fixture.revision()).toBe(revision);
  });

  it('opens the API only to members whose rights are the own ones of who does it', async () => {
    const { groups } = fixture.controlPlane;
    const closed = await makeGroup({ apiAccess: false });
    const open = (actor: Parameters<typeof groups.update>[0], id: string) =>
      groups.update(actor, { id, version: 2, apiAccess: true });
    await addUser(fixture, [closed]);
    await expect(open(keyActor(['*:*']), closed)).rejects.toMatchObject(escalation);
    await expect(open(administratorActor({ validUntilMs: 1 }), closed)).rejects.toMatchObject(escalation);
    await open(administratorActor(), closed);
    // Closing takes away.
    await groups.update(keyActor(['groups:update']), { id: closed, version: 3, apiAccess: false });
  });

  it('counts what the other groups of its members grant, which opens with it', async () => {
    const { groups } = fixture.controlPlane;
    const granting = await makeGroup({ apiAccess: false });
    const empty = await makeGroup({ apiAccess: false, capabilities: [] });
    await addUser(fixture, [granting, empty]);
    const update = { id: empty, version: 2, apiAccess: true };
    await expect(groups.update(keyActor(['*:*']), update)).rejects.toMatchObject(escalation);
    // Its rights do not open where the API was open to it before.
    const other = await makeGroup({ capabilities: [] });
    const [member] = (await fixture.controlPlane.users.page({ where: { group: empty } })).edges;
    await groups.addMember(operator, other, member!.node.id);
    await groups.update(keyActor(['*:*']), update);
  });

  it('may open an empty group: whoever adds somebody is asked then', async () => {
    const { groups } = fixture.controlPlane;
    const closed = await makeGroup({ apiAccess: false });
    await groups.update(keyActor(['*:*']), { id: closed, version: 1, apiAccess: true });
    const userId = await addUser(fixture);
    await expect(groups.addMember(keyActor(['*:*']), closed, userId)).rejects.toMatchObject(escalation);
  });
});

describe('deleting a group', () => {
  it('is in the audit with what it granted and to whom', async () => {
    const { groups } = fixture.controlPlane;
    const userId = await addUser(fixture, [groupId]);
    const where = { name: { eq: 'a' } };
    await groups.setRowRule(operator, { groupId, table: 'person', verb: 'select', where });
    await groups.delete(keyActor(['groups:delete']), groupId);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'groups.delete',
      target: groupId,
      before: {
        apiAccess: true,
        capabilities: ['t1:select'],
        rowRules: [{ table: 't1', verb: 'select', where }],
        members: 1,
        memberIds: [userId],
      },
      after: null,
    });
  });

  it('gives its name back', async () => {
    const { groups } = fixture.controlPlane;
    const [{ name } = { name: '' }] = (await groups.byIds([groupId])).filter((group) => group !== null);
    await groups.delete(operator, groupId);
    expect(await groups.create(operator, { name, databaseSlug: 'crm' })).toMatchObject({ version: 1 });
  });
});

describe('the group Administrators', () => {
  it('is protected on every path, also from the operator and from whoever writes to the tables', async () => {
    const { groups } = fixture.controlPlane;
    const policy = { code: 'POLICY' };
    const [group] = await groups.byIds([administratorsId]);
    const { version } = group!;
    await expect(groups.delete(operator, administratorsId)).rejects.toMatchObject(policy);
    for (const change of [{ name: 'Others' }, { apiAccess: false }]) {
      await expect(
        groups.update(operator, { id: administratorsId, version, ...change }),
      ).rejects.toMatchObject(policy);
    }
    await expect(groups.revoke(operator, administratorsId, ['*:*'])).rejects.toMatchObject(policy);
    await expect(
      groups.setRowRule(operator, {
        groupId: administratorsId,
        table: 'users',
        verb: 'select',
        where: { name: { eq: 'a' } },
      }),
    ).rejects.toMatchObject(policy);
    for (const statement of ['DELETE FROM gateway.groups', 'UPDATE gateway.groups SET api_access = false']) {
      await expect(fixture.sql.query(`${statement} WHERE built_in`)).rejects.toThrow('built-in');
    }
    expect(await groups.update(operator, { id: administratorsId, version, name: 'Administrators' })).toEqual(
      group,
    );
  });
});
