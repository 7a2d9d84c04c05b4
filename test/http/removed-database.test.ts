import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Secret } from '../../src/foundation/secret.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/** What becomes of keys when their database is removed, and when another one takes its slug. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const people = '{ person(limit: 1) { id } }';
const remove = 'mutation { removeDatabase(input: { slug: "crm" }) { database { status } } }';

it('the very next request with a key of a removed database is refused, also when another database has its slug', async () => {
  const { id } = await gateway.createKey({ as: 'anna@example.com' });
  expect((await ask(gateway, gateway.keys.crm, people)).body.errors).toBeUndefined();
  expect((await ask(gateway, gateway.keys.gateway, remove)).body).toEqual({
    data: { removeDatabase: { database: { status: 'REMOVED' } } },
  });
  const refused = { status: 401, body: { errors: [{ extensions: { code: 'DATABASE_DISABLED' } }] } };
  expect(await ask(gateway, gateway.keys.crm, people)).toMatchObject(refused);

  await gateway.controlPlane.databases.add(operator, { slug: 'crm', url: new Secret(gateway.crmUrl) });
  const path = '/graphql/crm';
  expect(await ask(gateway, gateway.keys.crm, people, { path })).toMatchObject(refused);
  // Nobody is in a group of the new one.
  await expect(
    gateway.createKey({ as: 'anna@example.com', capabilities: ['person:select'] }),
  ).rejects.toThrow('does not have');
  const { secret } = await gateway.createKey({ as: 'anna@example.com' });
  expect(await ask(gateway, secret, people)).toMatchObject({
    status: 401,
    body: { errors: [{ extensions: { code: 'NO_API_ACCESS' } }] },
  });
  const listed = await ask(
    gateway,
    gateway.keys.gateway,
    `{ apiKey(id: "${id}") { state capabilities effectiveCapabilities database { slug status } } }`,
  );
  expect(listed.body).toEqual({
    data: {
      apiKey: {
        state: 'DATABASE_DISABLED',
        capabilities: null,
        effectiveCapabilities: [],
        database: { slug: 'crm', status: 'REMOVED' },
      },
    },
  });
});
