import { parsed, refused, type Parsed } from '../foundation/parsed.js';

export const MAX_DEPTH = 64;

/** A JSON value as the text that PostgreSQL reads. What JSON.parse has already rounded is refused rather than compared. */
export function jsonText(value: unknown): Parsed<string> {
  const problem = problemOf(value, 0);
  return problem === null ? parsed(JSON.stringify(value)) : refused(problem);
}

function problemOf(value: unknown, depth: number): string | null {
  if (depth > MAX_DEPTH) return TOO_DEEP;
  switch (typeof value) {
    case 'number':
      return problemOfNumber(value);
    case 'string':
      return problemOfText(value);
    case 'boolean':
      return null;
    case 'object':
      return value === null ? null : problemInside(value, depth);
    default:
      return 'must be a JSON value.';
  }
}

function problemInside(value: object, depth: number): string | null {
  for (const [name, member] of Object.entries(value)) {
    const problem = problemOfText(name) ?? problemOf(member, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfNumber(value: number): string | null {
  if (!Number.isFinite(value)) return 'must not hold an infinite number.';
  return Number.isInteger(value) && !Number.isSafeInteger(value)
    ? 'holds a number beyond 2^53, which loses digits in JSON: write it into the document.'
    : null;
}

/** Neither can stand in a `jsonb` value. */
export function problemOfText(text: string): string | null {
  if (text.includes('\0')) return 'must not contain the character NUL.';
  return !/\p{Surrogate}/u.test(text) ? null : 'must not contain half of a character (a lone surrogate).';
}

export const TOO_DEEP = `must not nest more than ${MAX_DEPTH} levels deep.`;
