import type { GraphQLError } from 'graphql';
import type { judgeOperation } from '../../src/database-schema/judge-operation.js';
import { runOperation } from '../../src/database-schema/run-operation.js';
import { operationRequest } from '../database-schema/operation-request.js';
import type { ServedCrm } from '../database-schema/serve-crm.js';

/** The data of an operation, parsed; throws its first error, whatever refuses it. */
export async function runQuery<Data = Record<string, unknown>>(
  { served, access }: ServedCrm,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  return JSON.parse(await runQueryText({ served, access }, text, variables)) as Data;
}

/** The same as text, in which no number has lost digits. */
export async function runQueryText(
  { served, access }: Pick<ServedCrm, 'served' | 'access'>,
  text: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const request = operationRequest(text, variables);
  const outcome = await runOperation(served, access, request, 0);
  if (outcome.kind === 'data') return outcome.written.data;
  throw firstError(outcome) ?? new Error(JSON.stringify(outcome));
}

function firstError(
  outcome: Exclude<ReturnType<typeof judgeOperation>, { kind: 'ready' }>,
): GraphQLError | undefined {
  return outcome.kind === 'forbidden' ? undefined : outcome.errors[0];
}
