import type { Kysely } from 'kysely';
import { PosternError } from '../foundation/postern-error.js';
import type { Secret } from '../foundation/secret.js';
import type { Actor } from './actor.js';
import { canonicalJson } from './canonical-json.js';
import type { Change, MakeChange } from './changes.js';
import type { ControlPlaneNeeds, DatabaseService, UpdateDatabase } from './control-plane.js';
import { existingDatabase, refuseBuiltIn, registeredDatabase } from './database-changes.js';
import { probeDatabase } from './database-probe.js';
import { policyNames, readSettings, settingNames } from './database-settings.js';
import { parseDatabaseUrl } from './database-url.js';
import { refuseEscalation } from './escalation.js';
import { isRecord } from './input-fields.js';
import { Problems, refuseInput } from './problems.js';
import type { DatabaseRecord, DatabaseSettings } from './records.js';
import type { Tables } from './tables.js';
import { refuseWithout } from './named-capability.js';

/** Changes settings, address or whether it is served. Its version grows, so that running gateways build it anew. */
export async function updateDatabase(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
  actor: Actor,
  { url, ...input }: UpdateDatabase,
): Promise<DatabaseRecord> {
  if (url === null) refuseInput('url', 'must not be null: leave it out to keep it.');
  const sealedUrl = url === undefined ? null : await sealNewUrl(db, needs, actor, input.id, url);
  return makeChange(actor, async (change) => {
    const database = await existingDatabase(change.trx, input.id);
    if (database.slug === 'gateway') refuseBeyondPolicies(input);
    if (input.version !== database.version) {
      throw new PosternError('CONFLICT', undefined, { currentVersion: database.version });
    }
    return storeChanges(change, 'databases.update', database, readChanges(database, input), sealedUrl);
  });
}

/** For a database that moved, such as one whose server has another port now. */
export async function relocateDatabase(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
  actor: Actor,
  { id, url }: Parameters<DatabaseService['relocate']>[1],
): Promise<DatabaseRecord> {
  const sealedUrl = await sealNewUrl(db, needs, actor, id, url);
  return makeChange(actor, async (change) => {
    const database = await registeredDatabase(change.trx, id);
    return storeChanges(change, 'databases.relocate', database, database, sealedUrl);
  });
}

/** What may be said of the database that is built in: which keys it wants. */
function refuseBeyondPolicies({ enabled, settings, unsetSettings }: Omit<UpdateDatabase, 'url'>): void {
  const named = [...(isRecord(settings) ? Object.keys(settings) : []), ...(unsetSettings ?? [])];
  const isPolicy = (name: string) => policyNames.some((policy) => policy === name);
  if (enabled !== undefined || !named.every(isPolicy)) refuseBuiltIn();
}

type Changeable = Pick<DatabaseRecord, 'enabled' | 'settings'>;

/** Before the transaction: another server's time is not to be waited for under the lock. */
async function sealNewUrl(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  actor: Actor,
  id: string,
  url: Secret,
): Promise<Buffer> {
  await registeredDatabase(db, id);
  // Asked again of the confirmed actor. Here too, since who may not do this learns nothing about what answers.
  refuseBeyondLimits(actor, true);
  const target = parseDatabaseUrl(url);
  if (target.kind === 'refused') return refuseInput('url', target.problem);
  await probeDatabase(db, target.value);
  return needs.seal(target.value.url);
}

/** Whoever has rights in the database would have other ones: no key's own rights reach that far. */
function refuseBeyondLimits(actor: Actor, isUrlReplaced: boolean): void {
  if (isUrlReplaced) refuseWithout(actor, 'databases:connect');
  refuseEscalation(actor, () => [{ rights: 'EVERYTHING' }]);
}

/** What says how much is answered, never what may be seen. */
const limits: readonly string[] = [
  'defaultLimit',
  'maxLimit',
  'maxDepth',
  'statementTimeoutMs',
] satisfies readonly (keyof DatabaseSettings)[];

