import { types } from 'node:util';
import pg from 'pg';
import { PosternError } from '../foundation/postern-error.js';

/** The SQLSTATE of an error that PostgreSQL sent, null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code !== undefined ? error.code : null;
}

/** The name of the constraint that an error speaks of. */
export function constraintOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.constraint !== undefined ? error.constraint : null;
}

/** Classes and codes with which PostgreSQL says "not now" or "not here", whatever was asked. */
const unavailableStates = /^(08|53|57P|58|3D|28|25006|55P03|57014|XX)/;

/**
 * Whether the control plane could not be asked, as opposed to: it was asked and refused. Errors of the network and
 * of pg itself carry no SQLSTATE; our own bugs are TypeErrors and the like and must stay visible as such.
 */
export function isUnavailable(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== null) return unavailableStates.test(state);
  if (!isError(error) || error instanceof PosternError) return false;
  return isNetworkError(error) || connectionMessages.test(error.message);
}

/** Not `instanceof`: errors of Node's own modules may come from another realm. */
export function isError(error: unknown): error is Error {
  return types.isNativeError(error);
}

/** `ECONNREFUSED` and the like; Node's own complaints about misuse are `ERR_…`. */
function isNetworkError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}

// pg gives these no code.
const connectionMessages =
  /^(timeout expired|timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|Client was closed|The server does not support SSL|Cannot use a pool after)/;

/** A text that PostgreSQL cannot store: NUL, or half a surrogate pair in JSON. */
const unstorableStates = ['22021', '22P05'];

/** What a caller may read of an error of the control plane. Bugs come back as they are. */
export function asPublicError(error: unknown): unknown {
  if (isUnavailable(error)) return new PosternError('CONTROL_PLANE_UNAVAILABLE');
  if (unstorableStates.includes(sqlStateOf(error) ?? '')) {
    return new PosternError(
      'BAD_USER_INPUT',
      'A text in the request has a character that PostgreSQL cannot store (NUL, or half a surrogate pair): leave it out.',
    );
  }
  return error;
}
