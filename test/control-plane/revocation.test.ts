import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import type { PrincipalActor } from '../../src/control-plane/actor.js';
import { principalActorOf } from '../../src/server/principal-actor.js';
import { addUser, gatewayOffer, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;
let blocker: pg.Client;
let groupId: string;
let userId: string;
let keyId: string;

beforeAll(async () => {
  fixture = await openFixture();
  blocker = new pg.Client({ connectionString: fixture.url });
  await blocker.connect();
});

afterAll(async () => {
  await blocker.end();
  await fixture.close();
});

let round = 0;

beforeEach(async () => {
  round += 1;
  const { groups, apiKeys } = fixture.controlPlane;
  const group = await groups.create(operator, {
    name: `Keepers ${round}`,
    databaseSlug: 'gateway',
    capabilities: ['apiKeys:insert', 'apiKeys:update', 'users:select', 'users:insert'],
  });
  groupId = group.id;
  userId = await addUser(fixture, [groupId]);
  const { apiKey } = await apiKeys.create(operator, {
    name: 'acting',
    accessAsUserId: userId,
    databaseSlug: 'gateway',
  });
  keyId = apiKey.id;
});

/** The key as the server would let it in now. */
async function admitted(): Promise<PrincipalActor> {
  const { state } = await fixture.controlPlane.authorization.load(keyId);
  const caller = {
    kind: 'key',
    state: state!,
    secretDigest: state!.key.secrets[0]!.digest,
    address: '192.0.2.1',
  } as const;
  const effective = effectiveCapabilities(state!, gatewayOffer);
  return principalActorOf(caller, effective, gatewayOffer, { requestId: 'request' });
}

const createKey = (actor: PrincipalActor, name = 'made') =>
  fixture.controlPlane.apiKeys.create(actor, { name, accessAsUserId: userId, databaseSlug: 'gateway' });

/** Begins `createKey` while another transaction has made this change, and commits that one once it is waited for. */
async function createWhile(statement: string, values: readonly unknown[]) {
  const actor = await admitted();
  await blocker.query('BEGIN');
  await blocker.query(statement, [...values]);
  const creating = createKey(actor).then(
    ({ apiKey }) => apiKey,
    (error: unknown) => error,
  );
  await untilSomebodyWaits();
  await blocker.query('COMMIT');
  return creating;
}

async function untilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rowCount } = await fixture.sql.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    if (rowCount !== 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function keysMade(): Promise<number> {
  const { rows } = await fixture.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM gateway.api_keys WHERE user_id = $1 AND name = 'made'`,
    [userId],
  );
  return rows[0]!.count;
}

describe('a change that waits while its actor is changed', () => {
  it.each([
    ['revoked', 'KEY_REVOKED', `UPDATE gateway.api_keys SET revoked_at = now() WHERE id = $1`],
    ['disabled', 'KEY_DISABLED', `UPDATE gateway.api_keys SET disabled = true WHERE id = $1`],
    [
      'over before now',
      'KEY_EXPIRED',
      `UPDATE gateway.api_keys SET valid_until = '2026-06-15T00:00:00Z' WHERE id = $1`,
    ],
    [
      'for another place',
      'INVALID_API_KEY',
      `UPDATE gateway.api_keys SET allowed_addresses = '{198.51.100.0/24}' WHERE id = $1`,
    ],
    [
      'without the secret that was presented',
      'INVALID_API_KEY',
      `DELETE FROM gateway.api_key_secrets WHERE api_key_id = $1`,
    ],
    [
      'past the end of the secret that was presented',
      'KEY_EXPIRED',
      `UPDATE gateway.api_key_secrets SET valid_until = '2026-06-14T00:00:00Z' WHERE api_key_id = $1`,
    ],
    ['gone', 'INVALID_API_KEY', `DELETE FROM gateway.api_keys WHERE id = $1`],
    [
      "a disabled user's",
      'USER_DISABLED',
      `UPDATE gateway.users SET enabled = false WHERE id = (SELECT user_id FROM gateway.api_keys WHERE id = $1)`,
    ],
  ])('is refused and makes nothing when the key is %s: %s', async (_case, code, statement) => {
    expect(await createWhile(statement, [keyId])).toMatchObject({ code });
    expect(await keysMade()).toBe(0);
  });

  it('is refused when the actor lost a right meanwhile, and names it', async () => {
    const statement = `DELETE FROM gateway.group_grants WHERE group_id = $1 AND capability = 'users:insert'`;
    expect(await createWhile(statement, [groupId])).toMatchObject({
      code: 'FORBIDDEN',
      details: { missing: ['users:insert'] },
    });
    expect(await keysMade()).toBe(0);
  });

  it('is refused when the key was narrowed to a subset meanwhile', async () => {
    const statement = `UPDATE gateway.api_keys SET capabilities = '{apiKeys:insert}' WHERE id = $1`;
    expect(await createWhile(statement, [keyId])).toMatchObject({ code: 'FORBIDDEN' });
    expect(await keysMade()).toBe(0);
  });

  it('passes on the limits that the key has now', async () => {
    const statement = `UPDATE gateway.api_keys SET valid_until = '2027-01-01Z' WHERE id = $1`;
    expect(await createWhile(statement, [keyId])).toMatchObject({
      code: 'ESCALATION',
      details: { exceeding: ['validUntil'] },
    });
  });

  it('is made when what was changed does not touch the actor', async () => {
    const statement = `INSERT INTO gateway.group_grants (group_id, capability) VALUES ($1, 'users:delete')`;
    expect(await createWhile(statement, [groupId])).toMatchObject({ name: 'made' });
  });
});

describe('a key that changes itself', () => {
  it('does nothing more once it has revoked itself', async () => {
    const actor = await admitted();
    await fixture.controlPlane.apiKeys.revoke(actor, keyId);
    await expect(createKey(actor)).rejects.toMatchObject({ code: 'KEY_REVOKED' });
    await expect(fixture.controlPlane.users.disable(actor, userId)).rejects.toMatchObject({
      code: 'KEY_REVOKED',
    });
    expect(await keysMade()).toBe(0);
  });

  it('goes on working through several changes of one operation', async () => {
    const actor = await admitted();
    await createKey(actor);
    await createKey(actor);
    expect(await keysMade()).toBe(2);
  });
});
