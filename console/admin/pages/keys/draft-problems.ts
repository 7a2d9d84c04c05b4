import { texts } from '../../texts.js';
import { problemOf } from '../../ui/saving-form.js';
import { readAddress, splitList } from './addresses.js';
import type { KeyDraft } from './key-draft.js';

export type DraftProblems = { readonly [Field in keyof KeyDraft]?: string };

/** The sentence for text that is no JSON; null where it is, or is empty. */
export function jsonProblem(text: string): string | null {
  if (text.trim() === '') return null;
  try {
    JSON.parse(text);
    return null;
  } catch {
    return texts.form.badJson;
  }
}

/** Of the first address that cannot be read. */
export function addressProblem(typed: string): string | null {
  const read = splitList(typed).map(readAddress);
  const refused = read.find((one) => one.kind === 'refused');
  return refused?.kind === 'refused' ? refused.problem : null;
}

/** What has to be mended before it is worth sending. A key that is there has its user and its database, seen or not. */
export function missingIn(
  { accessAsUserId, database, name, rowNarrowing, unreadAddresses }: KeyDraft,
  isNew: boolean,
): DraftProblems {
  const json = jsonProblem(rowNarrowing);
  const address = addressProblem(unreadAddresses);
  return {
    ...(isNew && accessAsUserId === null && { accessAsUserId: texts.form.required }),
    ...(isNew && database === '' && { database: texts.form.required }),
    ...(name.trim() === '' && { name: texts.form.required }),
    ...(address !== null && { addresses: address }),
    ...(json !== null && { rowNarrowing: json }),
  };
}

/** The fields of the form by the names that the gateway has for them. */
const fieldOf = {
  accessAsUserId: 'accessAsUserId',
  database: 'database',
  name: 'name',
  description: 'description',
  validFrom: 'validFrom',
  validUntil: 'validUntil',
  allowedAddresses: 'addresses',
  capabilities: 'capabilities',
  rowNarrowing: 'rowNarrowing',
  tags: 'tags',
} as const satisfies Readonly<Record<string, keyof KeyDraft>>;

export const refusedFields: readonly string[] = Object.keys(fieldOf);

/** By field of the form: what is missing, and what the gateway says of the last attempt. */
export function problemsOf(draft: KeyDraft, error: Error | null, isNew: boolean): DraftProblems {
  const refused = Object.entries(fieldOf).map(([name, field]) => [field, problemOf(error, name)] as const);
  return {
    ...Object.fromEntries(refused.filter(([, problem]) => problem !== null)),
    ...missingIn(draft, isNew),
  };
}
