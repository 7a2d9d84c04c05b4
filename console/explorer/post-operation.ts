import type { FormattedExecutionResult } from 'graphql';

export interface OperationRequest {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string | null | undefined;
}

/** Never rejects: what goes wrong on the way is told like an error of GraphQL. */
export async function postOperation(
  endpoint: string,
  key: string,
  request: OperationRequest,
): Promise<FormattedExecutionResult> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        Accept: 'application/json',
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
      },
      body: JSON.stringify(request),
      cache: 'no-store',
      credentials: 'omit',
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
