import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { runOnServer } from '../../src/control-plane/run-on-server.js';
import { Secret } from '../../src/foundation/secret.js';
import { ask, operator, startTestGateway, type TestGateway } from '../support/test-gateway.js';

/** What becomes of keys when the database behind them changes its tables. */

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function change(ddl: string): Promise<void> {
  await runOnServer(new Secret(gateway.crmUrl), (query) => query(ddl));
  const crm = await gateway.controlPlane.databases.bySlug('crm');
  await gateway.controlPlane.databases.reload(operator, crm!.id);
}

it('a guarded column that is renamed does not come back open', async () => {
  expect((await ask(gateway, gateway.keys.crm, '{ person { id } }')).body.errors).toBeUndefined();
  await change('alter table person rename column private_note to confidential_note');
  const { text, body } = await ask(gateway, gateway.keys.crm, '{ person { confidentialNote } }');
  expect(body.errors).toMatchObject([{ extensions: { missing: ['person.confidentialNote:select'] } }]);
  expect(text).not.toContain('IN-CONFIDENCE');
});

it('a column that appears in a known table is closed until somebody grants it by name', async () => {
  await change("alter table organisation add column rating text default 'A'");
  const query = '{ organisation(limit: 1) { rating } }';
  expect((await ask(gateway, gateway.keys.crm, query)).body.errors).toMatchObject([
    { extensions: { missing: ['organisation.rating:select'] } },
  ]);
  const sales = await gateway.controlPlane.groups.byName('crm', 'Sales');
  await gateway.controlPlane.groups.grant(operator, sales!.id, ['organisation.rating:select']);
  expect((await ask(gateway, gateway.keys.crm, query)).body.data).toEqual({
    organisation: [{ rating: 'A' }],
  });
});

it('a column that is gone is an error of validation, and the others go on', async () => {
  await change('alter table organisation drop column website');
  const { body } = await ask(gateway, gateway.keys.crm, '{ organisation { website } }');
  expect(body.errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  expect(
    (await ask(gateway, gateway.keys.crm, '{ organisation(limit: 1) { name } }')).body.errors,
  ).toBeUndefined();
});
