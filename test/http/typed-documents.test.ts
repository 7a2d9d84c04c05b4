import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask, askTyped, startTestGateway, type TestGateway } from '../support/test-gateway.js';
import { opportunity, peopleOf, productsTagged } from './crm-documents.js';
import { createApiKey, keysInGrid, revokeApiKey, updateApiKey } from './gateway-documents.js';

/** What an integrator and an administrator do all day, by the documents that codegen types from schema/. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

it('rows come typed as the committed schema says', async () => {
  const { person } = await askTyped(gateway, gateway.keys.crm, peopleOf, { organisationId: 3, limit: 4 });
  expect(person.length).toBeGreaterThan(0);
  for (const { id, firstName, createdAt } of person) {
    expect(typeof id).toBe('number');
    expect(firstName).not.toBe('');
    expect(createdAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
  }
  const names = person.map(({ id }) => id);
  expect(new Set(names).size).toBe(names.length);
});

it('a row by key has decimals as text and enums by name, and a row that is not there is null', async () => {
  const { opportunityByPk } = await askTyped(gateway, gateway.keys.crm, opportunity, { id: 1 });
  expect(opportunityByPk).toMatchObject({
    stage: expect.stringMatching(/^(lead|qualified|proposal|negotiation|won|lost)$/),
    amount: expect.stringMatching(/^\d+\.\d{2}$/),
    closeDate: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
  });
  const { opportunityByPk: none } = await askTyped(gateway, gateway.keys.crm, opportunity, { id: 2_000_000 });
  expect(none).toBeNull();
});

it('a whole filter may come as a variable', async () => {
  const { product } = await askTyped(gateway, gateway.keys.crm, productsTagged, {
    where: { and: [{ discontinued: { eq: false } }, { unitPrice: { gt: '10' } }] },
  });
  expect(product.length).toBeGreaterThan(0);
  for (const { discontinued, tags, attributes } of product) {
    expect(discontinued).toBe(false);
    expect(Array.isArray(tags)).toBe(true);
    expect(typeof attributes).toBe('object');
  }
});

it('a key lives from its creation through an edit to its end, and the grid shows it', async () => {
  const admin = gateway.keys.gateway;
  const created = await askTyped(gateway, admin, createApiKey, {
    input: {
      name: 'Life of a key',
      database: 'crm',
      accessAsUserId: await gateway.userId('anna@example.com'),
      capabilities: ['person:select', 'organisation:select'],
      allowedAddresses: ['192.0.2.0/24'],
    },
  });
  const { apiKey, secret } = created.createApiKey;
  expect(apiKey).toMatchObject({
    state: 'ACTIVE',
    capabilities: ['person:select', 'organisation:select'],
    effectiveCapabilities: ['organisation:select', 'person:select'],
    allowedAddresses: ['192.0.2.0/24'],
  });
  const edited = await askTyped(gateway, admin, updateApiKey, {
    input: {
      id: apiKey.id,
      version: apiKey.version,
      accessAsUserId: await gateway.userId('ben@example.com'),
      unset: ['ALLOWED_ADDRESSES'],
    },
  });
  expect(edited.updateApiKey.apiKey).toMatchObject({
    version: apiKey.version + 1,
    allowedAddresses: null,
    accessAs: { email: 'ben@example.com' },
  });
  expect(
    (await ask(gateway, secret, '{ person(limit: 1) { id } }', { peerAddress: '198.51.100.1' })).status,
  ).toBe(200);
  const grid = await askTyped(gateway, admin, keysInGrid, { search: 'Life of' });
  expect(grid.apiKeys).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        id: apiKey.id,
        state: 'ACTIVE',
        accessAs: { email: 'ben@example.com', groups: [{ name: 'Support' }] },
      },
    ],
  });
  const ended = await askTyped(gateway, admin, revokeApiKey, { id: apiKey.id });
  expect(ended.revokeApiKey.apiKey.state).toBe('REVOKED');
  expect((await ask(gateway, secret, '{ person(limit: 1) { id } }')).body.errors).toMatchObject([
    { extensions: { code: 'KEY_REVOKED' } },
  ]);
});
