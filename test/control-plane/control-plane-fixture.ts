import { createHash } from 'node:crypto';
import pg from 'pg';
import { createPasswordHasher } from '../../src/authentication/password-hasher.js';
import { createSessionMint } from '../../src/authentication/session-token.js';
import { createSealing } from '../../src/authentication/sealing.js';
import { createCapabilitySpace, type CapabilitySpace } from '../../src/capability/capability-space.js';
import { denote } from '../../src/capability/denotation.js';
import type { KeyActor, SessionActor } from '../../src/control-plane/actor.js';
import type { ControlPlaneLog } from '../../src/control-plane/connections.js';
import type { ControlPlane, ControlPlaneNeeds } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { newId, randomText } from '../../src/foundation/ids.js';
import type { BadUserInput } from '../../src/foundation/postern-error.js';
import { Secret } from '../../src/foundation/secret.js';
import { offerOf } from '../support/offer-of.js';
import { createTestDatabase } from '../support/test-database.js';

export const operator = { kind: 'operator' } as const;
export const gatewayId = '000000000gateway';
export const administratorsId = '00Administrators';

/** A migrated control plane of the suite's own, with a connection beside it and a clock that tests can set. */
export interface Fixture {
  readonly controlPlane: ControlPlane;
  readonly needs: ControlPlaneNeeds;
  readonly url: string;
  readonly sql: pg.Client;
  readonly logged: Parameters<ControlPlaneLog>[0][];
  readonly clock: { nowMs: number };
  /** Registers a row for a database without a server behind it; its space is `crmSpace`. */
  addDatabase(slug: string): Promise<string>;
  revision(): Promise<string>;
  close(): Promise<void>;
}

export async function openFixture(overrides: Partial<ControlPlaneNeeds> = {}): Promise<Fixture> {
  const database = await createTestDatabase({ template: 'control-plane' });
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const clock = { nowMs: Date.UTC(2026, 5, 15) };
  const logged: Parameters<ControlPlaneLog>[0][] = [];
  const needs: ControlPlaneNeeds = { ...testNeeds(clock), ...overrides };
  const controlPlane = createControlPlane({
    url: database.url,
    needs,
    log: (entry) => logged.push(entry),
    usageIntervalMs: 3_600_000,
  });
  return {
    controlPlane,
    needs,
    url: database.url,
    sql,
    logged,
    clock,
    addDatabase: async (slug) => {
      const id = newId();
      await sql.query('INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ($1, $2, $3)', [
        id,
        slug,
        Buffer.from('sealed'),
      ]);
      return id;
    },
    revision: async () => {
      const { rows } = await sql.query<{ revision: string }>('SELECT revision FROM gateway.revision');
      return rows[0]!.revision;
    },
    close: async () => {
      await controlPlane.close();
      await sql.end();
      await database.drop();
    },
  };
}

const peppers = { current: new Secret('a pepper for tests, long enough'), previous: null };
const sealing = createSealing(peppers);
const passwords = createPasswordHasher(peppers);

function testNeeds(clock: { readonly nowMs: number }): ControlPlaneNeeds {
  return {
    clock: () => clock.nowMs,
    mintSecret: (keyId) => {
      const text = `pst_test_${keyId}_${randomText(43)}`;
      return {
        secret: new Secret(text),
        digest: createHash('sha256').update(text).digest(),
        hint: text.slice(-4),
      };
    },
    seal: (plain) => Buffer.from(Buffer.from(plain.reveal()).map((byte) => byte ^ 0x5a)),
    unseal: (sealed) => new Secret(Buffer.from(sealed.map((byte) => byte ^ 0x5a)).toString()),
    sealCursor: sealing.sealCursor,
    unsealCursor: sealing.unsealCursor,
    passwords,
    auditMac: sealing.auditMac,
    auditMacs: sealing.auditMacs,
    mintSession: createSessionMint(peppers),
    attemptMac: sealing.attemptMac,
    offerOf: (id) => Promise.resolve(id === gatewayId ? gatewayOffer : crmOffer),
  };
}

