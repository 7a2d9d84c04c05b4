import { allowsNamed, includes, subtract, type CapabilitySet } from '../capability/capability-set.js';
import { printNeeded } from '../capability/capability-text.js';
import { denote } from '../capability/denotation.js';
import { blockIncludes, parseAddressList, type AddressBlock } from '../foundation/ip-address.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor, PrincipalActor } from './actor.js';
import type { DatabaseOffer } from './control-plane.js';

/** What somebody could do after a change. */
export interface ResultingRights {
  readonly databaseId: string;
  /** EVERYTHING: whatever the database offers, today and later, so that no right of a key's own reaches that far. */
  readonly rights: CapabilitySet | 'EVERYTHING';
}

/** A key as it would be after a change, as far as it says what can be done with the key. */
export interface ResultingKey {
  readonly accessAsUserId: string;
  readonly databaseId: string;
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
 *   (ii)  a key for the actor's own user in the actor's own database, whose bound lies within that of the actor's
 *         key: a key with a subset passes on parts of it, and never the whole user;
 *   (iii) a key for anybody whose subset lies within what the actor may do itself in that database.
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
  const isOwn = key.accessAsUserId === actor.user.id && key.databaseId === actor.databaseId;
  if (isOwn && actor.subset === null) return;
  if (key.capabilities === null) throw escalation(['capabilities']);
  const space = offerOf(key.databaseId).space;
  const bound = denote(space, key.capabilities);
  if (isOwn && actor.subset !== null && includes(denote(space, actor.subset), bound)) return;
  // In another database the actor has nothing, and a subset that denotes nothing there today may denote much later.
  if (key.databaseId !== actor.databaseId) throw escalation(printExceeding(bound));
  refuseBeyondRights(actor, key.databaseId, bound);
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

type KeyLimits = Pick<ResultingKey, 'validUntilMs' | 'allowedAddresses' | 'rowNarrowing'>;

const UNLIMITED: KeyLimits = { validUntilMs: null, allowedAddresses: null, rowNarrowing: null };

function refuseBeyondOwnRights(actor: PrincipalActor, rights: () => readonly ResultingRights[]): void {
  if (allowsNamed(actor.effective, 'users:impersonate')) return;
  for (const { databaseId, rights: resulting } of rights()) {
    if (resulting === 'EVERYTHING') throw escalation(['users:impersonate']);
    refuseBeyondRights(actor, databaseId, resulting);
  }
}

function refuseBeyondRights(actor: PrincipalActor, databaseId: string, rights: CapabilitySet): void {
  const own = actor.effective;
  if (databaseId !== actor.databaseId || own.space.fingerprint !== rights.space.fingerprint) {
    // In any other database, and in a catalog that moved on since the actor was let in, it has nothing of its own.
    if (rights.isEmpty()) return;
    throw escalation(printExceeding(rights));
  }
  if (!includes(own, rights)) throw escalation(printExceeding(subtract(rights, own)));
}

function printExceeding(rights: CapabilitySet): readonly string[] {
  return printNeeded(rights).slice(0, 100);
}

/** `exceeding`: capabilities by name, or the fields whose absence exceeds. */
function escalation(exceeding: readonly string[]): PosternError {
  return new PosternError(
    'ESCALATION',
    'This would give more rights than the caller has: it needs the capability users:impersonate, or a subset ("capabilities") of what the caller itself may do.',
    { exceeding },
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
