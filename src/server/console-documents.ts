import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswerOperation } from './operation-request.js';
import { refuse } from './refuse.js';

/** The operations that the console's build emits: their texts by id, which is `sha256:` and the hash in hexadecimal. */
export type ConsoleDocuments = ReadonlyMap<string, string>;

/** Those of the built console; none where it was not built. */
export function readConsoleDocuments(sitesFolder: string): ConsoleDocuments {
  const path = join(sitesFolder, 'console', 'documents.json');
  if (!existsSync(path)) return new Map();
  return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
}

/**
 * Lets the console name its operations instead of sending them: `documentId: "sha256:<hash>"` in the body of a POST to
 * `/graphql/gateway`, as the GraphQL over HTTP draft has it. From there on the operation is like any other.
 */
export function answerConsoleDocuments(
  answer: AnswerOperation,
  documents: ConsoleDocuments,
): AnswerOperation {
  return (facts, params) => {
    const { documentId, ...extra } = params.extra;
    if (documentId === undefined || facts.databaseSlug !== 'gateway') return answer(facts, params);
    if (params.query !== undefined) {
      const message = 'Send either "query" or "documentId", not both.';
      return Promise.resolve(refuse('BAD_REQUEST', { message }));
    }
    const query = typeof documentId === 'string' ? documents.get(documentId) : undefined;
    if (query === undefined) return Promise.resolve(refuse('UNKNOWN_DOCUMENT'));
    return answer(facts, { ...params, query, extra, isConsoleDocument: true });
  };
}
