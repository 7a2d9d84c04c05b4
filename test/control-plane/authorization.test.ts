import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addUser, administratorsId, openFixture, operator, type Fixture } from './control-plane-fixture.js';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await openFixture();
});

afterAll(() => fixture.close());

describe('loading what a key may do', () => {
  it('gives all of it, as one snapshot with the revision it holds for', async () => {
    const { controlPlane, sql } = fixture;
    await fixture.addDatabase('crm');
    const user = await controlPlane.users.create(operator, {
      email: 'anna@example.com',
      name: 'Anna',
      attributes: { region: 'EMEA' },
    });
    const sales = await controlPlane.groups.create(operator, {
      name: 'Sales',
      databaseSlug: 'crm',
      capabilities: ['person:select', 'product:*'],
    });
    await controlPlane.groups.addMember(operator, sales.id, user.id);
    await controlPlane.groups.addMember(operator, administratorsId, user.id);
    await sql.query(
      `INSERT INTO gateway.row_rules (group_id, table_key, verb, where_filter) VALUES ($1, 't2', 'update', '{}')`,
      [sales.id],
    );
    const { apiKey } = await controlPlane.apiKeys.create(operator, {
      name: 'key',
      tags: ['demo'],
      accessAsUserId: user.id,
      databaseSlug: 'crm',
      validFromMs: -62_135_596_800_000,
      validUntilMs: 253_402_300_799_999,
      allowedAddresses: ['192.0.2.0/24', '::ffff:198.51.100.7'],
      capabilities: ['person:select'],
    });

    const { revision, state } = await controlPlane.authorization.load(apiKey.id);

    expect(revision).toBe(await fixture.revision());
    expect(state).toEqual({
      revision,
      key: {
        id: apiKey.id,
        name: 'key',
        tags: ['demo'],
        validFromMs: -62_135_596_800_000,
        validUntilMs: 253_402_300_799_999,
        allowedAddresses: ['192.0.2.0/24', '198.51.100.7'],
        capabilities: ['t1:select'],
        rowNarrowing: null,
        disabled: false,
        stop: null,
        revoked: false,
        secrets: [{ digest: expect.any(Buffer), validUntilMs: null }],
      },
      user: {
        id: user.id,
        email: 'anna@example.com',
        name: 'Anna',
        attributes: { region: 'EMEA' },
        enabled: true,
        deleted: false,
      },
      database: { id: apiKey.databaseId, slug: 'crm', enabled: true, version: 1 },
      groups: [
        {
          id: sales.id,
          name: 'Sales',
          apiAccess: true,
          grants: ['t1:select', 't2:*'],
          rowRules: [{ table: 't2', verb: 'update', where: {}, check: null, presets: null }],
        },
      ],
    });
    expect(await controlPlane.apiKeys.statesOf(['0000000000000000', apiKey.id])).toEqual([null, state]);
  });

  it('gives no groups of other databases and an empty list where there is none', async () => {
    const { controlPlane } = fixture;
    await fixture.addDatabase('other');
    const userId = await addUser(fixture, [administratorsId]);
    const { apiKey } = await controlPlane.apiKeys.create(operator, {
      name: 'key',
      accessAsUserId: userId,
      databaseSlug: 'other',
    });
    const { state } = await controlPlane.authorization.load(apiKey.id);
    expect(state).toMatchObject({
      groups: [],
      key: { allowedAddresses: null, capabilities: null, validUntilMs: null },
    });
  });

  it('gives the revision and no state for an unknown id', async () => {
    expect(await fixture.controlPlane.authorization.load(`x' OR true --`)).toEqual({
      revision: await fixture.revision(),
      state: null,
    });
  });
});
