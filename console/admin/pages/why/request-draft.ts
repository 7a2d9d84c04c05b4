import { texts } from '../../texts.js';
import { holdsSecret, readJson, type WhySearch } from './why-search.js';

/** An imagined request as it is typed; empty: not given. */
export interface RequestDraft {
  readonly asker: 'key' | 'user';
  readonly key: string;
  readonly user: string;
  readonly database: string;
  readonly query: string;
  readonly operation: string;
  readonly variables: string;
  readonly address: string;
  readonly at: string;
}

const { problems } = texts.why;

export function draftOf(search: WhySearch): RequestDraft {
  const { key = '', user = '', database = '', query = '', operation = '', variables = '' } = search;
  const { address = '', at = '' } = search;
  const asker = key === '' && user !== '' ? 'user' : 'key';
  return { asker, key, user, database, query, operation, variables, address, at };
}

export function searchOf({ asker, key, user, ...draft }: RequestDraft): WhySearch {
  const given = { mode: 'imagined', ...(asker === 'key' ? { key } : { user }), ...draft };
  return Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** By the names of the gateway's input, so that its own sentences stand at the same fields. */
export function problemsIn(draft: RequestDraft): Readonly<Record<string, string>> {
  const { asker, key, user, database, query, variables } = draft;
  const found: Record<string, string> = {};
  if (asker === 'key' && key === '') found['apiKeyId'] = problems.key;
  if (asker === 'user' && user === '') found['userId'] = problems.user;
  if (asker === 'user' && database === '') found['database'] = problems.database;
  if (query.trim() === '') found['query'] = problems.query;
  if (variables.trim() !== '' && !isObject(readJson(variables))) found['variables'] = problems.variables;
  for (const name of ['query', 'variables', 'address'] as const) {
    if (holdsSecret(draft[name])) found[name] = texts.why.secretGiven;
  }
  return found;
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
