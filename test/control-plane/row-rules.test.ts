import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Actor } from '../../src/control-plane/actor.js';
import type { SetRowRule } from '../../src/control-plane/control-plane.js';
import {
  addUser,
  administratorActor,
  administratorsId,
  keyActor,
  openFixture,
  operator,
  sessionActor,
  type Fixture,
  fieldsOf,
  lastEvent,
} from './control-plane-fixture.js';

let fixture: Fixture;
let groupId: string;
let round = 0;

const escalation = { code: 'ESCALATION' };
const where = { name: { eq: '$user.attributes.name' } };
const other = { name: { eq: 'Ann' } };

beforeAll(async () => {
  fixture = await openFixture();
  await fixture.addDatabase('crm');
});

afterAll(() => fixture.close());

beforeEach(async () => {
  round += 1;
  const group = await fixture.controlPlane.groups.create(operator, {
    name: `Sales ${round}`,
    databaseSlug: 'crm',
    capabilities: ['person:*', 'person.privateNote:select', 'product:select'],
  });
  groupId = group.id;
});

const setRule = (input: Partial<SetRowRule> = {}, actor: Actor = operator) =>
  fixture.controlPlane.groups.setRowRule(actor, {
    groupId,
    table: 'person',
    verb: 'select',
    where,
    ...input,
  });

const removeRule = (table = 'person', actor: Actor = operator) =>
  fixture.controlPlane.groups.removeRowRule(actor, { groupId, table, verb: 'select' });

async function rules() {
  return (await fixture.controlPlane.groups.rowRulesOf([groupId]))[0];
}

/** As if the table had been there when the rule was written. */
async function plantOrphan(id = groupId) {
  await fixture.sql.query(
    `INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter) VALUES ($1, 't9', 'select', '{"broken": 1}')`,
    [id],
  );
}

