import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  administratorsId,
  addUser,
  gatewayId,
  openFixture,
  operator,
  type Fixture,
} from './control-plane-fixture.js';

let fixture: Fixture;
let userId: string;
let keyId: string;

beforeAll(async () => {
  fixture = await openFixture();
  userId = await addUser(fixture, [administratorsId]);
  const { apiKey } = await fixture.controlPlane.apiKeys.create(operator, {
    name: 'key',
    accessAsUserId: userId,
    databaseSlug: 'gateway',
  });
  keyId = apiKey.id;
});

afterAll(() => fixture.close());

describe('the revision', () => {
  const changes: readonly [table: string, statement: string][] = [
    ['databases', `UPDATE gateway.databases SET enabled = enabled`],
    [
      'databases',
      `INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ('aaaaaaaaaaaaaaaa', 'other', 'x')`,
    ],
    ['databases', `DELETE FROM gateway.databases WHERE slug = 'other'`],
    ['users', `UPDATE gateway.users SET attributes = '{}'`],
    ['users', `INSERT INTO gateway.users (id, email) VALUES ('bbbbbbbbbbbbbbbb', 'b@example.com')`],
    ['users', `DELETE FROM gateway.users WHERE email = 'b@example.com'`],
    [
      'groups',
      `INSERT INTO gateway.groups (id, database_id, name) VALUES ('cccccccccccccccc', '${gatewayId}', 'C')`,
    ],
    ['groups', `UPDATE gateway.groups SET api_access = false WHERE name = 'C'`],
    [
      'group_grants',
      `INSERT INTO gateway.group_grants (group_id, capability) VALUES ('cccccccccccccccc', '*:*')`,
    ],
    [
      'row_rules',
      `INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter) VALUES ('cccccccccccccccc', 't1', 'select', '{}')`,
    ],
    ['row_rules', `UPDATE gateway.row_rules SET verb = 'insert'`],
    ['row_rules', `TRUNCATE gateway.row_rules`],
    ['group_grants', `DELETE FROM gateway.group_grants WHERE group_id = 'cccccccccccccccc'`],
    ['groups', `DELETE FROM gateway.groups WHERE name = 'C'`],
    ['group_members', `DELETE FROM gateway.group_members`],
    ['group_members', `TRUNCATE gateway.group_members`],
    ['group_grants', `TRUNCATE gateway.group_grants`],
    ['api_keys', `UPDATE gateway.api_keys SET disabled = true`],
    [
      'key_stops',
      `INSERT INTO gateway.key_stops (id, at, actor, scope, target, key_count)
         VALUES ('eeeeeeeeeeeeeeee', now(), 'operator', 'TAG', 'x', 0)`,
    ],
    ['key_stops', `UPDATE gateway.key_stops SET undone_at = now(), undone_by = 'operator'`],
    ['api_key_secrets', `UPDATE gateway.api_key_secrets SET valid_until = now()`],
    ['api_key_secrets', `TRUNCATE gateway.api_key_secrets CASCADE`],
    ['api_keys', `DELETE FROM gateway.api_keys`],
    ['api_keys', `TRUNCATE gateway.api_keys CASCADE`],
  ];

  it.each(changes)(
    'is bumped by any change of %s, in the same transaction: %s',
    async (_table, statement) => {
      await fixture.sql.query('BEGIN');
      const before = BigInt(await fixture.revision());
      await prepare(statement);
      const prepared = BigInt(await fixture.revision());
      await fixture.sql.query(statement);
      expect(BigInt(await fixture.revision())).toBeGreaterThan(prepared);
      await fixture.sql.query('ROLLBACK');
      expect(BigInt(await fixture.revision())).toBe(before);
    },
  );

  it('is not bumped by usage, denials, sessions and the name lock', async () => {
    await fixture.sql.query('BEGIN');
    const before = await fixture.revision();
    await fixture.sql.query(`UPDATE gateway.api_key_use SET last_used_at = now()`);
    await fixture.sql.query(
      `INSERT INTO gateway.name_lock VALUES ('${gatewayId}', 't1', 'table', '{public,film}', 'film')`,
    );
    await fixture.sql.query(
      `INSERT INTO gateway.denials VALUES ('dddddddddddddddd', 'KEY_REVOKED', 'k', NULL, now(), now(), 1)`,
    );
    await fixture.sql.query(
      `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at)
       SELECT 'eeeeeeeeeeeeeeee', id, sha256('x'), now(), now() FROM gateway.users`,
    );
    await fixture.sql.query(
      `INSERT INTO gateway.sign_in_attempts (bucket, failures, last_at, blocked_until)
       VALUES (sha256('x'), 1, now(), now())`,
    );
    expect(await fixture.revision()).toBe(before);
    await fixture.sql.query('ROLLBACK');
  });

  it.each([
    `UPDATE gateway.revision SET revision = revision - 1`,
    `UPDATE gateway.revision SET audit_sequence = audit_sequence - 1`,
    `DELETE FROM gateway.revision`,
    `TRUNCATE gateway.revision`,
  ])('never goes back or away: %s', async (statement) => {
    await expect(fixture.sql.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('the version of a database', () => {
  it.each([
    [`UPDATE gateway.databases SET sealed_url = 'y' WHERE id = $1`, 2],
    [`UPDATE gateway.databases SET settings = '{"maxLimit": 5}' WHERE id = $1`, 2],
    [`UPDATE gateway.databases SET enabled = false WHERE id = $1`, 2],
    [`UPDATE gateway.databases SET enabled = false, version = 1 WHERE id = $1`, 2],
    [`UPDATE gateway.databases SET enabled = false, version = version + 1 WHERE id = $1`, 2],
    [`UPDATE gateway.databases SET enabled = true, settings = '{}', sealed_url = 'x' WHERE id = $1`, 1],
  ])('grows with what is built from it, also by hand: %s', async (statement, version) => {
    await fixture.sql.query('BEGIN');
    await fixture.sql.query(
      `INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ('aaaaaaaaaaaaaaaa', 'other', 'x')`,
    );
    await fixture.sql.query(statement, ['aaaaaaaaaaaaaaaa']);
    const { rows } = await fixture.sql.query(`SELECT version FROM gateway.databases WHERE slug = 'other'`);
    await fixture.sql.query('ROLLBACK');
    expect(rows).toEqual([{ version }]);
  });
});

describe('the audit', () => {
  it.each([
    `UPDATE gateway.audit_events SET action = 'x'`,
    `DELETE FROM gateway.audit_events`,
    `DELETE FROM gateway.audit_events WHERE false`,
    `TRUNCATE gateway.audit_events`,
  ])('cannot be changed: %s', async (statement) => {
    await expect(fixture.sql.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('what is built in', () => {
  it.each([
    `DELETE FROM gateway.groups WHERE name = 'Administrators'`,
    `UPDATE gateway.groups SET built_in = false`,
    `UPDATE gateway.groups SET name = 'Others'`,
    `TRUNCATE gateway.groups CASCADE`,
    `UPDATE gateway.databases SET slug = 'other' WHERE slug = 'gateway'`,
    `TRUNCATE gateway.databases CASCADE`,
  ])('stays: %s', async (statement) => {
    await expect(fixture.sql.query(statement)).rejects.toMatchObject({ code: '23001' });
  });
});

describe('what no row may say', () => {
  it.each([
    `UPDATE gateway.api_keys SET valid_from = '2026-01-01Z', valid_until = '2026-01-01Z'`,
    `UPDATE gateway.api_keys SET valid_until = 'infinity'`,
    `UPDATE gateway.api_keys SET allowed_addresses = '{}'`,
    `UPDATE gateway.api_keys SET allowed_addresses = '{NULL}'`,
    `UPDATE gateway.api_keys SET capabilities = '{}'`,
    `UPDATE gateway.api_keys SET disabled_by = 'operator'`,
    `UPDATE gateway.api_keys SET stop_ids = '{x}'`,
    `UPDATE gateway.api_keys SET revoked_by = 'operator'`,
    `UPDATE gateway.databases SET sealed_url = 'x' WHERE slug = 'gateway'`,
    `INSERT INTO gateway.databases (id, slug) VALUES ('aaaaaaaaaaaaaaaa', 'no-url')`,
    `INSERT INTO gateway.api_key_secrets (api_key_id, digest, hint)
       SELECT id, '\\x0102030405060708090a0b0c0d0e0f10', 'hint' FROM gateway.api_keys`,
  ])('is refused by a constraint: %s', async (statement) => {
    expect(keyId).toHaveLength(16);
    await expect(fixture.sql.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^235(14|05)$/),
    });
  });
});

/** What a statement of the list above needs to be there. */
async function prepare(statement: string): Promise<void> {
  const client = fixture.sql;
  if (/DELETE FROM gateway.databases/.test(statement)) {
    await client.query(
      `INSERT INTO gateway.databases (id, slug, sealed_url) VALUES ('aaaaaaaaaaaaaaaa', 'other', 'x')`,
    );
  }
  if (/cccccccccccccccc|'C'/.test(statement) && !/INTO gateway.groups/.test(statement)) {
    await client.query(
      `INSERT INTO gateway.groups (id, database_id, name) VALUES ('cccccccccccccccc', '${gatewayId}', 'C')`,
    );
  }
}
