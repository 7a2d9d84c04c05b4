import { GraphQLError, OperationTypeNode } from 'graphql';
import type { RunValues } from '../filters/value-source.js';
import { bindStatement, type BoundStatement } from '../planning/bind-statement.js';
import type { CompiledOperation } from '../planning/compile-plan.js';
import type { CallerAccess } from './caller-access.js';
import {
  coerceVariables,
  findVariant,
  prepareOperation,
  type OperationRequest,
} from './prepare-operation.js';
import type { ServedDatabase } from './served-database.js';

/** All that is decided about an operation before anything of it runs. */
export type OperationVerdict =
  /** Does not fit the schema that the caller may see. */
  | { readonly kind: 'invalid'; readonly errors: readonly GraphQLError[] }
  /** A variable does not fit its type. */
  | { readonly kind: 'badVariables'; readonly errors: readonly GraphQLError[] }
  /** Capabilities; where none of those is missing, what the database's own settings take from the caller. */
  | { readonly kind: 'forbidden'; readonly missing: readonly string[] }
  | {
      readonly kind: 'ready';
      readonly compiled: CompiledOperation;
      readonly statements: readonly BoundStatement[];
      /** What the database's own walls are told before anything is read. */
      readonly session: BoundStatement | null;
      /** What the statements are bound to. */
      readonly values: RunValues;
    };

/**
 * Validate ▸ coerce ▸ plan ▸ guard ▸ bind, for whoever runs an operation and for whoever explains one. Throws
 * PosternError for what a single value refuses.
 */
export function judgeOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  nowMs: number,
): OperationVerdict {
  if (request.operation.operation !== OperationTypeNode.QUERY)
    return { kind: 'invalid', errors: [noSuchRoot(request)] };
  const prepared = prepareOperation(served, access, request);
  if (prepared.errors.length > 0 && !prepared.fitsFullSchema)
    return { kind: 'invalid', errors: prepared.errors };
  const variables = coerceVariables(served, access, prepared, request);
  if (variables.kind === 'refused') return { kind: 'badVariables', errors: variables.errors };
  const { verdict } = findVariant(served, access, prepared, request, variables);
  if (verdict.kind === 'forbidden') return verdict;
  if (access.session.kind === 'missing') return { kind: 'forbidden', missing: access.session.missing };
  const run = { variables: variables.values, caller: access.values, nowMs };
  return {
    kind: 'ready',
    compiled: verdict.compiled,
    statements: verdict.compiled.statements.map((statement) => bindStatement(statement, run)),
    values: run,
    session: access.session.kind === 'set' ? bindStatement(access.session.statement, run) : null,
  };
}

/** graphql-js lets any operation pass for whose kind the schema has no root. */
function noSuchRoot({ operation }: OperationRequest): GraphQLError {
  return new GraphQLError(`The schema of this database has no ${operation.operation}s.`, {
    nodes: operation,
  });
}
