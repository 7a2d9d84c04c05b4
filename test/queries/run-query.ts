import {
  coerceVariables,
  findVariant,
  prepareOperation,
} from '../../src/database-schema/prepare-operation.js';
import { runRead } from '../../src/execution/run-read.js';
import { bindStatement, type BoundStatement } from '../../src/planning/bind-statement.js';
import { writeData } from '../../src/planning/write-answer.js';
import { compiledOf, operationRequest } from '../database-schema/operation-request.js';
import type { ServedCrm } from '../database-schema/serve-crm.js';

/** Validate ▸ coerce ▸ plan ▸ guard ▸ compile ▸ bind ▸ run ▸ write, by a caller who may do everything. */
export async function runQuery(
  { served, access }: Pick<ServedCrm, 'served' | 'access'>,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const request = operationRequest(text, variables);
  const prepared = prepareOperation(served, access, request);
  if (prepared.errors[0]) throw prepared.errors[0];
  const coerced = coerceVariables(served, access, prepared, request);
  if (coerced.kind === 'refused') throw coerced.errors[0] ?? new Error('refused');
  const variant = findVariant(served, access, prepared, request, coerced);
  const compiled = compiledOf(variant);
  const values = { variables: coerced.values, caller: access.values, nowMs: 0 };
  const statements: readonly BoundStatement[] = compiled.statements.map((one) => bindStatement(one, values));
  const rows = await runRead(served.data.pool, statements);
  const written = writeData(compiled, rows, new Map(), values);
  return { variant, statements, ...written };
}
