import { keyIdOf, sessionDetailOf, type Reader } from '../authentication/caller.js';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import type { Decisions } from './decisions.js';
import type { Answer, RequestFacts } from './operation-request.js';

/** A denied operation: it ran nothing and names everything that is missing. No `data`. */
export function forbiddenAnswer(
  decisions: Decisions,
  reader: Reader,
  facts: RequestFacts,
  missing: readonly string[],
): Answer {
  const code = 'FORBIDDEN';
  const decisionId = decisions.note({
    code,
    keyId: keyIdOf(reader),
    address: reader.address,
    atMs: facts.arrivedAtMs,
    detail: { missing, ...sessionDetailOf(reader) },
  });
  const { sentence, status } = errorCatalogue[code];
  const message = `${sentence} Missing: ${missing.join(', ')}.`;
  return {
    status,
    statusRule: 'byMediaType',
    headers: {},
    body: JSON.stringify({ errors: [{ message, extensions: { code, missing, decisionId } }] }),
    logged: { decisionId, code },
  };
}
