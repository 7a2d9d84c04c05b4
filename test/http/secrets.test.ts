import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { ask, startTestGateway, type TestGateway } from '../support/test-gateway.js';

let gateway: TestGateway;
let made: { readonly id: string; readonly secret: string };

beforeAll(async () => {
  gateway = await startTestGateway();
  made = await gateway.createKey({ as: 'anna@example.com', name: 'to be searched for' });
  const { gateway: admin } = gateway.keys;
  const create = 'mutation ($i: CreateApiKeyInput!) { createApiKey(input: $i) { secret } }';
  const input = { name: 'x', database: 'crm', accessAsUserId: await gateway.userId('anna@example.com') };
  await ask(gateway, admin, create, { variables: { i: input } });
  await ask(gateway, made.secret, '{ person(limit: 1) { id } }');
  await ask(gateway, made.secret, '{ supportCase { id } }');
  await ask(gateway, made.secret, '{ nonsense', {});
  await ask(gateway, null, '{ person { id } }', { path: `/graphql?api_key=${made.secret}` });
  await ask(gateway, null, '{ person { id } }', { path: `/graphql/${made.secret}` });
  await ask(gateway, null, '{ person { id } }', { body: { apiKey: made.secret } });
  await ask(gateway, null, '{ person { id } }', { headers: { authorization: `Basic ${made.secret}` } });
  await ask(gateway, `${made.secret}x`, '{ person { id } }');
  await ask(gateway, made.secret, `{ person(where: { email: { eq: "${made.secret}" } }) { id } }`);
  await gateway.controlPlane.usage.flush();
});
afterAll(() => gateway.close());

/** The random parts: what makes a key a key. */
function secretParts(): readonly string[] {
  return [made.secret, gateway.keys.crm, gateway.keys.gateway].map((text) =>
    text.split('_')[3]!.slice(0, 43),
  );
}

async function dump(): Promise<string> {
  const client = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).toBeGreaterThan(10);
    const texts = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} as t`);
      texts.push(...rows.map((row) => row.text));
    }
    return texts.join('\n');
  } finally {
    await client.end();
  }
}

it('a dump of every table contains no secret and no database password', async () => {
  const text = await dump();
  expect(text).toContain('to be searched for');
  for (const part of secretParts()) {
    expect(text).not.toContain(part);
    expect(text).not.toContain(Buffer.from(part).toString('hex'));
  }
  const { password } = new URL(gateway.crmUrl);
  expect(password.length).toBeGreaterThan(8);
  expect(text).not.toContain(password);
  expect(text).not.toContain(Buffer.from(password).toString('hex'));
});

it('the log at its most verbose level contains no secret', () => {
  const text = gateway.logLines.join('\n');
  expect(text).toContain('"request"');
  for (const part of secretParts()) expect(text).not.toContain(part);
  expect(text).not.toContain(new URL(gateway.crmUrl).password);
});