async function storeChanges(
  { actor, trx, record }: Change,
  action: 'databases.update' | 'databases.relocate',
  before: DatabaseRecord,
  after: Changeable,
  sealedUrl: Buffer | null,
): Promise<DatabaseRecord> {
  const settings = changedSettings(before.settings, after.settings);
  const isSwitched = before.enabled !== after.enabled;
  if (settings.length === 0 && !isSwitched && sealedUrl === null) return before;
  const isFree =
    sealedUrl === null && !(isSwitched && after.enabled) && settings.every((name) => limits.includes(name));
  if (!isFree) refuseBeyondLimits(actor, sealedUrl !== null);

  const version = before.version + 1;
  await trx
    .updateTable('databases')
    .set({
      version,
      enabled: after.enabled,
      settings: JSON.stringify(after.settings),
      ...(sealedUrl && { sealed_url: sealedUrl }),
    })
    .where('id', '=', before.id)
    .execute();
  // Without the URLs: both carry passwords.
  const describe = (database: Changeable, shown: number, url: object) => ({
    version: shown,
    ...(isSwitched && { enabled: database.enabled }),
    ...(settings.length > 0 && { settings: pick(database.settings, settings) }),
    ...(sealedUrl && url),
  });
  await record({
    action,
    target: before.id,
    before: describe(before, before.version, {}),
    after: describe(after, version, { url: 'replaced' }),
  });
  return existingDatabase(trx, before.id);
}

function readChanges(
  { enabled, settings }: DatabaseRecord,
  input: Pick<UpdateDatabase, 'enabled' | 'settings' | 'unsetSettings'>,
): Changeable {
  const problems = new Problems();
  if (input.enabled === null) problems.add('enabled', 'must not be null: leave it out to keep it.');
  const changes = readGiven(problems, input.settings);
  const unset = new Set(input.unsetSettings ?? []);
  // A sentence for each of some is enough to see what is wrong.
  for (const name of [...unset].slice(0, 2 * settingNames.length)) {
    if (!settingNames.includes(name)) {
      problems.add(
        'unsetSettings',
        `there is no setting ${JSON.stringify(name.slice(0, 200))}; there are ${settingNames.join(', ')}.`,
      );
    } else if (Object.hasOwn(changes, name)) {
      problems.add('unsetSettings', `${name} is set and unset at once: decide for one.`);
    }
  }
  const kept = Object.entries({ ...settings, ...changes }).filter(([name]) => !unset.has(name));
  const merged = readSettings(problems, 'settings', Object.fromEntries(kept));
  problems.refuse();
  return { enabled: input.enabled ?? enabled, settings: merged };
}

/** The members of `settings` that are to be merged. Null is no value: whether it opens or closes would be a guess. */
function readGiven(problems: Problems, settings: unknown): Readonly<Record<string, unknown>> {
  if (settings === undefined) return {};
  if (!isRecord(settings)) {
    problems.add('settings', 'must be an object; what it leaves out stays as it is.');
    return {};
  }
  const entries = Object.entries(settings);
  for (const [name, value] of entries) {
    if (value === null) {
      problems.add(
        `settings.${name}`,
        `must not be null: leave it out to keep it, or put it back to its default by unsetSettings: ["${name}"].`,
      );
    }
  }
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}

function changedSettings(before: DatabaseSettings, after: DatabaseSettings): readonly string[] {
  const [left, right]: Readonly<Record<string, unknown>>[] = [{ ...before }, { ...after }];
  return settingNames.filter((name) => canonicalJson(left?.[name]) !== canonicalJson(right?.[name]));
}

/** A setting that stood or stands at its default is null here. */
function pick(settings: DatabaseSettings, names: readonly string[]): Readonly<Record<string, unknown>> {
  const members: Readonly<Record<string, unknown>> = { ...settings };
  return Object.fromEntries(names.map((name) => [name, members[name] ?? null]));
}
