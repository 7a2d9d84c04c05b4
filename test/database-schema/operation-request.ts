import { getOperationAST, parse } from 'graphql';
import type { OperationRequest, PlanVariant } from '../../src/database-schema/prepare-operation.js';
import type { CompiledOperation } from '../../src/planning/compile-plan.js';

/** A request for the only operation of a document. */
export function operationRequest(
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
): OperationRequest {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has not exactly one operation.');
  return { text, document, operation, variables };
}

/** What runs of a variant that the guard allows. */
export function compiledOf({ verdict }: PlanVariant): CompiledOperation {
  if (verdict.kind === 'forbidden') throw new Error(`Forbidden: ${verdict.missing.join(', ')}`);
  return verdict.compiled;
}
