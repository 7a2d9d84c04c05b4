import { GraphQLError } from 'graphql';
import { errorCatalogue, type ErrorCode } from '../foundation/error-catalogue.js';
import { newId } from '../foundation/ids.js';
import { BadUserInput, PosternError } from '../foundation/postern-error.js';
import type { Answer } from './operation-request.js';

/** The log of what a masked error hides. */
export type LogMasked = (errorId: string, error: unknown) => void;

interface ErrorJson {
  readonly message: string;
  readonly locations?: unknown;
  readonly path?: unknown;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** An answer without `data`: the request itself was refused. 200 under application/json, as GraphQL over HTTP asks. */
export function refuseErrors(code: ErrorCode, errors: readonly GraphQLError[]): Answer {
  return {
    status: errorCatalogue[code].status,
    statusRule: 'byMediaType',
    headers: {},
    body: JSON.stringify({
      errors: errors.map((error) => ({ ...error.toJSON(), extensions: { code, ...error.extensions } })),
    }),
  };
}

/** The code of such an answer: an error may have one of its own. */
export function codeOfErrors(code: ErrorCode, errors: readonly GraphQLError[]): ErrorCode {
  return (errors[0]?.extensions['code'] as ErrorCode | undefined) ?? code;
}

/** An answer in which something that ran, or was about to, failed: `data` is null. */
export function failedAnswer(error: unknown, logMasked: LogMasked): Answer {
  const isOurs = error instanceof PosternError;
  const { status } = isOurs ? errorCatalogue[error.code] : errorCatalogue.INTERNAL_ERROR;
  const errors = publicErrors(error, logMasked);
  if (isOurs && status === 503) {
    return {
      status,
      statusRule: 'always',
      headers: { 'Retry-After': '1' },
      body: JSON.stringify({ errors }),
    };
  }
  return { status: 200, statusRule: 'always', headers: {}, body: JSON.stringify({ errors, data: null }) };
}

/**
 * What a caller may read of anything thrown: our own errors as they are, one for each problem of an input; all
 * else masked, under an id that the log has.
 */
export function publicErrors(error: unknown, logMasked: LogMasked): readonly ErrorJson[] {
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (isStackOverflow(cause)) return publicErrors(new PosternError('LIMIT_EXCEEDED', TOO_DEEP), logMasked);
  if (cause instanceof BadUserInput) {
    return cause.problems.map(({ field, message }) => ({
      message: `${field}: ${message}`,
      ...place,
      extensions: { code: cause.code, field },
    }));
  }
  if (cause instanceof PosternError) {
    return [{ message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } }];
  }
  // graphql-js' own words on the request: null in a non-null place, a variable that does not fit.
  if (cause instanceof GraphQLError) {
    return [
      { message: cause.message, ...place, extensions: { code: 'BAD_USER_INPUT', ...cause.extensions } },
    ];
  }
  const errorId = newId();
  logMasked(errorId, cause);
  const { sentence } = errorCatalogue.INTERNAL_ERROR;
  return [{ message: sentence, ...place, extensions: { code: 'INTERNAL_ERROR', errorId } }];
}

const TOO_DEEP = 'The operation or a variable nests too deep.';

/** graphql-js and the planner call themselves for each level that the caller nests. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function placeOf(error: GraphQLError): Pick<ErrorJson, 'locations' | 'path'> {
  return {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
}
