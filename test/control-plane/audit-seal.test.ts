import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseAuditSeal, type AuditSeal } from '../../src/control-plane/audit-seal.js';
import { createSealing } from '../../src/authentication/sealing.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import { addUser, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
});

afterAll(() => fixture.close());

/** As somebody who owns the server and stops the triggers. */
async function tamper(statements: string): Promise<void> {
  await fixture.sql.query(`BEGIN; SET LOCAL session_replication_role = replica; ${statements}; COMMIT`);
}

async function refuse(code: string): Promise<void> {
  const { usage } = fixture.controlPlane;
  usage.noteDenial({ code, keyId: null, address: null, atMs: fixture.clock.nowMs, detail: {} });
  await usage.flush();
}

/** What the seal makes of a file, and back. */
function throughFile(seal: AuditSeal): AuditSeal {
  const read = parseAuditSeal(JSON.stringify(seal, null, 2));
  if (read.kind === 'refused') throw new Error(read.problem);
  return read.value;
}

const cutAudit = `
  DELETE FROM gateway.audit_events WHERE sequence > 3;
  UPDATE gateway.revision SET audit_sequence = 3,
    audit_head = (SELECT mac FROM gateway.audit_events WHERE sequence = 3)`;

const cutDecisions = `
  DELETE FROM gateway.decisions WHERE seal_sequence > 1;
  DELETE FROM gateway.decision_seals WHERE sequence > 1;
  UPDATE gateway.decision_seal_head SET (sequence, at, mac) = (SELECT sequence, at, mac FROM gateway.decision_seals)`;

