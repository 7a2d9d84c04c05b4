import { passwordText } from '../foundation/password-text.js';
import type { Secret } from '../foundation/secret.js';

/** Whose password it will be. */
export interface PasswordOwner {
  readonly email: string;
  readonly name: string | null;
}

/**
 * What is wrong with a password, a sentence for each rule; empty: it can be set. The rules are those of NIST SP 800-63B-4,
 * 3.1.1.2, for a password that is the only factor: long, not one of those that are tried first, and nothing else. The
 * sentences never repeat the password.
 */
export function findPasswordProblems(
  password: Secret,
  owner: PasswordOwner,
  commonPasswords: ReadonlySet<string>,
): readonly string[] {
  const text = passwordText(password);
  const form = findFormProblem(text);
  // Of a short one every other rule would only distract from what to do.
  if (form !== null) return [form];
  const folded = text.toLowerCase();
  const facts = { folded, owner, commonPasswords };
  return rules.flatMap(({ isBroken, sentence }) => (isBroken(facts) ? [sentence] : []));
}

const MIN_CHARACTERS = 15;
const MAX_CHARACTERS = 256;

function findFormProblem(text: string): string | null {
  const length = Array.from(text).length;
  if (length < MIN_CHARACTERS) {
    return `must have at least ${MIN_CHARACTERS} characters; it has ${length}. A few words in a row are easy to keep.`;
  }
  if (length > MAX_CHARACTERS) return `must have at most ${MAX_CHARACTERS} characters; it has ${length}.`;
  if (/[\p{Cc}\p{Cs}]/u.test(text)) return 'must not contain control characters or line breaks.';
  return null;
}

interface Facts {
  /** Normalised, in lower case. */
  readonly folded: string;
  readonly owner: PasswordOwner;
  readonly commonPasswords: ReadonlySet<string>;
}

const rules: readonly { readonly isBroken: (facts: Facts) => boolean; readonly sentence: string }[] = [
  {
    isBroken: isCommon,
    sentence:
      'is, but for digits and signs around it, one of the passwords that are tried first: take another.',
  },
  {
    isBroken: ({ folded }) => isRepetition(folded),
    sentence: 'is one short piece, over and over: take something longer.',
  },
  {
    isBroken: ({ folded }) => isRun(folded),
    sentence: 'is a run along the alphabet, the digits or the keyboard: take something less regular.',
  },
  {
    isBroken: holdsOwner,
    sentence: 'must not contain the e-mail address or name of its user, nor the word "postern".',
  },
];

function isCommon({ folded, commonPasswords }: Facts): boolean {
  const core = folded.replace(/^\P{L}+/u, '').replace(/\P{L}+$/u, '');
  return commonPasswords.has(folded) || commonPasswords.has(core);
}

/** A unit shorter than any password may be, at least twice; the last time perhaps not whole. */
function isRepetition(folded: string): boolean {
  const characters = Array.from(folded);
  const longestUnit = Math.min(MIN_CHARACTERS - 1, Math.floor(characters.length / 2));
  for (let unit = 1; unit <= longestUnit; unit += 1) {
    if (characters.every((character, index) => character === characters[index % unit])) return true;
  }
  return false;
}

const ROWS = ['abcdefghijklmnopqrstuvwxyz', '0123456789', '1234567890', 'qwertyuiopasdfghjklzxcvbnm'];

/** Each row over and over, in both directions, so that a run may begin anywhere and go round. */
const RUNS = ROWS.flatMap((row) => [row, Array.from(row).reverse().join('')]).map((row) =>
  row.repeat(Math.ceil((2 * MAX_CHARACTERS) / row.length)),
);

function isRun(folded: string): boolean {
  return RUNS.some((run) => run.includes(folded));
}

/** Names that are short stand in many a word. */
const SHORTEST_NAME = 4;

function holdsOwner({ folded, owner }: Facts): boolean {
  const words = [owner.email, owner.name ?? ''].map((word) => word.normalize('NFKC').trim().toLowerCase());
  return [...words.filter((word) => word.length >= SHORTEST_NAME), 'postern'].some((word) =>
    folded.includes(word),
  );
}
