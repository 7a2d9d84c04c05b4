import type { Actor } from '../../src/control-plane/actor.js';
import type { ControlPlane } from '../../src/control-plane/control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import type { Random } from '../model/random.js';
import type { World } from './walk-world.js';

/** One thing to try: what it is, for the report of a failure, and how it is done. */
export interface Action {
  readonly name: string;
  readonly input: unknown;
  readonly run: (by: Actor) => Promise<unknown>;
}

export const UNTIL_MS = Date.UTC(2026, 6, 1);

const addressLists = [['192.0.2.0/24'], ['192.0.2.1'], ['192.0.2.7']] as const;

/** By name; which of them a database knows is for the service to say. */
export const capabilityPools: Readonly<Record<string, readonly string[]>> = {
  gateway: [
    '*:*',
    '*:select',
    'users:select',
    'users:*',
    'groups:*',
    'apiKeys:*',
    'users.email:select',
    'users:impersonate',
    'users:setAttributes',
    'databases:connect',
  ],
  crm: [
    'person:select',
    'person:*',
    '*:select',
    '*:*',
    'person.privateNote:select',
    'person.name:select',
    'product:select',
    'product:*',
    'person:aggregate',
  ],
  hr: ['person:select', 'person:*', '*:select', 'person.privateNote:select', 'product:select'],
};

const filters = [
  { name: { eq: 'Ann' } },
  { name: { eq: '$user.attributes.region' } },
  { name: { eq: '$user.email' } },
  { name: { in: '$key.tags' } },
  { privateNote: { eq: 'x' } },
];

const narrowings = [
  { tables: { person: { name: { eq: 'Ann' } } }, otherTables: 'ALL' },
  { tables: { person: { privateNote: { eq: 'x' } } }, otherTables: 'ALL' },
];

const settingChanges = [
  { maxLimit: 500 },
  { denials: 'HIDE' },
  { guardedColumns: [] },
  { sessionSettings: { 'app.user': '$user.id' } },
  { sessionSettings: {} },
  { requireValidUntil: true },
];

export function randomAction(random: Random, world: World, controlPlane: ControlPlane): Action {
  const make = random.oneOf(makers);
  return make(random, world, controlPlane);
}

type Maker = (random: Random, world: World, controlPlane: ControlPlane) => Action;

function newName(random: Random, stem: string): string {
  return `${stem}${random.whole(1, 999_999_999)}`;
}

function someCapabilities(random: Random, slug: string): string[] {
  const pool = capabilityPools[slug] ?? [];
  return [...new Set(random.times(1, 2, () => random.oneOf(pool)))];
}

function slugOf(world: World, databaseId: string): string {
  return world.databases.find(({ id }) => id === databaseId)?.slug ?? 'crm';
}

function randomKeyFields(random: Random, slug: string) {
  return {
    ...(random.chance(0.6) ? { capabilities: someCapabilities(random, slug) } : {}),
    ...(random.chance(0.3) ? { validUntilMs: UNTIL_MS + random.whole(-2, 2) } : {}),
    ...(random.chance(0.3) ? { allowedAddresses: random.oneOf(addressLists) } : {}),
    ...(random.chance(0.2) ? { tags: [random.oneOf(['north', 'south'])] } : {}),
    ...(random.chance(0.2) && slug !== 'gateway' ? { rowNarrowing: random.oneOf(narrowings) } : {}),
  };
}

const createKey: Maker = (random, world, { apiKeys }) => {
  const databaseSlug = random.oneOf(world.databases).slug;
  const accessAsUserId = random.oneOf(world.users).id;
  const input = {
    name: newName(random, 'key '),
    accessAsUserId,
    databaseSlug,
    ...randomKeyFields(random, databaseSlug),
  };
  return { name: 'apiKeys.create', input, run: (by) => apiKeys.create(by, input) };
};

const createOwnKey: Maker = (random, world, { apiKeys }) => {
  const databaseSlug = random.oneOf(world.databases).slug;
  const fields = { name: newName(random, 'key '), databaseSlug, ...randomKeyFields(random, databaseSlug) };
  return {
    name: 'apiKeys.create',
    input: { accessAs: 'the actor', ...fields },
    run: (by) => apiKeys.create(by, { ...fields, accessAsUserId: by.kind === 'operator' ? '' : by.user.id }),
  };
};

