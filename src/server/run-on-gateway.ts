import { execute, type GraphQLSchema } from 'graphql';
import type { Caller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import type { CapabilitySet } from '../capability/capability-set.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import { PosternError } from '../foundation/postern-error.js';
import type { SessionControl } from '../management-schema/management-context.js';
import type { Decisions } from './decisions.js';
import { forbiddenAnswer } from './forbidden-answer.js';
import { failedAnswer, publicErrors, refuseErrors, type LogMasked } from './graphql-errors.js';
import type { JudgeOnGateway } from './judge-on-gateway.js';
import type { Answer, RequestFacts } from './operation-request.js';
import { hideQuotedSecrets } from './quoted-secrets.js';
import type { RunForCaller } from './run-for-caller.js';

/**
 * Operations on the built-in database `gateway`: graphql-js runs the management schema, as far as the caller may see
 * it, its resolvers guarded by the plugin.
 */
export function createRunOnGateway(needs: {
  readonly judge: JudgeOnGateway;
  readonly offer: Parameters<typeof effectiveCapabilities>[1];
  readonly contextOf: (
    caller: Caller,
    effective: CapabilitySet,
    facts: RequestFacts,
    session: SessionControl,
  ) => object;
  readonly decisions: Decisions;
  readonly logMasked: LogMasked;
}): RunForCaller {
  return async (caller, request, facts, session) => {
    try {
      const effective = effectiveCapabilities(caller.state, needs.offer);
      const verdict = needs.judge(effective, request);
      switch (verdict.kind) {
        case 'forbidden':
          return forbiddenAnswer(needs.decisions, caller, facts, verdict.missing);
        case 'invalid':
          return refuseErrors('GRAPHQL_VALIDATION_FAILED', verdict.errors);
        case 'badVariables':
          return refuseErrors('BAD_USER_INPUT', verdict.errors);
        case 'ready':
          return await run(
            verdict.schema,
            request,
            needs.contextOf(caller, effective, facts, session),
            needs.logMasked,
          );
      }
    } catch (error) {
      return failedAnswer(error, needs.logMasked);
    }
  };
}

async function run(
  schema: GraphQLSchema,
  request: OperationRequest,
  contextValue: object,
  logMasked: LogMasked,
): Promise<Answer> {
  const { document, operation, variables } = request;
  const result = await execute({
    schema,
    document,
    contextValue,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    hideSuggestions: true,
  });
  // Without data graphql-js never began, which the judge should have said.
  if (!('data' in result)) {
    return refuseErrors('BAD_USER_INPUT', hideQuotedSecrets(result.errors ?? [], request));
  }
  // Nothing was confirmed, so nothing is answered; a registered database that is away fails its own fields only.
  const unavailable = result.errors?.find(({ originalError }) => isControlPlaneAway(originalError));
  if (unavailable) return failedAnswer(unavailable.originalError, logMasked);
  const errors = result.errors?.flatMap((error) => publicErrors(error, logMasked));
  const body = JSON.stringify({ ...(errors && { errors }), data: result.data });
  return { status: 200, statusRule: 'always', headers: {}, body };
}

function isControlPlaneAway(error: unknown): boolean {
  return error instanceof PosternError && error.code === 'CONTROL_PLANE_UNAVAILABLE';
}
