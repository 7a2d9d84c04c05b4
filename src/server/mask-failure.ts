import { errorCatalogue } from '../foundation/error-catalogue.js';
import { newId } from '../foundation/ids.js';
import { PosternError } from '../foundation/postern-error.js';
import type { Exchange } from './exchange.js';
import type { Logger } from './logger.js';
import type { Answer } from './operation-request.js';
import { refuse } from './refuse.js';

const RETRY_AFTER_S = 1;

/** What the caller gets instead of an exception: an error id, under which the log has the exception itself. */
export function maskFailure(failure: unknown, exchange: Exchange, log: Logger): Answer {
  if (failure instanceof PosternError && errorCatalogue[failure.code].status >= 400)
    return tellError(failure);
  const errorId = newId();
  log.error({ requestId: exchange.requestId, errorId, err: failure }, 'a request failed inside the gateway');
  return { ...refuse('INTERNAL_ERROR', { details: { errorId } }), logged: { errorId } };
}

function tellError(error: PosternError): Answer {
  const isPassing = errorCatalogue[error.code].status === 503;
  return refuse(error.code, {
    message: error.message,
    details: error.details,
    ...(isPassing && { headers: { 'Retry-After': String(RETRY_AFTER_S) } }),
  });
}
