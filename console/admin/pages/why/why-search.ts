import type { ExplainAccessInput } from '../../generated/graphql.js';

/** What is asked, as it stands in the address of the page, so that a link to it can be sent. */
export interface WhySearch {
  readonly decision?: string;
  readonly mode?: string;
  readonly key?: string;
  readonly user?: string;
  readonly database?: string;
  readonly query?: string;
  readonly operation?: string;
  readonly variables?: string;
  readonly address?: string;
  readonly at?: string;
}

export type WhyMode = 'decision' | 'imagined';

export function modeOf({ mode, key, user, query }: WhySearch): WhyMode {
  if (mode === 'imagined' || mode === 'decision') return mode;
  return key || user || query ? 'imagined' : 'decision';
}

/** Nothing secret belongs into an address that is sent around and kept in histories. */
export const holdsSecret = (text: string): boolean => /pst_[a-z]+_[A-Za-z0-9]{16}_/.test(text);

/** The question of a complete search; null: something is missing, and nothing is asked yet. */
export function questionOf(search: WhySearch): ExplainAccessInput | null {
  const { key, user, database, query, operation, variables, address, at } = search;
  if (modeOf(search) !== 'imagined' || !query) return null;
  if (!key && !(user && database)) return null;
  return {
    ...(key ? { apiKeyId: key } : user && { userId: user }),
    ...(database && { database }),
    query,
    ...(operation && { operationName: operation }),
    // What is no JSON, the gateway refuses as it stands.
    ...(variables && { variables: readJson(variables) ?? variables }),
    ...(address && { address }),
    ...(at && { at }),
  };
}

const names = [
  'decision',
  'mode',
  'key',
  'user',
  'database',
  'query',
  'operation',
  'variables',
  'address',
  'at',
] as const satisfies readonly (keyof WhySearch)[];

export const isSame = (one: WhySearch, other: WhySearch): boolean =>
  names.every((name) => one[name] === other[name]);

export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
