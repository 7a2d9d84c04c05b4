import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestGateway, type TestGateway } from '../support/test-gateway.js';
import { createPostern, type Postern } from './postern.js';

let gateway: TestGateway;
let postern: Postern;
let keyId: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  postern = createPostern({
    DATABASE_URL: gateway.controlPlaneUrl,
    POSTERN_PEPPER: gateway.peppers.current.reveal(),
  });
  const tables = { person: { organisationId: { eq: 7 } } };
  ({ id: keyId } = await gateway.createKey({
    as: 'anna@example.com',
    rowNarrowing: { tables, otherTables: 'ALL' },
  }));
});
afterAll(() => gateway.close());

describe('postern explain', () => {
  it('shows plan, SQL and parameters of an operation, with the rows that the key may see, and runs nothing', async () => {
    const query = 'query ($n: Int) { organisation(limit: $n) { name person { email } } }';
    const explanation = await postern.json('explain', query, '--as', keyId, '--variables', '{"n": 2}');
    expect(explanation).toMatchObject({
      kind: 'allowed',
      plan: {
        organisation: {
          table: 'organisation',
          visible: 'all',
          output: {
            name: 'name',
            person: {
              list: { table: 'person', visible: { organisationId: { eq: { caller: expect.anything() } } } },
            },
          },
        },
      },
      statements: [{ sql: expect.stringContaining('"organisation_id" = $'), parameters: [2, 7] }],
    });
    const { code, out } = await postern.run('explain', '{ person { email } }', '--as', keyId);
    expect(code).toBe(0);
    expect(out).toMatch(/Plan\n[^]*Statement 1\nselect [^]*\$1 = 7/);
  });

  it('names what is missing, and what does not fit, with exit code 1', async () => {
    expect(await postern.run('explain', '{ person { privateNote } }', '--as', keyId)).toMatchObject({
      code: 1,
      out: 'The operation is forbidden. Missing:\nperson.privateNote:select\n',
    });
    expect(await postern.run('explain', '{ nobody }', '--as', keyId)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Cannot query field "nobody"') as unknown,
    });
    expect(await postern.run('explain', '{', '--as', keyId)).toMatchObject({ code: 1 });
  });

  it('knows no key that is not there, and plans no operation of the management API', async () => {
    expect((await postern.run('explain', '{ __typename }', '--as', 'nobody')).err).toContain('no API key');
    const admin = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
    expect((await postern.run('explain', '{ __typename }', '--as', admin.id)).code).toBe(1);
  });
});

describe('postern schema print --as', () => {
  it('prints the schema as the key sees it', async () => {
    const { out } = await postern.run('schema', 'print', '--database', 'crm', '--as', keyId);
    expect(out).toContain('type Person ');
    expect(out).not.toContain('privateNote');
    expect(out).not.toContain('SupportCase');
    const whole = await postern.run('schema', 'print', '--database', 'crm');
    expect(whole.out).toContain('privateNote');
  });

  it('refuses a key of another database', async () => {
    expect((await postern.run('schema', 'print', '--database', 'gateway', '--as', keyId)).code).toBe(1);
  });
});