export const gatewaySpace: CapabilitySpace = createCapabilitySpace({
  tables: ['apiKeys', 'users', 'groups'].map((name) => ({
    key: name,
    name,
    verbs: ['select', 'insert', 'update', 'delete'],
    columns: [{ key: 'name', name: 'name', guarded: false }],
  })),
  named: ['users:impersonate', 'users:setAttributes', 'databases:connect'],
});

export const crmSpace: CapabilitySpace = createCapabilitySpace({
  tables: [
    {
      key: 't1',
      name: 'person',
      verbs: ['select', 'insert', 'update', 'delete', 'aggregate'],
      columns: [
        { key: 'c1', name: 'name', guarded: false },
        { key: 'c2', name: 'privateNote', guarded: true },
      ],
    },
    {
      key: 't2',
      name: 'product',
      verbs: ['select', 'insert', 'update', 'delete', 'aggregate'],
      columns: [{ key: 'c3', name: 'name', guarded: false }],
    },
  ],
  named: [],
});

export const gatewayOffer = offerOf(gatewaySpace);
/** Rules and narrowings that speak of "broken" are. */
export const crmOffer = offerOf(crmSpace, {
  broken: ({ where }) => JSON.stringify(where).includes('broken'),
  brokenNarrowing: (narrowing) => JSON.stringify(narrowing).includes('broken'),
});

/** A key of the database `gateway` with these capabilities and no limits of its own, unless said otherwise. */
export function keyActor(
  capabilities: readonly string[],
  ceilings: Partial<KeyActor['ceilings']> = {},
  subset: KeyActor['subset'] = null,
): KeyActor {
  const actor: KeyActor = {
    kind: 'key',
    keyId: 'actingKey0000000',
    user: { id: 'actingUser000000', email: 'actor@example.com' },
    databaseId: gatewayId,
    effective: denote(gatewaySpace, capabilities),
    subset,
    ceilings: { validUntilMs: null, allowedAddresses: null, rowNarrowing: null, ...ceilings },
    address: '192.0.2.1',
    requestId: 'request-1',
    // There is no such key to read again: what it may do is what the test says.
    revision: '0',
    rejudge: () => actor,
  };
  return actor;
}

export function administratorActor(ceilings: Partial<KeyActor['ceilings']> = {}): KeyActor {
  return keyActor(['*:*', 'users:impersonate', 'users:setAttributes', 'databases:connect'], ceilings);
}

/** Somebody who signed in, with these capabilities in `gateway` and those of the user's groups everywhere else. */
export function sessionActor(userId: string, capabilities: readonly string[] = []): SessionActor {
  const actor: SessionActor = {
    ...keyActor(capabilities),
    kind: 'session',
    sessionId: 'actingSession000',
    user: { id: userId, email: 'actor@example.com' },
    rejudge: () => actor,
  };
  return actor;
}

let users = 0;

export async function addUser({ controlPlane }: Fixture, groupIds: readonly string[] = []): Promise<string> {
  users += 1;
  const { id } = await controlPlane.users.create(operator, { email: `user${users}@example.com` });
  for (const groupId of groupIds) await controlPlane.groups.addMember(operator, groupId, id);
  return id;
}

/** The fields at which an input is refused. */
export async function fieldsOf(refused: Promise<unknown>): Promise<readonly string[]> {
  const error = await refused.then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  return (error as BadUserInput).problems.map(({ field }) => field);
}

/** The newest row of the audit. */
export async function lastEvent(sql: pg.Client): Promise<Record<string, unknown> | undefined> {
  const { rows } = await sql.query<Record<string, unknown>>(
    'SELECT * FROM gateway.audit_events ORDER BY sequence DESC LIMIT 1',
  );
  return rows[0];
}
