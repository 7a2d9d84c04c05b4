import { allowsNamed, includes, subtract, type CapabilitySet } from '../capability/capability-set.js';
import { printNeeded } from '../capability/capability-text.js';
import { blockIncludes, parseAddressList, type AddressBlock } from '../foundation/ip-address.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Actor, KeyActor } from './actor.js';

/** What somebody could do after a change. */
export interface ResultingRights {
  readonly databaseId: string;
  readonly rights: CapabilitySet;
}

/** What limits the key that results from a change; null: nothing does. */
export interface KeyLimits {
  readonly validUntilMs: number | null;
  readonly allowedAddresses: readonly string[] | null;
  readonly rowNarrowing: unknown;
}

/**
 * The one rule against escalation. What results from a change must not exceed the actor's own rights, which
 * `users:impersonate` lifts; and a key that a key makes or changes must not outlive or out-reach the key that did
 * it, which nothing lifts. `rights` is asked only where the answer matters. Throws PosternError ESCALATION.
 */
export function refuseEscalation(
  actor: Actor,
  result: { readonly rights: () => readonly ResultingRights[]; readonly limits: KeyLimits | null },
): void {
  if (actor.kind === 'operator') return;
  if (result.limits !== null) refuseBeyondCeilings(actor, result.limits);
  if (allowsNamed(actor.effective, 'users:impersonate')) return;
  for (const { databaseId, rights } of result.rights()) refuseBeyondRights(actor, databaseId, rights);
}

function refuseBeyondRights(actor: KeyActor, databaseId: string, rights: CapabilitySet): void {
  const own = actor.effective;
  if (databaseId !== actor.databaseId || own.space.fingerprint !== rights.space.fingerprint) {
    // In any other database, and in a catalog that moved on since the actor was let in, it has nothing of its own.
    if (rights.isEmpty()) return;
    throw escalation(rights);
  }
  if (!includes(own, rights)) throw escalation(subtract(rights, own));
}

function escalation(exceeding: CapabilitySet): PosternError {
  return new PosternError(
    'ESCALATION',
    'This would give more rights than the caller has: it needs the capability users:impersonate, or a subset of what the caller itself may do.',
    { exceeding: printNeeded(exceeding).slice(0, 100) },
  );
}

function refuseBeyondCeilings({ ceilings }: KeyActor, limits: KeyLimits): void {
  const exceeded = [
    ...(endsAfter(limits.validUntilMs, ceilings.validUntilMs) ? ['validUntil'] : []),
    ...(reachesBeyond(limits.allowedAddresses, ceilings.allowedAddresses) ? ['allowedAddresses'] : []),
    // Narrowings cannot be compared yet: whoever is narrowed passes nothing on.
    ...(isPresent(ceilings.rowNarrowing) ? ['rowNarrowing'] : []),
  ];
  if (exceeded.length === 0) return;
  throw new PosternError(
    'ESCALATION',
    `A key passes its own limits on: ${exceeded.join(', ')} must not exceed those of the key that makes this change.`,
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
