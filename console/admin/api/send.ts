import type { TypedDocumentString } from '../generated/graphql.js';
import { ApiError, type ApiProblem } from './api-error.js';

/**
 * Runs one of the operations that were built into the gateway with this page, as whoever is signed in. Throws
 * ApiError: for what the gateway refuses, and for an answer that is none.
 */
export async function send<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const answer = await post({ documentId: document.__meta__?.['hash'] as string, variables });
  if (answer.errors !== undefined && answer.errors.length > 0) throw new ApiError(answer.errors);
  if (!answer.data) throw new ApiError([unreachable]);
  return answer.data as Result;
}

interface Answered {
  readonly data?: unknown;
  readonly errors?: readonly ApiProblem[];
}

const unreachable: ApiProblem = {
  message: 'The gateway did not answer. Check that it runs, then try again.',
  extensions: { code: 'UNREACHABLE' },
};

async function post(body: object): Promise<Answered> {
  try {
    const response = await fetch('/graphql/gateway', {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', 'X-Postern-Console': '1' },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'same-origin',
      redirect: 'error',
    });
    return (await response.json()) as Answered;
  } catch {
    return { errors: [unreachable] };
  }
}
