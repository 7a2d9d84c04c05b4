import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ask,
  operator,
  startTestGateway,
  type AskOptions,
  type TestGateway,
} from '../support/test-gateway.js';

/** Every way in which a key narrows, through HTTP, for keys made by the CLI's path and by mutation alike. */

const PEOPLE = '{ person(limit: 1) { id firstName } }';
const FROM = Date.parse('2026-06-01T00:00:00Z');
const UNTIL = Date.parse('2026-07-01T00:00:00Z');

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ TRUSTED_PROXIES: '10.0.0.1' });
});
afterAll(() => gateway.close());
afterEach(() => gateway.setClock(null));

interface Narrowing {
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly allowedAddresses?: string[];
  readonly capabilities?: string[];
}

type MakeKey = (as: string, narrowing?: Narrowing) => Promise<{ id: string; secret: string }>;

const byService: MakeKey = (as, { validFrom, validUntil, ...narrowing } = {}) =>
  gateway.createKey({
    as,
    ...narrowing,
    ...(validFrom === undefined ? {} : { validFromMs: Date.parse(validFrom) }),
    ...(validUntil === undefined ? {} : { validUntilMs: Date.parse(validUntil) }),
  });

const byMutation: MakeKey = async (as, narrowing = {}) => {
  const { body } = await ask(
    gateway,
    gateway.keys.gateway,
    'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret apiKey { id } } }',
    {
      variables: {
        input: {
          name: 'made by mutation',
          database: 'crm',
          accessAsUserId: await gateway.userId(as),
          ...narrowing,
        },
      },
    },
  );
  expect(body.errors).toBeUndefined();
  const { secret, apiKey } = body.data!['createApiKey'] as { secret: string; apiKey: { id: string } };
  return { id: apiKey.id, secret };
};

async function codeOf(secret: string, query = PEOPLE, options: AskOptions = {}) {
  const { status, body, headers } = await ask(gateway, secret, query, options);
  const [error] = body.errors ?? [];
  return {
    status,
    code: error?.extensions.code,
    message: error?.message,
    challenge: headers.get('www-authenticate'),
  };
}