describe('an exported seal', () => {
  let seal: AuditSeal;

  beforeEach(async () => {
    // Five events and three decisions, anew for each test.
    await tamper(`
      DELETE FROM gateway.audit_events; UPDATE gateway.revision SET audit_sequence = 0, audit_head = '';
      DELETE FROM gateway.decisions; DELETE FROM gateway.denials; DELETE FROM gateway.decision_seals;
      UPDATE gateway.decision_seal_head SET sequence = 0, at = NULL, mac = ''`);
    for (let event = 0; event < 5; event += 1) await addUser(fixture);
    for (const code of ['KEY_EXPIRED', 'KEY_REVOKED', 'FORBIDDEN']) await refuse(code);
    seal = throughFile(await fixture.controlPlane.audit.seal());
  });

  const verify = (against: AuditSeal | null) => fixture.controlPlane.audit.verify(against);
  const kindsOf = async (against: AuditSeal | null) =>
    (await verify(against)).problems.map(({ log, kind }) => `${log} ${kind}`);

  it('names where both chains ended, and fits for as long as they only grow', async () => {
    const { rows } = await fixture.sql.query<{ mac: Buffer; at: Date }>(
      'SELECT mac, at FROM gateway.audit_events WHERE sequence = 5',
    );
    expect(seal).toEqual({
      audit: { sequence: '5', mac: rows[0]!.mac.toString('hex'), at: rows[0]!.at.toISOString() },
      decisions: { sequence: '3', mac: expect.stringMatching(/^[0-9a-f]{64}$/), at: expect.any(String) },
      madeAt: new Date(fixture.clock.nowMs).toISOString(),
      mac: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await verify(seal)).toEqual({ events: 5, decisions: 3, problems: [], unsealed: 0, isWhole: true });
    await addUser(fixture);
    await refuse('USER_DISABLED');
    expect(await verify(seal)).toMatchObject({ events: 6, decisions: 4, problems: [] });
  });

  it('shows that the end was cut off also where the head was set back, which nothing else shows', async () => {
    await tamper(`${cutAudit}; ${cutDecisions}`);
    expect(await kindsOf(null)).toEqual([]);
    expect(await kindsOf(seal)).toEqual(['audit cut-off', 'decisions cut-off']);
    expect((await verify(seal)).problems[0]).toMatchObject({ first: '4', last: '5' });
  });

  it('shows it also after the chains have grown again', async () => {
    await tamper(`${cutAudit}; ${cutDecisions}`);
    for (let event = 0; event < 4; event += 1) await addUser(fixture);
    for (let decision = 0; decision < 4; decision += 1) await refuse('FORBIDDEN');
    expect(await kindsOf(null)).toEqual([]);
    expect(await kindsOf(seal)).toEqual(['audit replaced', 'decisions replaced']);
  });

  it('shows that everything was removed', async () => {
    await tamper(`
      DELETE FROM gateway.audit_events; UPDATE gateway.revision SET audit_sequence = 0, audit_head = '';
      DELETE FROM gateway.decisions; DELETE FROM gateway.decision_seals;
      UPDATE gateway.decision_seal_head SET sequence = 0, at = NULL, mac = ''`);
    expect(await kindsOf(null)).toEqual([]);
    expect(await kindsOf(seal)).toEqual(['audit cut-off', 'decisions cut-off']);
  });

  it('says nothing twice, and hides nothing behind something else', async () => {
    await tamper(`DELETE FROM gateway.audit_events WHERE sequence >= 5`);
    expect(await kindsOf(null)).toEqual(['audit cut-off']);
    expect(await kindsOf(seal)).toEqual(['audit cut-off']);
    await tamper(`${cutAudit}; UPDATE gateway.audit_events SET actor = 'x' WHERE sequence = 1`);
    expect(await kindsOf(null)).toEqual(['audit edited']);
    expect(await kindsOf(seal)).toEqual(['audit edited', 'audit cut-off']);
  });

  it('fits also when the decisions that it knew are gone with their age', async () => {
    fixture.clock.nowMs += 31 * 86_400_000;
    await refuse('KEY_EXPIRED');
    await tamper(
      `DELETE FROM gateway.decisions WHERE seal_sequence <= 3; DELETE FROM gateway.decision_seals WHERE sequence <= 3`,
    );
    expect(await kindsOf(seal)).toEqual([]);
    fixture.clock.nowMs -= 2 * 86_400_000;
    expect(await kindsOf(seal)).toEqual(['decisions removed']);
    fixture.clock.nowMs -= 29 * 86_400_000;
  });

  it('lets what came after it be followed where the pepper from before is gone', async () => {
    const current = createSealing({ current: new Secret('another pepper for tests, long'), previous: null });
    const { controlPlane } = fixture;
    const after = createControlPlane({ url: fixture.url, needs: { ...fixture.needs, ...current } });
    const renewed = throughFile(await after.audit.seal());
    await after.users.create(operator, { email: `after${Date.now()}@example.com` });
    after.usage.noteDenial({ code: 'X', keyId: null, address: null, atMs: fixture.clock.nowMs, detail: {} });
    await after.usage.flush();
    expect((await after.audit.verify(renewed)).isWhole).toBe(true);
    expect((await after.audit.verify(renewed)).problems).not.toEqual([]);
    expect(await after.audit.verify(renewed, 'since')).toEqual({
      ...{ events: 1, decisions: 1, problems: [], unsealed: 0, isWhole: true },
    });
    // One that no gateway of this pepper made vouches for nothing: all is looked at.
    expect(await after.audit.verify(seal, 'since')).toMatchObject({
      events: 6,
      problems: expect.arrayContaining([expect.objectContaining({ log: 'seal' })]),
    });
    await tamper(
      `UPDATE gateway.audit_events SET actor = 'x' WHERE sequence = 6; DELETE FROM gateway.decisions WHERE code = 'X'`,
    );
    expect((await after.audit.verify(renewed, 'since')).problems.map(({ kind }) => kind)).toEqual([
      'edited',
      'removed',
    ]);
    expect((await controlPlane.audit.verify(seal, 'since')).problems).not.toEqual([]);
    await after.close();
  });

  it('shows also to whoever begins there that what it knew was removed', async () => {
    await addUser(fixture);
    await refuse('USER_DELETED');
    await tamper(`DELETE FROM gateway.audit_events WHERE sequence <= 5;
      DELETE FROM gateway.decisions WHERE seal_sequence <= 3; DELETE FROM gateway.decision_seals WHERE sequence <= 3`);
    const { problems } = await fixture.controlPlane.audit.verify(seal, 'since');
    expect(problems.map(({ log, kind }) => `${log} ${kind}`)).toEqual(['audit removed', 'decisions removed']);
  });

  it('from before any decision, or before those that are left, lets the later ones be followed', async () => {
    await tamper(`DELETE FROM gateway.decisions; DELETE FROM gateway.denials; DELETE FROM gateway.decision_seals;
      UPDATE gateway.decision_seal_head SET sequence = 0, at = NULL, mac = ''`);
    const { audit } = fixture.controlPlane;
    const empty = throughFile(await audit.seal());
    await refuse('KEY_EXPIRED');
    const early = throughFile(await audit.seal());
    await refuse('KEY_REVOKED');
    fixture.clock.nowMs += 31 * 86_400_000;
    await refuse('FORBIDDEN');
    for (const start of [empty, early]) expect((await audit.verify(start, 'since')).problems).toEqual([]);
    await tamper(
      `DELETE FROM gateway.decisions WHERE seal_sequence < 3; DELETE FROM gateway.decision_seals WHERE sequence < 3`,
    );
    for (const start of [empty, early]) expect((await audit.verify(start, 'since')).problems).toEqual([]);
    fixture.clock.nowMs -= 31 * 86_400_000;
    for (const start of [empty, early]) expect((await audit.verify(start, 'since')).problems).not.toEqual([]);
  });

  it.each<[what: string, forge: (seal: AuditSeal) => AuditSeal]>([
    ['another number', (made) => ({ ...made, audit: { ...made.audit, sequence: '3' } })],
    ['another MAC', (made) => ({ ...made, mac: 'ab'.repeat(32) })],
    ['another time', (made) => ({ ...made, madeAt: '2020-01-01T00:00:00.000Z' })],
  ])('with %s is not taken for one', async (_what, forge) => {
    expect(await kindsOf(throughFile(forge(seal)))).toEqual(['seal edited']);
  });

  it.each<[text: string]>([
    [''],
    ['null'],
    ['{}'],
    ['[]'],
    [
      `{"audit":{"sequence":"1","at":null,"mac":"00"},"decisions":null,"madeAt":"2026-01-01T00:00:00Z","mac":"00"}`,
    ],
    [
      `{"audit":{"sequence":-1,"at":null,"mac":"00"},"decisions":{"sequence":"1","at":null,"mac":"00"},"madeAt":"2026-01-01T00:00:00Z","mac":"00"}`,
    ],
  ])('is not read from %j', (text) => {
    expect(parseAuditSeal(text)).toMatchObject({ kind: 'refused', problem: expect.stringContaining('seal') });
  });
});

describe('a look at the end of the audit', () => {
  it('takes in the last thousand events only, and finds what is wrong with those', async () => {
    const { audit } = fixture.controlPlane;
    const { events } = await audit.verify(null);
    expect(await audit.verifyEnd()).toEqual({ rows: events, problems: [], isWhole: true });
    await tamper(`DELETE FROM gateway.audit_events WHERE sequence = ${events}`);
    expect((await audit.verifyEnd()).problems).toMatchObject([{ kind: 'cut-off' }]);
  });
});
