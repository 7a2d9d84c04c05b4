import type { Answer, OperationParams } from './operation-request.js';
import { readBody } from './read-body.js';
import { refuse } from './refuse.js';

export const BODY_LIMIT_BYTES = 1_000_000;

export type ReadParams =
  | { readonly kind: 'read'; readonly params: OperationParams }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** The members of a POST as application/json. Everything else that browsers and clients can send is refused. */
export async function readPost(request: Request): Promise<ReadParams> {
  if (!isUtf8Json(request.headers.get('content-type'))) return refused(mediaTypeProblem, 415);
  if (!['', 'identity'].includes(request.headers.get('content-encoding')?.trim() ?? '')) {
    return refused('Send the body without Content-Encoding: compressed requests are not read.', 415);
  }
  const body = await readBody(request, BODY_LIMIT_BYTES);
  switch (body.kind) {
    case 'tooLarge':
      return refusedTooLarge();
    case 'notUtf8':
      return refused('The body is not UTF-8 text.');
    case 'cutOff':
      return refused('The body ended before it was complete.');
    case 'read':
      return parseBody(body.text);
  }
}

/** The members of a GET; `variables` and `extensions` are JSON text. Other parameters are left to `searchParams`. */
export function readGet(searchParams: URLSearchParams): ReadParams {
  const variables = parseJson(searchParams.get('variables') ?? 'null');
  if (variables.kind === 'broken') return refused('The parameter "variables" is not JSON.');
  const extensions = parseJson(searchParams.get('extensions') ?? 'null');
  if (extensions.kind === 'broken') return refused('The parameter "extensions" is not JSON.');
  return {
    kind: 'read',
    params: {
      query: searchParams.get('query') ?? undefined,
      variables: variables.value,
      operationName: searchParams.get('operationName') ?? undefined,
      extensions: extensions.value,
      extra: {},
    },
  };
}

const mediaTypeProblem = 'Send the operation as "Content-Type: application/json" in UTF-8.';

function isUtf8Json(contentType: string | null): boolean {
  return /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i.test(contentType ?? '');
}

function parseBody(text: string): ReadParams {
  const json = parseJson(text);
  if (json.kind === 'broken') return refused('The body is not JSON.');
  const { value } = json;
  if (Array.isArray(value)) {
    return refused('Send one operation in a request: a list of operations (batching) is not accepted.');
  }
  if (typeof value !== 'object' || value === null) {
    return refused('The body must be a JSON object with the member "query".');
  }
  const { query, variables, operationName, extensions, ...extra } = value as Record<string, unknown>;
  return { kind: 'read', params: { query, variables, operationName, extensions, extra } };
}

// The parser's own message quotes the text, which may hold a secret.
function parseJson(text: string): { kind: 'json'; value: unknown } | { kind: 'broken' } {
  try {
    return { kind: 'json', value: JSON.parse(text) as unknown };
  } catch {
    return { kind: 'broken' };
  }
}

function refused(message: string, status = 400): ReadParams {
  return { kind: 'refused', answer: refuse('BAD_REQUEST', { status, message }) };
}

function refusedTooLarge(): ReadParams {
  return {
    kind: 'refused',
    answer: refuse('LIMIT_EXCEEDED', {
      status: 413,
      message: `The body exceeds ${BODY_LIMIT_BYTES} bytes. Send values as variables, and large writes in parts.`,
      // Whoever still sends would otherwise be listened to until the request's time-out.
      headers: { Connection: 'close' },
    }),
  };
}
