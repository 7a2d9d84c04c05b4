import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { keyState } from '../../src/authentication/key-state.js';
import type { PrincipalActor } from '../../src/control-plane/actor.js';
import { DEFAULT_SESSION_LIMITS } from '../../src/control-plane/session-limits.js';
import { newId } from '../../src/foundation/ids.js';
import { managementOffer } from '../../src/management-schema/management-catalog.js';
import { principalActorOf } from '../../src/server/principal-actor.js';
import { gatewayId, type Fixture } from '../control-plane/control-plane-fixture.js';
import type { Random } from '../model/random.js';
import type { WalkActor } from './walk-checks.js';
import type { World } from './walk-world.js';

const facts = { requestId: 'walk' };

/** A random key of `gateway` that works, or somebody who signs in; by the code that makes actors of callers. Null: nobody can. */
export async function randomActor(
  fixture: Fixture,
  random: Random,
  world: World,
): Promise<{ readonly actor: PrincipalActor; readonly known: WalkActor } | null> {
  const keys = world.keys.filter(
    ({ databaseId, disabled, revoked, secrets }) =>
      databaseId === gatewayId && !disabled && !revoked && secrets.length > 0,
  );
  if (keys.length > 0 && random.chance(0.6)) return actAsKey(fixture, random.oneOf(keys).id, world);
  const users = world.users.filter(({ enabled, deleted }) => enabled && !deleted);
  return users.length === 0 ? null : actAsUser(fixture, random.oneOf(users).id);
}

async function actAsKey(fixture: Fixture, keyId: string, world: World) {
  const { state } = await fixture.controlPlane.authorization.load(keyId);
  if (state === null || keyState(state, fixture.clock.nowMs, false).refusal !== null) return null;
  const secret = state.key.secrets.find(({ validUntilMs }) => validUntilMs === null);
  const caller = {
    kind: 'key',
    state,
    secretDigest: secret!.digest,
    address: '192.0.2.1',
  } as const;
  // From elsewhere it is not let in.
  if (
    state.key.allowedAddresses !== null &&
    !state.key.allowedAddresses.some((one) => ['192.0.2.0/24', '192.0.2.1'].includes(one))
  ) {
    return null;
  }
  const actor = principalActorOf(
    caller,
    effectiveCapabilities(state, managementOffer),
    managementOffer,
    facts,
  );
  const key = world.keys.find(({ id }) => id === keyId)!;
  return { actor, known: { kind: 'key', userId: key.userId, key } } as const;
}

async function actAsUser(fixture: Fixture, userId: string) {
  const sessionId = newId();
  const now = new Date(fixture.clock.nowMs).toISOString();
  await fixture.sql.query(
    `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at) VALUES ($1, $2, $3, $4, $4)`,
    [sessionId, userId, Buffer.alloc(32, 1), now],
  );
  const session = await fixture.controlPlane.authorization.loadSession(sessionId, 'gateway');
  const database = session?.database;
  if (!session || !database) throw new Error('Nobody is signed in.');
  const state = { ...session, database };
  const caller = { kind: 'session', state, limits: DEFAULT_SESSION_LIMITS, address: '192.0.2.1' } as const;
  const actor = principalActorOf(
    caller,
    effectiveCapabilities(state, managementOffer),
    managementOffer,
    facts,
  );
  return { actor, known: { kind: 'session', userId, key: null } } as const;
}
