import { getOperationAST, GraphQLError, Kind, OperationTypeNode, parse, type DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import { refuseErrors } from './graphql-errors.js';
import type { Answer, OperationParams } from './operation-request.js';
import { refuse } from './refuse.js';

export type ParsedRequest =
  | { readonly kind: 'parsed'; readonly request: OperationRequest }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** More tokens than any operation that a person writes, fewer than it takes to keep a parser busy. */
const MAX_TOKENS = 10_000;
/** Together, in characters; a parsed document takes some hundred times its text. */
const MAX_REMEMBERED_TEXT = 1_000_000;
const MAX_REMEMBERED_DOCUMENT = 20_000;

/**
 * From the members of a request to an operation with its variables. Documents are parsed once and remembered;
 * neither large nor broken ones, which would push out what is asked all day. Only for an accepted caller.
 */
export function createParseRequest(): (params: OperationParams, method: 'GET' | 'POST') => ParsedRequest {
  const documents = new LRUCache<string, DocumentNode>({
    maxSize: MAX_REMEMBERED_TEXT,
    maxEntrySize: MAX_REMEMBERED_DOCUMENT,
    sizeCalculation: (_document, text) => text.length,
  });
  return (params, method) => {
    const problem = memberProblem(params);
    if (problem !== null) return refused(refuse('BAD_REQUEST', { message: problem }));
    const text = params.query as string;
    const document = documents.get(text) ?? parseDocument(text);
    if (document instanceof GraphQLError) return refused(refuseErrors('GRAPHQL_PARSE_FAILED', [document]));
    documents.set(text, document);
    const operation = getOperationAST(document, params.operationName as string | null | undefined);
    if (!operation)
      return refused(refuseErrors('BAD_REQUEST', [new GraphQLError(operationProblem(document))]));
    if (method === 'GET' && operation.operation !== OperationTypeNode.QUERY) {
      const message = 'A GET request runs queries only. Send mutations by POST.';
      return refused(refuse('BAD_REQUEST', { status: 405, message, headers: { Allow: 'POST' } }));
    }
    const variables = (params.variables ?? {}) as Readonly<Record<string, unknown>>;
    return { kind: 'parsed', request: { text, document, operation, variables } };
  };
}

function refused(answer: Answer): ParsedRequest {
  return { kind: 'refused', answer };
}

function parseDocument(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    // The parser calls itself for each bracket.
    if (error instanceof RangeError) return new GraphQLError('The document nests too deep.');
    throw error;
  }
}

function memberProblem({ query, variables, operationName, extensions }: OperationParams): string | null {
  if (typeof query !== 'string' || query === '')
    return 'The member "query" must hold the text of a GraphQL document.';
  if (!isAbsentOrObject(variables)) return 'The member "variables" must be an object, such as { "id": 7 }.';
  if (!isAbsentOrObject(extensions)) return 'The member "extensions" must be an object.';
  if (operationName !== undefined && operationName !== null && typeof operationName !== 'string') {
    return 'The member "operationName" must be text.';
  }
  return null;
}

function isAbsentOrObject(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value));
}

function operationProblem(document: DocumentNode): string {
  const names = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.name?.value ?? '(unnamed)'] : [],
  );
  if (names.length === 0) return 'The document has no operation: it needs a query or a mutation.';
  return `Name one of the operations of the document in "operationName": ${names.slice(0, 20).join(', ')}.`;
}
