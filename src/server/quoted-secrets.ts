import { GraphQLError, Kind, visit, type ASTNode, type DocumentNode } from 'graphql';
import type { OperationRequest } from '../database-schema/prepare-operation.js';

/** The same errors, without what stands in the request as a password: graphql-js quotes the values that do not fit. */
export function hideQuotedSecrets(
  errors: readonly GraphQLError[],
  { document, variables }: Pick<OperationRequest, 'document' | 'variables'>,
): readonly GraphQLError[] {
  const secrets = [...secretsOfValue(variables, false), ...secretsOfDocument(document, variables)]
    // As it is, and as it is quoted.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((left, right) => right.length - left.length);
  return secrets.length === 0 ? errors : errors.map((error) => hide(error, secrets));
}

/** Anything shorter stands in many a word, and is nobody's password. */
const SHORTEST_SECRET = 4;

function hide(error: GraphQLError, secrets: readonly string[]): GraphQLError {
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), error.message);
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions,
  });
}

function secretsOfValue(value: unknown, isSecret: boolean): readonly string[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, member]) =>
      secretsOfValue(member, isSecret || isSecretName(name)),
    );
  }
  return isSecret && (typeof value === 'string' || typeof value === 'number') ? [String(value)] : [];
}

/** Also those that the document takes from a variable of any name. */
function secretsOfDocument(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): readonly string[] {
  const secrets: string[] = [];
  const noteLeaf = (node: ASTNode): void => {
    if (node.kind === Kind.STRING || node.kind === Kind.INT) secrets.push(node.value);
    if (node.kind === Kind.VARIABLE) secrets.push(...secretsOfValue(variables[node.name.value], true));
  };
  visit(document, {
    ObjectField: ({ name, value }) => {
      if (isSecretName(name.value)) visit(value, { enter: noteLeaf });
    },
  });
  return secrets;
}

/** In the URL of a database stands a password. */
function isSecretName(name: string): boolean {
  return /password|^url$/i.test(name);
}
