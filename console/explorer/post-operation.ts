import type { FormattedExecutionResult } from 'graphql';

export interface OperationRequest {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

/**
 * As whom operations run: the holder of a key, or whoever is signed in to the console of this gateway, as itself or, with the
 * right to, as a key sees it.
 */
export type Credential =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'session' }
  | { readonly kind: 'asKey'; readonly keyId: string };

/** Never rejects: what goes wrong on the way is told like an error of GraphQL. */
export async function postOperation(
  endpoint: string,
  credential: Credential,
  request: OperationRequest,
): Promise<FormattedExecutionResult> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        ...headersOf(credential),
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(request),
      cache: 'no-store',
      credentials: credential.kind === 'key' ? 'omit' : 'same-origin',
      redirect: 'error',
    });
    return (await response.json()) as FormattedExecutionResult;
  } catch {
    return {
      errors: [
        { message: 'The gateway did not answer. Check that it runs, and the key for stray characters.' },
      ],
    };
  }
}

/** The session's cookie is nobody without the header, and a key beside it would be a second credential. */
function headersOf(credential: Credential): Readonly<Record<string, string>> {
  switch (credential.kind) {
    case 'key':
      return { Authorization: `Bearer ${credential.key}` };
    case 'session':
      return { 'X-Postern-Console': '1' };
    case 'asKey':
      return { 'X-Postern-Console': '1', 'X-Postern-As-Key': credential.keyId };
  }
}