describe('setting a row rule', () => {
  it('stores it by the key of its table, in a new version of the group, and in the audit by name', async () => {
    const group = await setRule({ check: other, presets: { name: 'Ann' } });
    expect(group).toMatchObject({ id: groupId, version: 2 });
    const rule = { verb: 'select', where, check: other, presets: { name: 'Ann' } };
    expect(await rules()).toEqual([{ table: 't1', ...rule }]);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'groups.setRowRule',
      target: groupId,
      before: null,
      after: { table: 'person', ...rule },
    });
  });

  it('replaces the one that is there, and changes nothing where it is the same', async () => {
    await setRule();
    expect(await setRule({ where: other })).toMatchObject({ version: 3 });
    expect(await rules()).toEqual([
      { table: 't1', verb: 'select', where: other, check: null, presets: null },
    ]);
    expect(await lastEvent(fixture.sql)).toMatchObject({ before: { where }, after: { where: other } });
    const revision = await fixture.revision();
    expect(await setRule({ where: { name: { eq: 'Ann' } }, check: null })).toMatchObject({ version: 3 });
    expect(await fixture.revision()).toBe(revision);
  });

  it.each<[string, Partial<SetRowRule>, readonly string[]]>([
    ['an unknown table', { table: 'persn' }, ['table']],
    ['the key of a table', { table: 't1' }, ['table']],
    ['the verb execute', { verb: 'execute' }, ['verb']],
    ['a verb in upper case', { verb: 'SELECT' }, ['verb']],
    ['a filter that is none', { where: [] }, ['where']],
    ['a filter that cannot be stored', { where: { name: { eq: '\0' } } }, ['where']],
    ['all of it at once', { where: null, check: 'x', presets: [] }, ['where', 'check', 'presets']],
    ['what the catalog does not bear out', { where: { broken: 1 } }, ['where']],
  ])('refuses %s, and stores nothing', async (_what, input, fields) => {
    expect(await fieldsOf(setRule(input))).toEqual(fields);
    expect(await rules()).toEqual([]);
  });

  it('knows no unknown group', async () => {
    await expect(setRule({ groupId: 'x' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('removing a row rule', () => {
  it('is in the audit with what it was, and is nothing the second time', async () => {
    await setRule();
    expect(await removeRule()).toMatchObject({ version: 3 });
    expect(await rules()).toEqual([]);
    const before = { table: 'person', verb: 'select', where, check: null, presets: null };
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'groups.removeRowRule',
      before,
      after: null,
    });
    expect(await removeRule()).toMatchObject({ version: 3 });
  });

  it('takes the stored key where the table is gone, and knows no table that never was', async () => {
    await plantOrphan();
    expect(await fieldsOf(removeRule('t8'))).toEqual(['table']);
    await removeRule('t9');
    expect(await rules()).toEqual([]);
  });
});

describe('a key that changes row rules', () => {
  const weak = keyActor(['*:*']);

  /** Somebody who signed in and may read names in crm, and no more. */
  async function reader(): Promise<Actor> {
    const { id } = await fixture.controlPlane.groups.create(operator, {
      name: `Readers ${round}`,
      databaseSlug: 'crm',
      capabilities: ['person.name:select'],
    });
    return sessionActor(await addUser(fixture, [id]));
  }

  it('may narrow what had no rule, by what it may read itself: by what members see the rule tells what it looks at', async () => {
    await addUser(fixture, [groupId]);
    const note = { privateNote: { like: 'a%' } };
    const actor = await reader();
    for (const [by, input, exceeding] of [
      [weak, {}, ['where']],
      [actor, { where: note }, ['where']],
      [actor, { where, check: note, verb: 'update' }, ['check']],
    ] as const) {
      await expect(setRule(input, by)).rejects.toMatchObject({ ...escalation, details: { exceeding } });
    }
    expect(await rules()).toEqual([]);
    await setRule({ where: note }, administratorActor());
    await setRule({ verb: 'update' }, actor);
    expect(await rules()).toHaveLength(2);
  });

  it('may neither replace nor remove one without users:impersonate', async () => {
    await addUser(fixture, [groupId]);
    await setRule({ check: other });
    const actor = await reader();
    for (const attempt of [
      setRule({ check: other, where: other }, actor),
      setRule({}, actor),
      setRule({ check: where }, actor),
      setRule({ check: other, presets: {} }, actor),
      removeRule('person', actor),
      removeRule('person', weak),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        ...escalation,
        details: { exceeding: expect.arrayContaining(['person.privateNote:select', 'person:select']) },
      });
    }
    expect(await rules()).toEqual([{ table: 't1', verb: 'select', where, check: other, presets: null }]);
    await setRule({}, administratorActor());
    await removeRule('person', administratorActor());
  });

  it('may not write by presets what it could not write itself', async () => {
    const presets = { name: 'Ann' };
    await expect(setRule({ verb: 'insert', presets }, await reader())).rejects.toMatchObject({
      ...escalation,
      details: { exceeding: expect.arrayContaining(['person:insert']) },
    });
    await setRule({ verb: 'insert', presets }, administratorActor());
  });

  it('may change rules that narrow nothing', async () => {
    const { groups } = fixture.controlPlane;
    await groups.revoke(operator, groupId, ['person:*', 'person.privateNote:select']);
    await setRule();
    await setRule({ where: other }, await reader());
    await removeRule('person', weak);
  });

  it('may not remove the rule of a table that is gone where the group could reach it, or its successors', async () => {
    const { groups } = fixture.controlPlane;
    const wide = await groups.create(operator, {
      name: `Wide ${round}`,
      databaseSlug: 'crm',
      capabilities: ['*:select'],
    });
    await plantOrphan(wide.id);
    const input = { groupId: wide.id, table: 't9', verb: 'select' };
    await expect(groups.removeRowRule(weak, input)).rejects.toMatchObject(escalation);
    await groups.removeRowRule(administratorActor(), input);
    // By its own key, which denotes nothing today.
    await groups.revoke(operator, wide.id, ['*:select']);
    await fixture.sql.query(
      `INSERT INTO gateway.group_grants (group_id, capability) VALUES ($1, 't9.c9:select')`,
      [wide.id],
    );
    await plantOrphan(wide.id);
    await expect(groups.removeRowRule(weak, input)).rejects.toMatchObject(escalation);
    // Nothing of this group reaches it.
    await plantOrphan();
    await removeRule('t9', weak);
  });

  it('passes its own limits on where the group has members', async () => {
    const limited = administratorActor({ validUntilMs: 100 });
    await setRule();
    await setRule({ where: other }, limited);
    await addUser(fixture, [groupId]);
    await expect(setRule({}, limited)).rejects.toMatchObject(escalation);
    await expect(removeRule('person', limited)).rejects.toMatchObject(escalation);
  });
});

describe('revoking capabilities', () => {
  const revoke = (...names: readonly string[]) =>
    fixture.controlPlane.groups.revoke(operator, groupId, names);

  async function grants() {
    return (await fixture.controlPlane.groups.grantsOf([groupId]))[0];
  }

  it('takes away what is granted by the very words, and passes over the rest', async () => {
    expect(await revoke('person:*', 'product:insert')).toMatchObject({ version: 2 });
    expect(await grants()).toEqual(['t1.c2:select', 't2:select']);
    expect(await lastEvent(fixture.sql)).toMatchObject({
      action: 'groups.revoke',
      target: groupId,
      before: { capabilities: ['person:*'] },
      after: null,
    });
    expect(await revoke('person:*')).toMatchObject({ version: 2 });
  });

  it('refuses what is no capability here, and an empty list', async () => {
    expect(await fieldsOf(revoke('persn:select'))).toEqual(['capabilities']);
    expect(await fieldsOf(revoke())).toEqual(['capabilities']);
  });

  it('takes away what speaks of a table that is gone, as it is stored', async () => {
    await fixture.sql.query(
      `INSERT INTO gateway.group_grants (group_id, capability) VALUES ($1, 't9:select')`,
      [groupId],
    );
    await revoke('t9:select');
    expect(await grants()).not.toContain('t9:select');
    expect(await fieldsOf(revoke('t9:select'))).toEqual(['capabilities']);
  });

  it('does not strip the group Administrators', async () => {
    const { groups } = fixture.controlPlane;
    const [before] = await groups.grantsOf([administratorsId]);
    for (const name of ['*:*', 'users:impersonate']) {
      await expect(groups.revoke(operator, administratorsId, [name])).rejects.toMatchObject({
        code: 'POLICY',
      });
    }
    expect((await groups.grantsOf([administratorsId]))[0]).toEqual(before);
  });
});

describe('the list of groups', () => {
  it('is by name, of one database or of all, page by page', async () => {
    const { groups } = fixture.controlPlane;
    const all = await groups.page({});
    expect(await all.totalCount()).toBe(all.edges.length);
    const names = (await groups.page({ databaseSlug: 'gateway' })).edges.map(({ node }) => node.name);
    expect(names).toEqual(['Administrators']);
    expect((await groups.page({ databaseSlug: 'no slug\0' })).edges).toEqual([]);
    const first = await groups.page({ databaseSlug: 'crm', first: 1 });
    const second = await groups.page({ databaseSlug: 'crm', first: 1, after: first.edges[0]!.cursor });
    expect(first.edges[0]!.node.name < second.edges[0]!.node.name).toBe(true);
  });
});