describe.each([
  ['the CLI and the set-up', byService],
  ['a mutation', byMutation],
])('a key made by %s', (_name, make) => {
  it('is refused a millisecond before its start, and the refusal says when it starts', async () => {
    const { secret } = await make('anna@example.com', { validFrom: new Date(FROM).toISOString() });
    gateway.setClock(FROM - 1);
    expect(await codeOf(secret)).toEqual({
      status: 401,
      code: 'KEY_NOT_YET_VALID',
      message: expect.stringContaining('2026-06-01T00:00:00') as unknown,
      challenge: 'Bearer error="invalid_token"',
    });
    gateway.setClock(FROM);
    expect(await codeOf(secret)).toMatchObject({ status: 200, code: undefined });
  });

  it('works until a millisecond before its end, and is refused from its end on', async () => {
    const { secret } = await make('anna@example.com', { validUntil: new Date(UNTIL).toISOString() });
    gateway.setClock(UNTIL - 1);
    expect(await codeOf(secret)).toMatchObject({ status: 200, code: undefined });
    gateway.setClock(UNTIL);
    expect(await codeOf(secret)).toMatchObject({
      status: 401,
      code: 'KEY_EXPIRED',
      message: expect.stringContaining('2026-07-01T00:00:00') as unknown,
    });
    gateway.setClock(UNTIL + 1);
    expect(await codeOf(secret)).toMatchObject({ status: 401, code: 'KEY_EXPIRED' });
  });

  it('is refused from another address, as one that does not exist', async () => {
    const { secret } = await make('anna@example.com', {
      allowedAddresses: ['203.0.113.0/24', '2001:db8::1'],
    });
    expect(await codeOf(secret, PEOPLE, { peerAddress: '203.0.113.200' })).toMatchObject({ status: 200 });
    expect(await codeOf(secret, PEOPLE, { peerAddress: '2001:db8::1' })).toMatchObject({ status: 200 });
    expect(await codeOf(secret, PEOPLE, { peerAddress: '203.0.114.1' })).toMatchObject({
      status: 401,
      code: 'INVALID_API_KEY',
    });
  });

  it('is judged by the address that a trusted proxy reports, and by no header of anybody else', async () => {
    const { secret } = await make('anna@example.com', { allowedAddresses: ['203.0.113.7'] });
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect(await codeOf(secret, PEOPLE, { peerAddress: '10.0.0.1', headers })).toMatchObject({ status: 200 });
    expect(await codeOf(secret, PEOPLE, { peerAddress: '10.0.0.2', headers })).toMatchObject({
      status: 401,
      code: 'INVALID_API_KEY',
    });
    const forged = { 'x-forwarded-for': '203.0.113.7, 198.51.100.9' };
    expect(await codeOf(secret, PEOPLE, { peerAddress: '10.0.0.1', headers: forged })).toMatchObject({
      code: 'INVALID_API_KEY',
    });
  });

  it('may do what its subset names and nothing beside it, and the refusal names what is missing', async () => {
    const { secret } = await make('anna@example.com', { capabilities: ['organisation:select'] });
    expect(await codeOf(secret, '{ organisation(limit: 1) { id } }')).toMatchObject({
      status: 200,
      code: undefined,
    });
    const { body } = await ask(gateway, secret, '{ person(limit: 1) { id firstName } }');
    expect(body).not.toHaveProperty('data');
    expect(body.errors).toMatchObject([
      {
        extensions: {
          code: 'FORBIDDEN',
          missing: ['person.firstName:select', 'person.id:select', 'person:select'],
        },
      },
    ]);
  });

  it('stops with its user, and goes on when the user is enabled again', async () => {
    const { secret } = await make('ben@example.com');
    const ben = await gateway.userId('ben@example.com');
    expect(await codeOf(secret)).toMatchObject({ status: 200 });
    await gateway.controlPlane.users.disable(operator, ben);
    expect(await codeOf(secret)).toMatchObject({ status: 401, code: 'USER_DISABLED' });
    await gateway.controlPlane.users.enable(operator, ben);
    expect(await codeOf(secret)).toMatchObject({ status: 200 });
  });

  it('stops when its user is deleted, and goes on when it is edited to another user', async () => {
    const user = await gateway.controlPlane.users.create(operator, {
      email: `eva-${Math.random()}@example.com`,
    });
    const support = await gateway.controlPlane.groups.byName('crm', 'Support');
    await gateway.controlPlane.groups.addMember(operator, support!.id, user.id);
    const { id, secret } = await make(user.email);
    expect(await codeOf(secret)).toMatchObject({ status: 200 });
    await gateway.controlPlane.users.delete(operator, user.id);
    expect(await codeOf(secret)).toMatchObject({ status: 401, code: 'USER_DELETED' });
    const [key] = await gateway.controlPlane.apiKeys.byIds([id]);
    await gateway.controlPlane.apiKeys.update(operator, {
      id,
      version: key!.version,
      accessAsUserId: await gateway.userId('anna@example.com'),
    });
    expect(await codeOf(secret, '{ opportunity(limit: 1) { id } }')).toMatchObject({
      status: 200,
      code: undefined,
    });
    expect(await codeOf(secret, '{ supportCase(limit: 1) { id } }')).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('opens its own database only', async () => {
    const { secret } = await make('anna@example.com');
    expect(await codeOf(secret, PEOPLE, { path: '/graphql/crm' })).toMatchObject({ status: 200 });
    for (const path of ['/graphql/gateway', '/graphql/unknown']) {
      expect(await codeOf(secret, PEOPLE, { path })).toMatchObject({ status: 403, code: 'WRONG_DATABASE' });
    }
  });

  it('stops at once when it is revoked', async () => {
    const { id, secret } = await make('anna@example.com');
    expect(await codeOf(secret)).toMatchObject({ status: 200 });
    await gateway.controlPlane.apiKeys.revoke(operator, id);
    expect(await codeOf(secret)).toMatchObject({ status: 401, code: 'KEY_REVOKED' });
  });

  it('cannot be narrowed to what its user lacks', async () => {
    const lacking = ['supportCase:select'];
    if (make === byService) {
      await expect(make('anna@example.com', { capabilities: lacking })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
      });
      return;
    }
    const { body } = await ask(
      gateway,
      gateway.keys.gateway,
      'mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { secret } }',
      {
        variables: {
          input: {
            name: 'too much',
            database: 'crm',
            accessAsUserId: await gateway.userId('anna@example.com'),
            capabilities: lacking,
          },
        },
      },
    );
    expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'capabilities' } }]);
  });
});

it('malformed, unknown, wrong secret and wrong address are answered alike', async () => {
  const { secret } = await byService('anna@example.com', { allowedAddresses: ['203.0.113.7'] });
  const other = await byService('anna@example.com');
  const [, , id] = secret.split('_');
  const unknownId = other.secret.replace(other.id, '0000000000000000');
  const wrongSecret = other.secret.replace(other.id, id!);
  const { checksummed } = await import('../support/checksummed.js');
  const answers = await Promise.all(
    ['nonsense', checksummed(unknownId), checksummed(wrongSecret), secret].map((key) =>
      ask(gateway, key, PEOPLE),
    ),
  );
  const shapes = answers.map(({ status, headers, text }) => ({
    status,
    headers: [...headers].filter(([name]) => name !== 'x-request-id' && name !== 'date'),
    text: text.replace(/"decisionId":"[0-9A-Za-z]{16}"/, '"decisionId":"…"'),
  }));
  for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  expect(shapes[0]).toMatchObject({ status: 401 });
});
