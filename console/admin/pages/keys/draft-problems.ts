import { ApiError } from '../../api/api-error.js';
import { texts } from '../../texts.js';
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

/** What has to be mended before it is worth sending. */
export function missingIn({
  accessAsUserId,
  database,
  name,
  rowNarrowing,
  unreadAddresses,
}: KeyDraft): DraftProblems {
  const json = jsonProblem(rowNarrowing);
  const address = addressProblem(unreadAddresses);
  return {
    ...(accessAsUserId === null && { accessAsUserId: texts.form.required }),
    ...(database === '' && { database: texts.form.required }),
    ...(name.trim() === '' && { name: texts.form.required }),
    ...(address !== null && { addresses: address }),
    ...(json !== null && { rowNarrowing: json }),
  };
}

/** By field of the form: what is missing, and what the gateway says of the last attempt. */
export function problemsOf(draft: KeyDraft, error: Error | null): DraftProblems {
  const { allowedAddresses, ...byField } = error instanceof ApiError ? error.byField : {};
  return {
    ...byField,
    ...(allowedAddresses !== undefined && { addresses: allowedAddresses }),
    ...missingIn(draft),
  };
}
