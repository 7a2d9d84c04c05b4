import { canonicalJson } from './canonical-json.js';

type Members = Readonly<Record<string, unknown>>;

/** For the audit: the members that differ, as they were and as they are; null where none does. */
export function changedMembers(
  before: Members,
  after: Members,
): { readonly before: Members; readonly after: Members } | null {
  const names = Object.keys(after).filter(
    // A list that holds the same in another order is another list; an object is not.
    (name) => canonicalJson(before[name]) !== canonicalJson(after[name]),
  );
  if (names.length === 0) return null;
  const pick = (members: Members): Members => Object.fromEntries(names.map((name) => [name, members[name]]));
  return { before: pick(before), after: pick(after) };
}
