import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask, startTestGateway, type TestGateway } from '../support/test-gateway.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
}, 60_000);

afterAll(() => gateway.close());

it('a key that revokes itself makes no other key in the same operation', async () => {
  const { id, secret } = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
  const userId = await gateway.userId('admin@example.com');
  const { body } = await ask(
    gateway,
    secret,
    `mutation ($self: ID!, $user: ID!) {
       a: revokeApiKey(input: { id: $self }) { apiKey { state } }
       b: createApiKey(input: { name: "planted", accessAsUserId: $user, database: "gateway" }) { secret }
     }`,
    { variables: { self: id, user: userId } },
  );
  expect(body.errors).toMatchObject([{ path: ['b'], extensions: { code: 'KEY_REVOKED' } }]);
  const { edges } = await gateway.controlPlane.apiKeys.page({ search: 'planted' });
  expect(edges).toEqual([]);
});
