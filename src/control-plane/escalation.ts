import { allowsNamed, includes, subtract, type CapabilitySet } from '../capability/capability-set.js';
import { printCapability, printNeeded } from '../capability/capability-text.js';
import { denote } from '../capability/denotation.js';
import { blockIncludes, parseAddressList, type AddressBlock } from '../foundation/ip-address.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor, PrincipalActor } from './actor.js';
import type { DatabaseOffer } from './control-plane.js';
import { isRecord } from './input-fields.js';
import { ownRightsIn } from './own-rights.js';

/** What somebody could do after a change. */
export type ResultingRights =
  | {
      readonly databaseId: string;
      readonly rights: CapabilitySet;
      /** The stored capabilities that give them: what they mean may grow with the database. */
      readonly grants: readonly string[];
    }
  /** Whatever there is, today and later, so that nobody's own rights reach that far. */
  | { readonly rights: 'EVERYTHING' };

/** A key as it would be after a change, as far as it says what can be done with the key. */
export interface ResultingKey {
  readonly accessAsUserId: string;
  readonly databaseId: string;
  readonly tags: readonly string[];
  /** Stored form. Null: everything of its user, also what is granted later. */
  readonly capabilities: readonly string[] | null;
  readonly validUntilMs: number | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly rowNarrowing: unknown;
}

/**
 * The rule against escalation by keys, for every key that is made or made stronger. By its *bound*: its subset if it
 * has one, else everything of its user, also what that user is granted only later. So it does not matter what the
 * user may do today: a key for somebody powerless would be planted for the day on which that changes. Permitted is
 *   (i)   whatever the user has, to an actor that may impersonate;
 *   (ii)  a key for the actor's own user, whose bound lies within that of the actor: for a key in its own database and
 *         within its own subset (so that a subset passes on parts of itself, and never the whole user), for a console
 *         session in every database;
 *   (iii) a key for anybody whose subset lies within what the actor may do itself in that database, and whose narrowing
 *         looks at nothing else.
 * In a database with rows of its own neither (ii) nor (iii) lets the actor choose tags, which row rules may go by.
 * In any case the key must not outlive or out-reach the actor's, which nothing lifts. Throws PosternError ESCALATION.
 */
export function refuseStrongerKey(
  actor: Actor,
  key: ResultingKey,
  offerOf: (databaseId: string) => DatabaseOffer,
): void {
  if (actor.kind === 'operator') return;
  refuseBeyondCeilings(actor, key);
  if (allowsNamed(actor.effective, 'users:impersonate')) return;
  if (key.databaseId !== actor.databaseId && key.tags.length > 0) throw escalation(['tags']);
  const isOwn = key.accessAsUserId === actor.user.id && speaksForUser(actor, key.databaseId);
  if (isOwn && actor.subset === null) return;
  if (key.capabilities === null) throw escalation(['capabilities']);
  const offer = offerOf(key.databaseId);
  const bound = denote(offer.space, key.capabilities);
  if (isOwn && actor.subset !== null && includes(denote(offer.space, actor.subset), bound)) return;
  refuseBeyondRights(actor, { databaseId: key.databaseId, rights: bound, grants: key.capabilities });
  const { rights } = ownRightsIn(actor, key.databaseId, offer.space);
  if (isPresent(key.rowNarrowing) && offer.checkRowNarrowing(key.rowNarrowing, rights).length > 0) {
    throw escalation(['rowNarrowing']);
  }
}

/** Whether the actor may do there whatever its user may. */
function speaksForUser(actor: PrincipalActor, databaseId: string): boolean {
  return actor.kind === 'session' || databaseId === actor.databaseId;
}

/** Whether `refuseStrongerKey` refuses this actor nothing at all. */
export function mayMakeAnyKey(actor: Actor): boolean {
  if (actor.kind === 'operator') return true;
  const { validUntilMs, allowedAddresses, rowNarrowing } = actor.ceilings;
  const isLimited = validUntilMs !== null || allowedAddresses !== null || isPresent(rowNarrowing);
  return !isLimited && allowsNamed(actor.effective, 'users:impersonate');
}

/**
 * The rule for all else that gives somebody rights: membership, grants, enabling a user. The rights must not exceed
 * the actor's own, which `users:impersonate` lifts. They reach all keys of whoever gets them, whatever limits those,
 * so an actor that is limited itself cannot give any, which nothing lifts. Call it where somebody does get rights;
 * `rights` is asked only where the answer matters. Throws PosternError ESCALATION.
 */
export function refuseEscalation(actor: Actor, rights: () => readonly ResultingRights[]): void {
  if (actor.kind === 'operator') return;
  refuseBeyondCeilings(actor, UNLIMITED);
  refuseBeyondOwnRights(actor, rights);
}

/** As `refuseEscalation`, where nobody gets the rights yet: who gives them to somebody is asked for more. */
export function refuseUnownedRights(actor: Actor, rights: () => readonly ResultingRights[]): void {
  if (actor.kind !== 'operator') refuseBeyondOwnRights(actor, rights);
}