const updateKey: Maker = (random, world, { apiKeys }) => {
  const key = random.oneOf(world.keys);
  const unset = random.some(
    ['VALID_UNTIL', 'VALID_FROM', 'ALLOWED_ADDRESSES', 'CAPABILITIES', 'ROW_NARROWING'] as const,
    0.2,
  );
  const given = randomKeyFields(random, slugOf(world, key.databaseId));
  const isUnset = (field: string, name: (typeof unset)[number]) =>
    unset.includes(name) ? {} : field in given ? { [field]: given[field as keyof typeof given] } : {};
  const input = {
    id: key.id,
    version: key.version - (random.chance(0.02) ? 1 : 0),
    ...(given.tags ? { tags: given.tags } : {}),
    ...isUnset('capabilities', 'CAPABILITIES'),
    ...isUnset('validUntilMs', 'VALID_UNTIL'),
    ...isUnset('allowedAddresses', 'ALLOWED_ADDRESSES'),
    ...isUnset('rowNarrowing', 'ROW_NARROWING'),
    ...(random.chance(0.15) ? { accessAsUserId: random.oneOf(world.users).id } : {}),
    unset,
  };
  return { name: 'apiKeys.update', input, run: (by) => apiKeys.update(by, input) };
};

const keyMethod =
  (method: 'disable' | 'enable' | 'revoke' | 'restore'): Maker =>
  (random, world, { apiKeys }) => {
    const fits = world.keys.filter(({ disabled, revoked }) =>
      method === 'enable' ? disabled : method === 'restore' ? revoked : true,
    );
    const { id } = random.oneOf(fits.length > 0 ? fits : world.keys);
    return { name: `apiKeys.${method}`, input: id, run: (by) => apiKeys[method](by, id) };
  };

const rotateKey: Maker = (random, world, { apiKeys }) => {
  const input = { id: random.oneOf(world.keys).id, overlapSeconds: random.oneOf([0, 60]) };
  return { name: 'apiKeys.rotate', input, run: (by) => apiKeys.rotate(by, input) };
};

const stopKeys: Maker = (random, world, { apiKeys }) => {
  const input = random.oneOf([
    { accessAsUserId: random.oneOf(world.users).id },
    { databaseSlug: random.oneOf(world.databases).slug },
    { tag: 'north' },
  ]);
  return { name: 'apiKeys.stop', input, run: (by) => apiKeys.stop(by, input) };
};

const undoStop: Maker = (random, world, { apiKeys }) => {
  const id = world.stops.length > 0 ? random.oneOf(world.stops) : '0000000000000000';
  return { name: 'apiKeys.undoStop', input: id, run: (by) => apiKeys.undoStop(by, id) };
};

const createUser: Maker = (random, _world, { users }) => {
  const input = {
    email: `${newName(random, 'user')}@example.com`,
    ...(random.chance(0.3) ? { attributes: { region: random.oneOf(['EU', 'US']) } } : {}),
    ...(random.chance(0.3) ? { password: new Secret('correct horse battery 9') } : {}),
  };
  return { name: 'users.create', input, run: (by) => users.create(by, input) };
};

const updateUser: Maker = (random, world, { users }) => {
  const user = random.oneOf(world.users);
  const change = random.oneOf([
    { email: `${newName(random, 'moved')}@example.com` },
    { attributes: { region: random.oneOf(['EU', 'US', 'Ann']) } },
    { name: 'Renamed' },
  ]);
  const input = { id: user.id, version: user.version, ...change };
  return { name: 'users.update', input, run: (by) => users.update(by, input) };
};

const userMethod =
  (method: 'disable' | 'enable' | 'delete' | 'restore'): Maker =>
  (random, world, { users }) => {
    const fits = world.users.filter(({ enabled, deleted }) =>
      method === 'enable' ? !enabled : method === 'restore' ? deleted : true,
    );
    const { id } = random.oneOf(fits.length > 0 ? fits : world.users);
    return { name: `users.${method}`, input: id, run: (by) => users[method](by, id) };
  };

const setPassword: Maker = (random, world, { users }) => {
  const { id } = random.oneOf(world.users);
  return {
    name: 'users.setPassword',
    input: id,
    run: (by) => users.setPassword(by, id, new Secret(newName(random, 'correct horse battery '))),
  };
};

const createGroup: Maker = (random, world, { groups }) => {
  const databaseSlug = random.oneOf(world.databases).slug;
  const input = {
    name: newName(random, 'Group '),
    databaseSlug,
    capabilities: random.chance(0.8) ? someCapabilities(random, databaseSlug) : [],
    apiAccess: random.chance(0.8),
  };
  return { name: 'groups.create', input, run: (by) => groups.create(by, input) };
};

