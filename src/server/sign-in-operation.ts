import {
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import { Secret } from '../foundation/secret.js';
import type { OperationParams } from './operation-request.js';

/** The one operation that anybody may send. */
export type SignInOperation =
  | {
      readonly kind: 'signIn';
      readonly request: OperationRequest;
      /** Of the field in the answer. */
      readonly responseName: string;
      readonly email: string;
      readonly password: Secret;
    }
  /** It signs in, but not with an e-mail address and a password. */
  | { readonly kind: 'unreadable' };

/** It comes from somebody who was not let in: no more is read of it than signing in takes. */
const MAX_CHARACTERS = 20_000;
const MAX_TOKENS = 1_000;

/**
 * Reads a mutation of exactly one root field, `signIn`, beside `__typename`; null for anything else. Directives and
 * fragments at the root are something else too: what runs must stand there.
 */
export function readSignInOperation(schema: GraphQLSchema, params: OperationParams): SignInOperation | null {
  const { query, operationName, variables = null } = params;
  if (typeof query !== 'string' || query.length > MAX_CHARACTERS || !query.includes('signIn')) return null;
  if (typeof (operationName ?? '') !== 'string' || !isVariables(variables)) return null;
  const document = parseDocument(query);
  const operation = document && getOperationAST(document, operationName as string | null | undefined);
  const field = operation && findSignIn(operation);
  if (!document || !operation || !field) return null;
  const request = { text: query, document, operation, variables: variables ?? {} };
  const input = readInput(schema, request, field);
  if (typeof input?.['email'] !== 'string' || typeof input['password'] !== 'string') {
    return { kind: 'unreadable' };
  }
  return {
    kind: 'signIn',
    request,
    responseName: field.alias?.value ?? field.name.value,
    email: input['email'],
    password: new Secret(input['password']),
  };
}

function parseDocument(text: string): DocumentNode | null {
  try {
    return parse(text, { maxTokens: MAX_TOKENS });
  } catch (error) {
    // The parser calls itself for each bracket.
    if (error instanceof GraphQLError || error instanceof RangeError) return null;
    throw error;
  }
}

function findSignIn({ operation, selectionSet, directives }: OperationDefinitionNode): FieldNode | null {
  if (operation !== OperationTypeNode.MUTATION || (directives?.length ?? 0) > 0) return null;
  let found: FieldNode | null = null;
  for (const selection of selectionSet.selections) {
    if (selection.kind !== Kind.FIELD || (selection.directives?.length ?? 0) > 0) return null;
    if (selection.name.value === '__typename') continue;
    if (selection.name.value !== 'signIn' || found !== null) return null;
    found = selection;
  }
  return found;
}

/** By the functions that graphql-js executes with, so that what is verified is what is sent. */
function readInput(
  schema: GraphQLSchema,
  { operation, variables }: OperationRequest,
  node: FieldNode,
): Readonly<Record<string, unknown>> | null {
  const field = schema.getMutationType()?.getFields()['signIn'];
  if (field === undefined) return null;
  try {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    const { input } = getArgumentValues(field, node, coerced ?? {});
    return isVariables(input) ? input : null;
  } catch {
    return null;
  }
}

function isVariables(value: unknown): value is Readonly<Record<string, unknown>> | null {
  return value === null || (typeof value === 'object' && !Array.isArray(value));
}
