import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatSecret, parseSecret } from '../../src/authentication/secret-format.js';
import { ask, startTestGateway, type TestGateway } from '../support/test-gateway.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ TRUSTED_PROXIES: '192.0.2.1' });
});

afterAll(() => gateway.close());

const people = '{ person(limit: 1) { id } }';

/** What an administrator finds under the decision id of an answer, asked for at once. */
async function lookUp(answer: Awaited<ReturnType<typeof ask>>): Promise<unknown> {
  const id = String(answer.body.errors?.[0]?.extensions['decisionId']);
  const text = `{ decision(id: "${id}") { code address missing cause presentedKeyId isShared count apiKey { id } } }`;
  const { body } = await ask(gateway, gateway.keys.gateway, text);
  expect(body.errors).toBeUndefined();
  return body.data?.['decision'];
}

/** A key as it is written, with another id or the secret of another key: only the gateway can tell. */
function forge(key: string, change: { readonly keyId?: string; readonly secretOf?: string }): string {
  const parts = parseSecret(key);
  const other = parseSecret(change.secretOf ?? key);
  if (parts.kind !== 'parsed' || other.kind !== 'parsed') throw new Error('That is no key.');
  return formatSecret({ ...parts, keyId: change.keyId ?? parts.keyId, secret: other.secret }).reveal();
}

describe('the decision id of a refusal', () => {
  it('leads to what was missing', async () => {
    const { id, secret } = await gateway.createKey({ as: 'anna@example.com' });
    const answer = await ask(gateway, secret, '{ person(limit: 1) { privateNote } }');
    expect(await lookUp(answer)).toEqual({
      code: 'FORBIDDEN',
      address: expect.any(String),
      missing: ['person.privateNote:select'],
      cause: null,
      presentedKeyId: null,
      isShared: false,
      count: 1,
      apiKey: { id },
    });
  });

  it('tells administrators which of four causes it was, which the caller is not told', async () => {
    const { id, secret } = await gateway.createKey({
      as: 'anna@example.com',
      allowedAddresses: ['203.0.113.0/24'],
    });
    const from = { peerAddress: '198.51.100.1' };
    const answers = {
      MALFORMED: await ask(gateway, 'pst_live_nonsense', people, from),
      UNKNOWN: await ask(gateway, forge(secret, { keyId: 'AAAAAAAAAAAAAAAA' }), people, from),
      WRONG_SECRET: await ask(gateway, forge(secret, { secretOf: gateway.keys.gateway }), people, from),
      WRONG_ADDRESS: await ask(gateway, secret, people, from),
    };
    const found = await Promise.all(Object.values(answers).map(lookUp));
    expect(found).toMatchObject([
      { cause: 'MALFORMED', presentedKeyId: null, apiKey: null },
      { cause: 'UNKNOWN', presentedKeyId: 'AAAAAAAAAAAAAAAA', apiKey: null },
      { cause: 'WRONG_SECRET', presentedKeyId: id, apiKey: { id } },
      { cause: 'WRONG_ADDRESS', presentedKeyId: id, apiKey: { id } },
    ]);
    for (const { text } of Object.values(answers)) expect(text).not.toMatch(/cause|WRONG|AAAAAAAA/);
  });

  it('is not shown to whoever may not read decisions', async () => {
    const answer = await ask(gateway, 'pst_live_nonsense', people);
    const id = String(answer.body.errors?.[0]?.extensions['decisionId']);
    const { body } = await ask(gateway, gateway.keys.crm, `{ decision(id: "${id}") { code } }`);
    expect(body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('the days of a key', () => {
  it('count every request that it was accepted for, and every refusal by its code', async () => {
    const { id, secret } = await gateway.createKey({ as: 'anna@example.com' });
    for (let time = 0; time < 3; time += 1) await ask(gateway, secret, people);
    await ask(gateway, secret, '{ person(limit: 1) { privateNote } }');
    await ask(gateway, secret, people, { path: '/graphql/gateway' });
    await ask(gateway, forge(secret, { secretOf: gateway.keys.gateway }), people);
    await gateway.controlPlane.usage.flush();
    const text = `{ apiKey(id: "${id}") { days(last: 1) { uses denials denialsByCode { code count } } } }`;
    const { body } = await ask(gateway, gateway.keys.gateway, text);
    expect(body.data?.['apiKey']).toEqual({
      days: [
        {
          uses: 5,
          denials: 3,
          denialsByCode: [
            { code: 'FORBIDDEN', count: 1 },
            { code: 'INVALID_API_KEY', count: 1 },
            { code: 'WRONG_DATABASE', count: 1 },
          ],
        },
      ],
    });
  });
});
