import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway();
});

afterAll(() => gateway.close());

interface Explanation {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly missing: readonly string[];
  readonly steps: readonly { readonly check: string; readonly passed: boolean; readonly detail: string }[];
}

async function refuse(key: string, query: string, options: Parameters<typeof ask>[3] = {}): Promise<string> {
  const { body } = await ask(gateway, key, query, options);
  return String(body.errors?.[0]?.extensions['decisionId']);
}

async function explain(decisionId: string): Promise<Explanation | null> {
  const { body } = await ask(
    gateway,
    gateway.keys.gateway,
    `{ decision(id: "${decisionId}") { explanation { allowed code missing steps { check passed detail } } } }`,
  );
  expect(body.errors).toBeUndefined();
  return (body.data?.['decision'] as { readonly explanation: Explanation | null }).explanation;
}

it('a FORBIDDEN one says who lacks what, and that it would be allowed once a group grants it', async () => {
  const id = await refuse(gateway.keys.crm, '{ person { id privateNote } }');
  const explanation = await explain(id);
  expect(explanation).toMatchObject({
    allowed: false,
    code: 'FORBIDDEN',
    missing: ['person.privateNote:select'],
  });
  expect(explanation?.steps.at(-1)).toMatchObject({ check: 'capability', passed: false });
  const sales = await gateway.controlPlane.groups.byName('crm', 'Sales');
  await gateway.controlPlane.groups.grant(operator, sales?.id ?? '', ['person.privateNote:select']);
  expect(await explain(id)).toMatchObject({ allowed: true, code: null, missing: [] });
  await gateway.controlPlane.groups.revoke(operator, sales?.id ?? '', ['person.privateNote:select']);
});

it('a wrong address is explained to administrators, though its holder is told nothing', async () => {
  const { secret } = await gateway.createKey({ as: 'anna@example.com', allowedAddresses: ['203.0.113.7'] });
  const explanation = await explain(await refuse(secret, '{ person { id } }'));
  expect(explanation).toMatchObject({ allowed: false, code: 'INVALID_API_KEY' });
  expect(explanation?.steps.at(-1)).toMatchObject({ check: 'address', passed: false });
  expect(explanation?.steps.at(-1)?.detail).toContain('203.0.113.7');
});

it('a key that was disabled then is judged as it is now', async () => {
  const { id: keyId, secret } = await gateway.createKey({ as: 'anna@example.com' });
  await gateway.controlPlane.apiKeys.disable(operator, keyId);
  const id = await refuse(secret, '{ person { id } }');
  expect(await explain(id)).toMatchObject({ allowed: false, code: 'KEY_DISABLED' });
  await gateway.controlPlane.apiKeys.enable(operator, keyId);
  expect(await explain(id)).toMatchObject({ allowed: true, code: null });
});

it('is null where nothing was noted that could be judged', async () => {
  expect(
    await explain(await refuse(gateway.keys.crm, '{ person { id } }', { path: '/graphql/nowhere' })),
  ).toBeNull();
});
