import DataLoader from 'dataloader';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import { keyState, type KeyStateVerdict } from '../authentication/key-state.js';
import { isEmpty, type CapabilitySet } from '../capability/capability-set.js';
import type { AuthorizationState, RowRuleFacts } from '../control-plane/authorization-state.js';
import type { DatabaseOffer } from '../control-plane/control-plane.js';
import { listRights, type ListedRight } from '../control-plane/listed-rights.js';
import type { DecisionRecord } from '../control-plane/decision-record.js';
import type {
  ApiKeyRecord,
  ApiKeySecretRecord,
  DatabaseRecord,
  GroupRecord,
  SessionRecord,
  UserRecord,
} from '../control-plane/records.js';
import { PosternError } from '../foundation/postern-error.js';
import { createDayLoader, type DayLoader } from './day-loader.js';
import { createPageLoader, type PageLoader } from './page-loader.js';
import type { ManagementContextFacts } from './management-facts.js';

/** One statement for all the rows of one level of an answer, however many they are. Keyed by id. */
export interface ManagementLoaders {
  readonly user: DataLoader<string, UserRecord | null>;
  readonly apiKey: DataLoader<string, ApiKeyRecord | null>;
  readonly database: DataLoader<string, DatabaseRecord | null>;
  readonly group: DataLoader<string, GroupRecord | null>;
  /** Those that can be used. */
  readonly sessionsOfUser: DataLoader<string, readonly SessionRecord[]>;
  readonly groupsOfUser: DataLoader<string, readonly GroupRecord[]>;
  readonly grantsOfGroup: DataLoader<string, readonly string[]>;
  readonly rowRulesOfGroup: DataLoader<string, readonly RowRuleFacts[]>;
  readonly secretsOfApiKey: DataLoader<string, readonly ApiKeySecretRecord[]>;
  readonly apiKeysOfUser: PageLoader<ApiKeyRecord>;
  readonly membersOfGroup: PageLoader<UserRecord>;
  readonly daysOfApiKey: DayLoader;
  readonly decision: DataLoader<string, DecisionRecord | null>;
  /** What a database offers now. */
  readonly offerOfDatabase: DataLoader<string, DatabaseOffer>;
  readonly databaseOfSlug: DataLoader<string, DatabaseRecord | null>;
  readonly effectiveOfApiKey: DataLoader<string, CapabilitySet>;
  readonly rightsOfApiKey: DataLoader<string, readonly ListedRight[]>;
  /** State and reason from the function that authenticates, taken at one instant so that they agree. */
  readonly verdictOfApiKey: DataLoader<string, KeyStateVerdict>;
  /** Forgets every row: after each change, since the next field of the same operation must see it. */
  clear(): void;
}

export function createManagementLoaders(facts: ManagementContextFacts): ManagementLoaders {
  const { users, apiKeys, groups, databases, decisions, sessions } = facts.controlPlane;
  const rows = {
    user: new DataLoader((ids: readonly string[]) => users.byIds(ids)),
    apiKey: new DataLoader((ids: readonly string[]) => apiKeys.byIds(ids)),
    database: new DataLoader((ids: readonly string[]) => databases.byIds(ids)),
    group: new DataLoader((ids: readonly string[]) => groups.byIds(ids)),
    sessionsOfUser: new DataLoader((ids: readonly string[]) => sessions.ofUsers(ids)),
    groupsOfUser: new DataLoader((ids: readonly string[]) => groups.ofUsers(ids)),
    grantsOfGroup: new DataLoader((ids: readonly string[]) => groups.grantsOf(ids)),
    rowRulesOfGroup: new DataLoader((ids: readonly string[]) => groups.rowRulesOf(ids)),
    secretsOfApiKey: new DataLoader((ids: readonly string[]) => apiKeys.secretsOf(ids)),
    daysOfApiKey: createDayLoader((ids, days) => apiKeys.daysOf(ids, days)),
    decision: new DataLoader((ids: readonly string[]) => decisions.byIds(ids)),
    apiKeysOfUser: createPageLoader((ids, request) => apiKeys.pagesOfUsers(ids, request)),
    membersOfGroup: createPageLoader((ids, request) => users.pagesOfGroups(ids, request)),
  };
  const offerOfDatabase = loadEach(async (id) => {
    const database = await rows.database.load(id);
    if (database === null) throw new PosternError('DATABASE_UNAVAILABLE');
    return facts.offerOf(database);
  });
  const stateOfApiKey = new DataLoader((ids: readonly string[]) => apiKeys.statesOf(ids));
  const effectiveOfApiKey = loadEach(async (id) => {
    const state = existing(await stateOfApiKey.load(id), id);
    return effectiveCapabilities(state, await offerOfDatabase.load(state.database.id));
  });
  const rightsOfApiKey = loadEach(async (id) => {
    const state = existing(await stateOfApiKey.load(id), id);
    return listRights(await offerOfDatabase.load(state.database.id), state.groups, state.key);
  });
  const databaseOfSlug = loadEach((slug) => databases.bySlug(slug));
  const verdictOfApiKey = loadEach(async (id) => {
    const state = existing(await stateOfApiKey.load(id), id);
    return judge(state, facts.clock(), () => effectiveOfApiKey.load(id));
  });
  const loaders = {
    ...rows,
    databaseOfSlug,
    offerOfDatabase,
    effectiveOfApiKey,
    rightsOfApiKey,
    verdictOfApiKey,
  };
  return {
    ...loaders,
    clear: () => {
      for (const loader of [...Object.values(loaders), stateOfApiKey]) loader.clearAll();
    },
  };
}

// What the key may do matters only if nothing else stops it. A database that cannot be reached cannot be asked for
// its capabilities: then the answer is authentication's, which does not ask either, and the list stays readable.
async function judge(
  state: AuthorizationState,
  nowMs: number,
  loadEffective: () => Promise<CapabilitySet>,
): Promise<KeyStateVerdict> {
  const verdict = keyState(state, nowMs, false);
  if (verdict.state !== 'ACTIVE') return verdict;
  try {
    return isEmpty(await loadEffective()) ? keyState(state, nowMs, true) : verdict;
  } catch (error) {
    if (isDatabaseUnavailable(error)) return verdict;
    throw error;
  }
}

export function isDatabaseUnavailable(error: unknown): boolean {
  return error instanceof PosternError && error.code === 'DATABASE_UNAVAILABLE';
}

/** A loader over a function that asks for one at a time, without SQL of its own: it only remembers. */
function loadEach<Value>(load: (id: string) => Promise<Value>): DataLoader<string, Value> {
  return new DataLoader((ids: readonly string[]) => Promise.all(ids.map((id) => settle(load(id)))));
}

// One id's failure stays that id's.
async function settle<Value>(promise: Promise<Value>): Promise<Value | Error> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

// Keys are never deleted: one that was listed and has no state is a bug, not an answer.
function existing(state: AuthorizationState | null, id: string): AuthorizationState {
  if (state === null) throw new Error(`The API key ${id} was listed but has no authorization state.`);
  return state;
}