const updateGroup: Maker = (random, world, { groups }) => {
  const group = random.oneOf(world.groups);
  const change = random.chance(0.8) ? { apiAccess: !group.apiAccess } : { name: newName(random, 'Group ') };
  const input = { id: group.id, version: group.version, ...change };
  return { name: 'groups.update', input, run: (by) => groups.update(by, input) };
};

const deleteGroup: Maker = (random, world, { groups }) => {
  const { id } = random.oneOf(world.groups);
  return { name: 'groups.delete', input: id, run: (by) => groups.delete(by, id) };
};

const grantOrRevoke =
  (method: 'grant' | 'revoke'): Maker =>
  (random, world, { groups }) => {
    const { id, databaseId } = random.oneOf(world.groups);
    const capabilities = someCapabilities(random, slugOf(world, databaseId));
    return {
      name: `groups.${method}`,
      input: { id, capabilities },
      run: (by) => groups[method](by, id, capabilities),
    };
  };

const member =
  (method: 'addMember' | 'removeMember'): Maker =>
  (random, world, { groups }) => {
    const { id, members } = random.oneOf(world.groups);
    const userId =
      method === 'removeMember' && members.length > 0 ? random.oneOf(members) : random.oneOf(world.users).id;
    return { name: `groups.${method}`, input: { id, userId }, run: (by) => groups[method](by, id, userId) };
  };

const setRule: Maker = (random, world, { groups }) => {
  const ruled = world.groups.filter(({ rules }) => rules.length > 0);
  const { id } = random.oneOf(ruled.length > 0 && random.chance(0.5) ? ruled : world.groups);
  const verb = random.oneOf(['select', 'insert', 'update']);
  const input = {
    groupId: id,
    table: 'person',
    verb,
    where: random.oneOf(filters),
    ...(verb !== 'select' && random.chance(0.3) ? { presets: { name: 'Ann' } } : {}),
    ...(verb !== 'select' && random.chance(0.3) ? { check: random.oneOf(filters) } : {}),
  };
  return { name: 'groups.setRowRule', input, run: (by) => groups.setRowRule(by, input) };
};

const removeRule: Maker = (random, world, { groups }) => {
  const ruled = world.groups.filter(({ rules }) => rules.length > 0);
  const group = random.oneOf(ruled.length > 0 ? ruled : world.groups);
  const input = { groupId: group.id, table: 'person', verb: group.rules[0]?.verb ?? 'select' };
  return { name: 'groups.removeRowRule', input, run: (by) => groups.removeRowRule(by, input) };
};

const updateDatabase: Maker = (random, world, { databases }) => {
  const { id, version, enabled } = random.oneOf(world.databases);
  const input = {
    id,
    version,
    ...(random.chance(0.4) ? { enabled: !enabled } : {}),
    ...(random.chance(0.7) ? { settings: random.oneOf(settingChanges) } : {}),
  };
  return { name: 'databases.update', input, run: (by) => databases.update(by, input) };
};

const removeDatabase: Maker = (random, world, { databases }) => {
  const database = random.oneOf(world.databases);
  // Rarely: with it go groups and keys that make a walk interesting.
  if (!random.chance(0.2)) return updateDatabase(random, world, { databases } as ControlPlane);
  return { name: 'databases.remove', input: database.slug, run: (by) => databases.remove(by, database.id) };
};

const makers: readonly Maker[] = [
  createKey,
  createKey,
  createOwnKey,
  createOwnKey,
  updateKey,
  updateKey,
  updateKey,
  keyMethod('disable'),
  keyMethod('enable'),
  keyMethod('enable'),
  keyMethod('revoke'),
  keyMethod('restore'),
  rotateKey,
  stopKeys,
  undoStop,
  undoStop,
  createUser,
  updateUser,
  updateUser,
  userMethod('disable'),
  userMethod('enable'),
  userMethod('enable'),
  userMethod('delete'),
  userMethod('restore'),
  userMethod('restore'),
  setPassword,
  createGroup,
  createGroup,
  updateGroup,
  updateGroup,
  deleteGroup,
  grantOrRevoke('grant'),
  grantOrRevoke('grant'),
  grantOrRevoke('revoke'),
  member('addMember'),
  member('addMember'),
  member('addMember'),
  member('removeMember'),
  setRule,
  setRule,
  setRule,
  removeRule,
  updateDatabase,
  updateDatabase,
  removeDatabase,
];
