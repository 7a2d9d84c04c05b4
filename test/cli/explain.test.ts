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
  it('shows each check, the SQL and its parameters, with the rows that the key may see, and runs nothing', async () => {
    const query = 'query ($n: Int) { organisation(limit: $n) { name person { email } } }';
    const explanation = await postern.json('explain', query, '--as', keyId, '--variables', '{"n": 2}');
    expect(explanation).toMatchObject({
      allowed: true,
      code: null,
      missing: [],
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
    expect(out).toContain(
      "passed   rows person: person (email): group Sales: every row. The key's own narrowing leaves rows of person where organisationId equals 7.",
    );
    expect(out).toMatch(/passed {3}sql person: select [^]*\$1 = 7\nAllowed\.\n$/);
  });

  it('names what is missing, and what does not fit, with exit code 1', async () => {
    const forbidden = await postern.run('explain', '{ person { privateNote } }', '--as', keyId);
    expect(forbidden.code).toBe(1);
    expect(forbidden.out).toContain(
      'REFUSED  capability person.privateNote:select: No group of the user grants it.',
    );
    expect(forbidden.out).toMatch(/Refused: FORBIDDEN\. Missing: person\.privateNote:select\n$/);
    expect(await postern.run('explain', '{ nobody }', '--as', keyId)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Cannot query field "nobody"') as unknown,
    });
    expect(await postern.run('explain', '{', '--as', keyId)).toMatchObject({ code: 1 });
  });

  it('explains for another time and address, and for a user in place of a key', async () => {
    const { id } = await gateway.createKey({
      as: 'anna@example.com',
      allowedAddresses: ['192.0.2.0/24'],
      validUntilMs: Date.UTC(2099, 0, 1),
    });
    const at = (instant: string, address: string) =>
      postern.run('explain', '{ __typename }', '--as', id, '--at', instant, '--address', address);
    expect((await at('2098-12-31T23:59:59Z', '192.0.2.7')).out).toContain('Allowed.');
    expect((await at('2099-01-01T00:00:00Z', '192.0.2.7')).out).toContain('Refused: KEY_EXPIRED.');
    expect((await at('2098-12-31T23:59:59Z', '198.51.100.1')).out).toContain('Refused: INVALID_API_KEY.');
    const user = ['--user', 'anna@example.com', '--database', 'crm'];
    expect((await postern.run('explain', '{ person { email } }', ...user)).code).toBe(0);
  });

  it('explains keys that are not there, and operations of the management API', async () => {
    const unknown = await postern.run('explain', '{ __typename }', '--as', 'nobody');
    expect(unknown).toMatchObject({ code: 1, out: expect.stringContaining('INVALID_API_KEY') as unknown });
    const admin = await gateway.createKey({ as: 'admin@example.com', databaseSlug: 'gateway' });
    const { code, out } = await postern.run('explain', '{ users { totalCount } }', '--as', admin.id);
    expect(code).toBe(0);
    expect(out).toContain('capability users:select: Granted by Administrators.');
  });

  it.each([
    ['neither key nor user', []],
    ['both', ['--as', 'x', '--user', 'anna@example.com']],
    ['a user without a database', ['--user', 'anna@example.com']],
    ['an address that is none', ['--as', 'x', '--address', '10.1']],
    ['a time that is none', ['--as', 'x', '--at', 'soon']],
  ])('is a usage error with %s', async (_what, words) => {
    expect((await postern.run('explain', '{ __typename }', ...words)).code).toBe(2);
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