/**
 * For a row rule: a group's members tell by what they see what its filters ask of a row, and those are asked with full
 * sight. So whoever writes one must be able to read all that it looks at, which `users:impersonate` lifts. `table` by
 * name. Throws PosternError ESCALATION.
 */
export function refuseUnreadable(
  actor: Actor,
  databaseId: string,
  offer: DatabaseOffer,
  table: string,
  filters: Readonly<Record<string, unknown>>,
): void {
  if (actor.kind === 'operator' || allowsNamed(actor.effective, 'users:impersonate')) return;
  const { rights } = ownRightsIn(actor, databaseId, offer.space);
  const unreadable = Object.entries(filters).filter(([, filter]) => {
    if (!isRecord(filter) || Object.keys(filter).length === 0) return false;
    // A narrowing is the same filter, and must look at nothing beyond some rights.
    const narrowing = { tables: { [table]: filter }, otherTables: 'ALL' };
    return offer.checkRowNarrowing(narrowing, rights).length > 0;
  });
  if (unreadable.length === 0) return;
  throw new PosternError(
    'ESCALATION',
    'By the rows that it lets through a rule tells what it looks at, and this one looks at what the caller may not read itself: it needs the capability users:impersonate.',
    { exceeding: unreadable.map(([field]) => field) },
  );
}

/**
 * For what lets somebody be another user: rights of today do not measure that, since it holds for all that the user is
 * granted later. Throws PosternError ESCALATION.
 */
export function refuseBeingAnother(actor: Actor): void {
  refuseEscalation(actor, () => [{ rights: 'EVERYTHING' }]);
}

type KeyLimits = Pick<ResultingKey, 'validUntilMs' | 'allowedAddresses' | 'rowNarrowing'>;

const UNLIMITED: KeyLimits = { validUntilMs: null, allowedAddresses: null, rowNarrowing: null };

function refuseBeyondOwnRights(actor: PrincipalActor, rights: () => readonly ResultingRights[]): void {
  if (allowsNamed(actor.effective, 'users:impersonate')) return;
  for (const resulting of rights()) {
    if (resulting.rights === 'EVERYTHING') throw escalation(['users:impersonate']);
    refuseBeyondRights(actor, resulting);
  }
}

function refuseBeyondRights(
  actor: PrincipalActor,
  { databaseId, rights, grants }: Exclude<ResultingRights, { readonly rights: 'EVERYTHING' }>,
): void {
  const { space } = rights;
  const own = ownRightsIn(actor, databaseId, space);
  const uncovered = grants.filter((grant) => !own.covers(grant));
  if (uncovered.length === 0 && includes(own.rights, rights)) return;
  throw escalation([
    ...printNeeded(subtract(rights, own.rights)),
    ...uncovered.map((grant) => printCapability(space, grant) ?? grant),
  ]);
}

/** `exceeding`: capabilities by name, or the fields whose absence exceeds. */
function escalation(exceeding: readonly string[]): PosternError {
  return new PosternError(
    'ESCALATION',
    'This would give more rights than the caller has: it needs the capability users:impersonate, or a subset ("capabilities") of what the caller itself may do.',
    { exceeding: [...new Set(exceeding)].slice(0, 100) },
  );
}

function refuseBeyondCeilings({ ceilings }: PrincipalActor, limits: KeyLimits): void {
  const exceeded = [
    ...(endsAfter(limits.validUntilMs, ceilings.validUntilMs) ? ['validUntil'] : []),
    ...(reachesBeyond(limits.allowedAddresses, ceilings.allowedAddresses) ? ['allowedAddresses'] : []),
    // Narrowings cannot be compared yet: whoever is narrowed passes nothing on.
    ...(isPresent(ceilings.rowNarrowing) ? ['rowNarrowing'] : []),
  ];
  if (exceeded.length === 0) return;
  throw new PosternError(
    'ESCALATION',
    `A key passes its own limits on, so what this change gives must not exceed those of the key that makes it: ${exceeded.join(', ')}.`,
    { exceeding: exceeded },
  );
}

/** Null ends never. */
export function endsAfter(untilMs: number | null, limitMs: number | null): boolean {
  return limitMs !== null && (untilMs === null || untilMs > limitMs);
}

/** Null reaches everywhere. A block that only several blocks together cover counts as beyond. */
export function reachesBeyond(addresses: readonly string[] | null, limit: readonly string[] | null): boolean {
  if (limit === null) return false;
  if (addresses === null) return true;
  const outer = readBlocks(limit);
  return !readBlocks(addresses).every((inner) => outer.some((block) => blockIncludes(block, inner)));
}

function readBlocks(addresses: readonly string[]): readonly AddressBlock[] {
  const blocks = parseAddressList(addresses);
  if (blocks.kind === 'refused') throw new Error(`A stored address list is not readable: ${blocks.problem}`);
  return blocks.value;
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}
