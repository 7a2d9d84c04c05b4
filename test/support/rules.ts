import { runOnServer } from '../../src/control-plane/run-on-server.js';
import { Secret } from '../../src/foundation/secret.js';
import { operator, type TestGateway } from './test-gateway.js';

/** Callers with rules and narrowings, and settings of databases: everything through the control plane's services. */

export interface GroupOptions {
  /** By name, such as `person.note:select`. */
  readonly capabilities: readonly string[];
  readonly rules?: readonly RuleOptions[];
}

export interface RuleOptions {
  readonly table: string;
  readonly verb?: string;
  readonly where: unknown;
  readonly check?: unknown;
  readonly presets?: unknown;
}

export interface CallerOptions {
  readonly database: string;
  readonly groups: readonly GroupOptions[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Of the key. */
  readonly capabilities?: readonly string[];
  readonly rowNarrowing?: unknown;
  readonly tags?: readonly string[];
}

export interface TestCaller {
  readonly email: string;
  readonly userId: string;
  readonly groupIds: readonly string[];
  readonly keyId: string;
  readonly secret: string;
}

let made = 0;

/** A user of its own in groups of its own, with one key. */
export async function createCaller(gateway: TestGateway, options: CallerOptions): Promise<TestCaller> {
  const { users, groups } = gateway.controlPlane;
  const email = `caller-${(made += 1)}@example.com`;
  const user = await users.create(operator, { email, attributes: options.attributes ?? {} });
  const groupIds: string[] = [];
  for (const group of options.groups) {
    const { id } = await groups.create(operator, {
      name: `Group ${(made += 1)}`,
      databaseSlug: options.database,
      capabilities: group.capabilities,
    });
    for (const rule of group.rules ?? []) {
      await groups.setRowRule(operator, { groupId: id, verb: 'select', ...rule });
    }
    await groups.addMember(operator, id, user.id);
    groupIds.push(id);
  }
  const key = await gateway.createKey({
    as: email,
    databaseSlug: options.database,
    ...(options.capabilities && { capabilities: options.capabilities }),
    ...(options.rowNarrowing !== undefined && { rowNarrowing: options.rowNarrowing }),
    ...(options.tags && { tags: options.tags }),
  });
  return { email, userId: user.id, groupIds, keyId: key.id, secret: key.secret };
}

export async function changeSettings(
  gateway: TestGateway,
  slug: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { databases } = gateway.controlPlane;
  const database = await databases.bySlug(slug);
  if (!database) throw new Error(`No database ${slug}.`);
  await databases.update(operator, { id: database.id, version: database.version, settings });
}

/** DDL on a registered database, seen by the gateway at once. */
export async function changeCatalog(gateway: TestGateway, slug: string, ddl: string): Promise<void> {
  const { databases } = gateway.controlPlane;
  const database = await databases.bySlug(slug);
  const url = database && (await databases.urlOf(database.id));
  if (!database || !url) throw new Error(`No database ${slug}.`);
  await runSql(url.reveal(), ddl);
  await databases.reload(operator, database.id);
}

export async function runSql(url: string, text: string): Promise<void> {
  await runOnServer(new Secret(url), (query) => query(text));
}
