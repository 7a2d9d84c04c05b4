import { ask, operator, startTestGateway, type TestGateway } from '../../test/support/test-gateway.js';

/** A gateway with two keys on the sample: one that may read what it likes, one with grants by column and row rules. */
export interface World {
  readonly gateway: TestGateway;
  readonly free: string;
  readonly ruled: string;
  /** That the rules let the second key see, and no other. */
  readonly organisations: readonly number[];
}

const ORGANISATIONS = 60;

export async function startWorld(): Promise<World> {
  const gateway = await startTestGateway({ LOG_LEVEL: 'error' });
  const { groups } = gateway.controlPlane;
  const organisations = Array.from({ length: ORGANISATIONS }, (_, index) => index * 5 + 1);
  const free = await makeKey(gateway, {
    name: 'free',
    capabilities: ['person:select', 'organisation:select'],
  });
  const ruled = await makeKey(gateway, {
    name: 'ruled',
    capabilities: [
      ...['id', 'firstName', 'lastName', 'email', 'organisationId'].map((name) => `person.${name}:select`),
      ...['id', 'name', 'industry'].map((name) => `organisation.${name}:select`),
    ],
    attributes: { organisations },
  });
  const allowed = { in: '$user.attributes.organisations' };
  const rules = { person: { organisationId: allowed }, organisation: { id: allowed } };
  for (const [table, where] of Object.entries(rules)) {
    await groups.setRowRule(operator, { groupId: ruled.groupId, table, verb: 'select', where });
  }
  return { gateway, free: free.secret, ruled: ruled.secret, organisations };
}

export interface Principal {
  readonly groupId: string;
  readonly email: string;
  readonly secret: string;
}

/** A user, a group of its own and a key. */
export async function makeKey(
  { controlPlane, createKey }: Pick<TestGateway, 'controlPlane' | 'createKey'>,
  input: {
    readonly name: string;
    readonly capabilities: readonly string[];
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly databaseSlug?: string;
  },
): Promise<Principal> {
  const { name, capabilities, attributes = {}, databaseSlug = 'crm' } = input;
  const email = `${name}@example.com`;
  const user = await controlPlane.users.create(operator, { email, attributes });
  const group = await controlPlane.groups.create(operator, { name, databaseSlug, capabilities });
  await controlPlane.groups.addMember(operator, group.id, user.id);
  const { secret } = await createKey({ as: email, databaseSlug });
  return { groupId: group.id, email, secret };
}

/** What comes back must be data: a measurement of refusals would be a fast one. */
export async function askForData(
  gateway: Pick<TestGateway, 'server'>,
  key: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const { text, body } = await ask(gateway, key, query, { variables });
  if (body.errors || !body.data) throw new Error(text.slice(0, 1_000));
  return text;
}
