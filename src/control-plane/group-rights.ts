import { sql, type Kysely } from 'kysely';
import { isEmpty, type CapabilitySet } from '../capability/capability-set.js';
import { PosternError } from '../foundation/postern-error.js';
import type { GroupFacts } from './authorization-state.js';
import type { ControlPlaneNeeds, DatabaseOffer } from './control-plane.js';
import { rightsOfGroup } from './rights.js';
import type { Tables } from './tables.js';
import { readGroupFacts } from './read-group-facts.js';

/** What the groups of all databases give now, for lists that have to tell it of many keys. */
export interface GroupRights {
  /** Of the databases asked for. */
  readonly databases: readonly { readonly id: string; readonly enabled: boolean }[];
  /** Of the enabled ones. */
  readonly groups: ReadonlyMap<string, GroupRight>;
  /** Without a database that cannot be reached: what its keys may do cannot be asked, and authentication does not ask. */
  readonly offers: ReadonlyMap<string, DatabaseOffer>;
}

interface GroupRight {
  readonly id: string;
  readonly databaseId: string;
  readonly apiAccess: boolean;
  /** Null where its database cannot be reached. */
  readonly rights: CapabilitySet | null;
}

/** Of one database, or (null) of all. */
export type GroupRightsReader = (databaseId: string | null) => Promise<GroupRights>;

/** Reads the groups anew only when the revision has changed. */
export function createGroupRightsReader(
  db: Kysely<Tables>,
  needs: Pick<ControlPlaneNeeds, 'offerOf'>,
): GroupRightsReader {
  let last: Snapshot | null = null;
  return async (databaseId) => {
    const revision = await readRevision(db);
    const snapshot: Snapshot = last?.revision === revision ? last : await readSnapshot(db, revision);
    last = snapshot;
    const databases = snapshot.databases.filter(({ id }) => id === (databaseId ?? id));
    const enabledIds = databases.filter(({ enabled }) => enabled).map(({ id }) => id);
    const offers = await readOffers(needs, enabledIds);
    const groups = enabledIds.flatMap((id) => rightsOf(snapshot, id, offers.get(id)));
    return { databases, offers, groups: new Map(groups.map((group) => [group.id, group])) };
  };
}

/** What the control plane says of groups, and what that came to on the offers that it met. */
interface Snapshot {
  readonly revision: string;
  readonly databases: GroupRights['databases'];
  readonly groups: readonly (GroupFacts & { readonly databaseId: string })[];
  /** By database. */
  readonly workedOut: Map<string, { readonly offer: DatabaseOffer; readonly groups: readonly GroupRight[] }>;
}

async function readRevision(db: Kysely<Tables>): Promise<string> {
  return (await db.selectFrom('revision').select('revision').executeTakeFirstOrThrow()).revision;
}

// What is read after the revision is at least as new: kept under it, it is given up too soon rather than too late.
async function readSnapshot(db: Kysely<Tables>, revision: string): Promise<Snapshot> {
  const [databases, groups] = await Promise.all([
    db.selectFrom('databases').select(['id', 'enabled']).execute(),
    readGroupFacts(db, sql`true`),
  ]);
  return { revision, databases, groups, workedOut: new Map() };
}

function rightsOf(
  { groups, workedOut }: Snapshot,
  databaseId: string,
  offer: DatabaseOffer | undefined,
): readonly GroupRight[] {
  const known = workedOut.get(databaseId);
  if (known !== undefined && known.offer === offer) return known.groups;
  const ofDatabase = groups
    .filter((group) => group.databaseId === databaseId)
    .map((group) => ({
      id: group.id,
      databaseId,
      apiAccess: group.apiAccess,
      rights: offer === undefined ? null : rightsOfGroup(offer, group).rights,
    }));
  if (offer !== undefined) workedOut.set(databaseId, { offer, groups: ofDatabase });
  return ofDatabase;
}

async function readOffers(
  needs: Pick<ControlPlaneNeeds, 'offerOf'>,
  databaseIds: readonly string[],
): Promise<ReadonlyMap<string, DatabaseOffer>> {
  const offers = new Map<string, DatabaseOffer>();
  const read = async (id: string): Promise<void> => {
    try {
      offers.set(id, await needs.offerOf(id));
    } catch (error) {
      if (!(error instanceof PosternError && error.code === 'DATABASE_UNAVAILABLE')) throw error;
    }
  };
  await Promise.all(databaseIds.map(read));
  return offers;
}

/** Whether its members' keys may do anything by it. */
export function isUseful({ rights }: GroupRight): boolean {
  return rights === null || !isEmpty(rights);
}
