import { keyState, type ApiKeyState } from '../authentication/key-state.js';
import type { AuthorizationState } from '../control-plane/authorization-state.js';
import type { ApiKeyRecord, DatabaseRecord, UserRecord } from '../control-plane/records.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { CliServices } from './cli-wiring.js';
import type { CommandContext } from './command-context.js';
import { formatTable } from './table-text.js';

/** A key as `--json` prints it: instants by RFC 3339, null where there is no restriction. */
export interface DescribedKey {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly database: string | null;
  /** E-mail of the user. */
  readonly accessAs: string | null;
  readonly state: ApiKeyState | null;
  readonly stateReason: string | null;
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly allowedAddresses: readonly string[] | null;
  /** By name; as stored where the database cannot be asked for its names. */
  readonly capabilities: readonly string[] | null;
  readonly rowNarrowing: unknown;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

export async function describeKeys(
  services: CliServices,
  keys: readonly ApiKeyRecord[],
  context: CommandContext,
): Promise<readonly DescribedKey[]> {
  const { users, databases, apiKeys } = services.controlPlane;
  const facts = {
    users: await users.byIds(keys.map((key) => key.accessAsUserId)),
    databases: await databases.byIds(keys.map((key) => key.databaseId)),
    states: await apiKeys.statesOf(keys.map((key) => key.id)),
  };
  const unreachable = new Map<string, string>();
  const described: DescribedKey[] = [];
  for (const [index, key] of keys.entries()) {
    const database = facts.databases[index] ?? null;
    const state = facts.states[index] ?? null;
    const words = await ifReachable(() => wordsOf(services, key, state), database, unreachable);
    described.push(
      describeKey(key, facts.users[index] ?? null, database, state, words, context.wiring.clock()),
    );
  }
  for (const slug of new Set(unreachable.values())) {
    context.printRemark(
      `The database ${slug} cannot be reached: capabilities of its keys are shown as stored.`,
    );
  }
  return described;
}

/** What only the database's own catalog can say of a key. */
interface KeyWords {
  readonly capabilities: readonly string[] | null;
  readonly effectiveIsEmpty: boolean;
}

async function wordsOf(
  services: CliServices,
  key: ApiKeyRecord,
  state: AuthorizationState | null,
): Promise<KeyWords> {
  const { capabilities: stored, databaseId } = key;
  return {
    capabilities: stored === null ? null : await services.printCapabilities(databaseId, stored),
    effectiveIsEmpty: state !== null && (await services.effectiveCapabilitiesOf(state)).length === 0,
  };
}

/** Null where the database does not answer; it is asked once, then left alone. */
async function ifReachable(
  ask: () => Promise<KeyWords>,
  database: DatabaseRecord | null,
  unreachable: Map<string, string>,
): Promise<KeyWords | null> {
  if (database === null || unreachable.has(database.id)) return null;
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof PosternError) || error.code !== 'DATABASE_UNAVAILABLE') throw error;
    // By id: a slug may have belonged to another database before.
    unreachable.set(database.id, database.slug);
    return null;
  }
}

function describeKey(
  key: ApiKeyRecord,
  user: UserRecord | null,
  database: DatabaseRecord | null,
  state: AuthorizationState | null,
  words: KeyWords | null,
  nowMs: number,
): DescribedKey {
  const verdict = state === null ? null : keyState(state, nowMs, words?.effectiveIsEmpty ?? false);
  return {
    id: key.id,
    name: key.name,
    description: key.description,
    tags: key.tags,
    database: database?.slug ?? null,
    accessAs: user?.email ?? null,
    state: verdict?.state ?? null,
    stateReason: verdict?.reason ?? null,
    validFrom: formatBound(key.validFromMs),
    validUntil: formatBound(key.validUntilMs),
    allowedAddresses: key.allowedAddresses,
    capabilities: words === null ? key.capabilities : words.capabilities,
    rowNarrowing: key.rowNarrowing,
    createdAt: formatInstant(key.createdAtMs),
    lastUsedAt: formatBound(key.lastUsedAtMs),
  };
}

function formatBound(ms: number | null): string | null {
  return ms === null ? null : formatInstant(ms);
}

export function formatKeys(keys: readonly DescribedKey[]): string {
  const rows = keys.map((key) => [
    key.name,
    key.state ?? '',
    key.database ?? '',
    key.accessAs ?? '',
    key.validUntil ?? 'open',
    key.lastUsedAt ?? 'never',
    key.id,
  ]);
  const headings = ['NAME', 'STATE', 'DATABASE', 'ACCESS AS', 'VALID UNTIL', 'LAST USED', 'ID'];
  return formatTable(headings, rows, 'There is no such key.');
}
