import { errorCatalogue, type ErrorCode } from '../foundation/error-catalogue.js';
import type { Answer } from './operation-request.js';

/** A whole answer that is one refusal, in the error shape of the API. */
export function refuse(
  code: ErrorCode,
  options: {
    /** Where HTTP has a finer status than the catalogue. */
    readonly status?: number;
    readonly message?: string;
    /** 'always' when absent. */
    readonly rule?: Answer['statusRule'];
    /** Further members of `extensions`, all of them public. */
    readonly details?: Readonly<Record<string, unknown>>;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Answer {
  const message = options.message ?? errorCatalogue[code].sentence;
  return {
    status: options.status ?? errorCatalogue[code].status,
    statusRule: options.rule ?? 'always',
    headers: options.headers ?? {},
    body: JSON.stringify({ errors: [{ message, extensions: { code, ...options.details } }] }),
  };
}
