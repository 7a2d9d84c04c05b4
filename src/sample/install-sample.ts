import type { Actor } from '../control-plane/actor.js';
import type { ControlPlane } from '../control-plane/control-plane.js';
import type { DatabaseRecord, GroupRecord, UserRecord } from '../control-plane/records.js';
import type { Secret } from '../foundation/secret.js';
import { sampleAdministrator } from './sample-administrator.js';

export interface InstallSample {
  readonly controlPlane: Pick<ControlPlane, 'users' | 'groups' | 'apiKeys' | 'databases'>;
  /** Connection URL of the database that `createSampleDatabase` filled. */
  readonly databaseUrl: Secret;
  /**
   * What to do with demo keys of an earlier, interrupted installation, whose secrets nobody has any more: `replace`
   * revokes them and makes new ones, `keep` leaves them and returns null in their place.
   */
  readonly existingKeys: 'keep' | 'replace';
  /** Of admin@example.com, in place of the one that an interrupted installation set. Absent: it cannot sign in. */
  readonly administratorPassword?: Secret;
}

export interface SampleKeys {
  /** Opens `gateway` as admin@example.com. Null: a key of an earlier installation was kept. */
  readonly gateway: Secret | null;
  /** Opens `crm` as anna@example.com. */
  readonly crm: Secret | null;
}

/**
 * Registers the sample in the control plane: database, users, groups, demo keys. Each step looks first whether its
 * work is done, so that an installation that died half-way is finished by the next one.
 */
export async function installSample(sample: InstallSample): Promise<SampleKeys> {
  const { controlPlane, existingKeys } = sample;
  await ensureDatabase(sample);

  const admin = await ensureUser(controlPlane, sampleAdministrator.email, sampleAdministrator.name);
  const anna = await ensureUser(controlPlane, 'anna@example.com', 'Anna Sales');
  const ben = await ensureUser(controlPlane, 'ben@example.com', 'Ben Support');

  await addMember(controlPlane, await administrators(controlPlane), admin);
  await addMember(controlPlane, await ensureGroup(controlPlane, 'Sales', salesCapabilities), anna);
  await addMember(controlPlane, await ensureGroup(controlPlane, 'Support', supportCapabilities), ben);

  if (sample.administratorPassword !== undefined) {
    await controlPlane.users.setPassword(operator, admin.id, sample.administratorPassword);
  }
  const ensureKey = (databaseSlug: string, user: UserRecord) =>
    ensureDemoKey(controlPlane, { databaseSlug, user, existingKeys });
  return { gateway: await ensureKey('gateway', admin), crm: await ensureKey(sampleSlug, anna) };
}

export const sampleSlug = 'crm';

const salesCapabilities = ['organisation', 'person', 'opportunity', 'product', 'activity'].map(toSelect);
const supportCapabilities = ['person', 'organisation', 'supportCase', 'activity'].map(toSelect);

function toSelect(table: string): string {
  return `${table}:select`;
}

type Services = InstallSample['controlPlane'];

const operator: Actor = { kind: 'operator' };

async function ensureDatabase(sample: InstallSample): Promise<DatabaseRecord> {
  const { databases } = sample.controlPlane;
  return (
    (await databases.bySlug(sampleSlug)) ??
    (await databases.add(operator, {
      slug: sampleSlug,
      url: sample.databaseUrl,
      settings: { guardedColumns: ['person.privateNote'] },
    }))
  );
}

async function ensureUser({ users }: Services, email: string, name: string): Promise<UserRecord> {
  return (await users.byEmail(email)) ?? (await users.create(operator, { email, name }));
}

async function administrators({ groups }: Services): Promise<GroupRecord> {
  const group = await groups.byName('gateway', 'Administrators');
  if (group === null) throw new Error('The control plane lacks the built-in group Administrators.');
  return group;
}

async function ensureGroup(
  { groups }: Services,
  name: string,
  capabilities: readonly string[],
): Promise<GroupRecord> {
  const group = await groups.byName(sampleSlug, name);
  if (group !== null) return groups.grant(operator, group.id, capabilities);
  return groups.create(operator, { name, databaseSlug: sampleSlug, capabilities });
}

async function addMember({ groups }: Services, group: GroupRecord, user: UserRecord): Promise<void> {
  await groups.addMember(operator, group.id, user.id);
}

async function ensureDemoKey(
  { apiKeys }: Services,
  demo: {
    readonly databaseSlug: string;
    readonly user: UserRecord;
    readonly existingKeys: InstallSample['existingKeys'];
  },
): Promise<Secret | null> {
  const name = `Demo key for ${demo.databaseSlug}`;
  const where = { databaseSlug: demo.databaseSlug, accessAsUserId: demo.user.id };
  const { edges } = await apiKeys.page({ first: 50, search: name, where });
  const earlier = edges
    .map((edge) => edge.node)
    .filter((key) => key.name === name && key.revokedAtMs === null);
  if (earlier.length > 0 && demo.existingKeys === 'keep') return null;
  for (const key of earlier) await apiKeys.revoke(operator, key.id);
  const { secret } = await apiKeys.create(operator, {
    name,
    description: 'Made with the sample database. Revoke it when you no longer need it.',
    tags: ['demo'],
    accessAsUserId: demo.user.id,
    databaseSlug: demo.databaseSlug,
  });
  return secret;
}
