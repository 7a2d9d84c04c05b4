import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { effectiveCapabilities } from '../../src/authentication/effective-capabilities.js';
import { printSet } from '../../src/capability/capability-text.js';
import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import type { ApiKeyRecord } from '../../src/control-plane/records.js';
import { Secret } from '../../src/foundation/secret.js';
import { openServices, type Services } from '../../src/gateway.js';
import { installSample } from '../../src/sample/install-sample.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let crm: TestDatabase;

beforeAll(async () => {
  crm = await createTestDatabase({ template: 'crm' });
});

afterAll(async () => {
  await crm.drop();
});

const complete = {
  'admin@example.com': ['Administrators'],
  'anna@example.com': ['Sales'],
  'ben@example.com': ['Support'],
};

describe('installing the sample', () => {
  it('makes users, groups and demo keys that may do what the documentation says', async () => {
    await withServices(async (services) => {
      const keys = await install(services, 'keep');
      expect(keys.gateway).toBeInstanceOf(Secret);
      expect(keys.crm).toBeInstanceOf(Secret);
      expect(await membershipsOf(services)).toEqual(complete);
      expect(await effectiveOf(services, 'crm', 'anna@example.com')).toEqual([
        'activity:select',
        'opportunity:select',
        'organisation:select',
        'person:select',
        'product:select',
      ]);
      expect(await effectiveOf(services, 'gateway', 'admin@example.com')).toContain('users:impersonate');
      expect(await effectiveOf(services, 'crm', 'ben@example.com')).toEqual([
        'activity:select',
        'organisation:select',
        'person:select',
        'supportCase:select',
      ]);
    });
  });

  it('done again makes nothing twice, and gives no secrets of keys that it did not make', async () => {
    await withServices(async (services) => {
      await install(services, 'keep');
      const before = await liveKeys(services);
      expect(await install(services, 'keep')).toEqual({ gateway: null, crm: null });
      expect(await liveKeys(services)).toEqual(before);
      expect(await membershipsOf(services)).toEqual(complete);
    });
  });

  it('replaces lost demo keys when asked to, so that each database has one that works', async () => {
    await withServices(async (services) => {
      await install(services, 'keep');
      const before = await liveKeys(services);
      const keys = await install(services, 'replace');
      const after = await liveKeys(services);
      expect(after).toHaveLength(before.length);
      expect(after.filter(({ id }) => before.some((key) => key.id === id))).toEqual([]);
      expect(
        after.every(({ id }) => [keys.gateway, keys.crm].some((key) => key?.reveal().includes(id))),
      ).toBe(true);
    });
  });

  it('that died after any of its steps is finished by the next', async () => {
    for (let steps = 0; steps < 40; steps += 1) {
      const survived = await withServices(async (services) => {
        const first = await install(dieAfter(services, steps), 'keep').catch((error: unknown) => error);
        const keys = await install(services, 'replace');
        expect(keys).toEqual({ gateway: expect.any(Secret), crm: expect.any(Secret) });
        expect(await membershipsOf(services)).toEqual(complete);
        expect(await liveKeys(services)).toHaveLength(2);
        return !(first instanceof Error);
      });
      if (survived) {
        expect(steps).toBeGreaterThan(10);
        return;
      }
    }
    throw new Error('The installation never ended.');
  }, 120_000);
});

type Installed = Pick<Services, 'controlPlane'>;

function install(services: Installed, existingKeys: 'keep' | 'replace') {
  return installSample({
    controlPlane: services.controlPlane,
    databaseUrl: new Secret(crm.url),
    existingKeys,
  });
}

/** The same services, of which the call after so many others fails, and every one after it. */
function dieAfter({ controlPlane }: Services, calls: number): Installed {
  let left = calls;
  const dying = <Service extends object>(service: Service): Service =>
    new Proxy(service, {
      get: (target, name) => {
        left -= 1;
        if (left < 0) throw new Error('the power went off');
        return Reflect.get(target, name) as unknown;
      },
    });
  const { users, groups, apiKeys, databases } = controlPlane;
  return {
    controlPlane: {
      ...controlPlane,
      users: dying(users),
      groups: dying(groups),
      apiKeys: dying(apiKeys),
      databases: dying(databases),
    } satisfies ControlPlane,
  };
}

async function withServices<Result>(work: (services: Services) => Promise<Result>): Promise<Result> {
  const controlPlane = await createTestDatabase({ template: 'control-plane' });
  const services = openServices({
    url: new Secret(controlPlane.url),
    peppers: { current: new Secret(randomBytes(32).toString('hex')), previous: null },
    log: pino({ level: 'silent' }),
  });
  try {
    return await work(services);
  } finally {
    await services.close();
    await controlPlane.drop();
  }
}

/** Names of groups by e-mail of the user. */
async function membershipsOf({ controlPlane }: Services): Promise<Record<string, string[]>> {
  const { edges } = await controlPlane.users.page({ first: 50 });
  const users = edges.map((edge) => edge.node);
  const groups = await controlPlane.groups.ofUsers(users.map((user) => user.id));
  return Object.fromEntries(
    users.map((user, index) => [user.email, groups[index]!.map((group) => group.name)]),
  );
}

async function liveKeys({ controlPlane }: Services): Promise<ApiKeyRecord[]> {
  const { edges } = await controlPlane.apiKeys.page({ first: 50 });
  return edges.map((edge) => edge.node).filter((key) => key.revokedAtMs === null);
}

/** Of a key of this user that is not narrowed, by name. */
async function effectiveOf(services: Services, databaseSlug: string, email: string): Promise<string[]> {
  const { controlPlane } = services;
  const user = await controlPlane.users.byEmail(email);
  const { apiKey } = await controlPlane.apiKeys.create(
    { kind: 'operator' },
    { name: 'probe', databaseSlug, accessAsUserId: user!.id },
  );
  const [state] = await controlPlane.apiKeys.statesOf([apiKey.id]);
  return printSet(effectiveCapabilities(state!, await services.offerOf(apiKey.databaseId)));
}
