import { readTexts } from '../page-of.js';

export const stopScopes = ['user', 'database', 'tag'] as const;
export type StopScope = (typeof stopScopes)[number];

/** Whose keys are meant, as it stands in the address of the page: one of the three. */
export type StopSearch = Readonly<Partial<Record<StopScope, string>>>;

export const readStopSearch = (given: Record<string, unknown>): StopSearch => readTexts(given, stopScopes);

/** For a filter of keys and for stopping them alike. */
export type StopTarget =
  { readonly accessAsUserId: string } | { readonly database: string } | { readonly tag: string };

/** Null: nothing is named yet, which must never mean all keys. */
export function readTarget(scope: StopScope, value: string): StopTarget | null {
  const named = value.trim();
  if (named === '') return null;
  if (scope === 'user') return { accessAsUserId: named };
  return scope === 'database' ? { database: named } : { tag: named };
}
