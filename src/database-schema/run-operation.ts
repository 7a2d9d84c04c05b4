import { GraphQLError, OperationTypeNode } from 'graphql';
import { runRead } from '../execution/run-read.js';
import { bindStatement } from '../planning/bind-statement.js';
import { writeData, type WrittenData } from '../planning/write-answer.js';
import type { CallerAccess } from './caller-access.js';
import { introspect } from './introspection.js';
import {
  coerceVariables,
  findVariant,
  prepareOperation,
  type OperationRequest,
} from './prepare-operation.js';
import type { ServedDatabase } from './served-database.js';

/** What became of an operation on a registered database. */
export type OperationOutcome =
  | { readonly kind: 'data'; readonly written: WrittenData }
  /** Does not fit the schema that the caller may see. */
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }
  /** A variable does not fit its type. */
  | { readonly kind: 'badVariables'; readonly errors: readonly GraphQLError[] }
  | { readonly kind: 'forbidden'; readonly missing: readonly string[] };

/**
 * Validate ▸ coerce ▸ plan ▸ guard ▸ bind ▸ run ▸ write. Nothing runs unless the guard allows all of it.
 * Throws PosternError for what a single value or the database refuses.
 */
export async function runOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  /** The instant at which the caller is judged; milliseconds since 1970. */
  nowMs: number,
): Promise<OperationOutcome> {
  if (request.operation.operation !== OperationTypeNode.QUERY)
    return { kind: 'invalid', errors: [noSuchRoot(request)] };
  const prepared = prepareOperation(served, access, request);
  if (prepared.errors.length > 0 && !prepared.fitsFullSchema)
    return { kind: 'invalid', errors: prepared.errors };
  const variables = coerceVariables(served, access, prepared, request);
  if (variables.kind === 'refused') return { kind: 'badVariables', errors: variables.errors };
  const { verdict } = findVariant(served, access, prepared, request, variables);
  if (verdict.kind === 'forbidden') return verdict;
  const { compiled } = verdict;
  if (access.session.kind === 'missing') return { kind: 'forbidden', missing: access.session.missing };
  const run = { variables: variables.values, caller: access.values, nowMs };
  const bound = compiled.statements.map((statement) => bindStatement(statement, run));
  const session = access.session.kind === 'set' ? bindStatement(access.session.statement, run) : null;
  const rows = bound.length > 0 ? await runRead(served.data.pool, bound, session) : [];
  return {
    kind: 'data',
    written: writeData(
      compiled,
      rows,
      introspect(() => served.visibleTo(access.effective).schema, compiled, request),
    ),
  };
}

/** graphql-js lets any operation pass for whose kind the schema has no root. */
function noSuchRoot({ operation }: OperationRequest): GraphQLError {
  return new GraphQLError(`The schema of this database has no ${operation.operation}s.`, {
    nodes: operation,
  });
}
