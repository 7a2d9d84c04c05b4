import { formatInstant } from '../foundation/instant.js';

/** JSON with sorted keys and no blanks: one text for one value, also after a way through jsonb. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}

/** RFC 3339; whoever tampers can store an instant that is none here, and must still be found out. */
export function canonicalInstant(ms: number): string {
  return Math.abs(ms) <= 8.64e15 ? formatInstant(ms) : String(ms);
}
