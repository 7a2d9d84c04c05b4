import { effectiveCapabilities, type explainCapabilities } from '../authentication/effective-capabilities.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import type { AccessExplanation } from '../management-schema/access-explanation.js';
import { holds } from '../management-schema/capability-reference.js';
import type { AccessTrace } from './access-trace.js';
import type { KeyState, UserState } from './explain-caller.js';
import { messagesOf, refuseThrown } from './explain-on-database.js';
import { explainNeeds } from './explain-rights.js';
import { codeOfErrors, type LogMasked } from './graphql-errors.js';
import type { GatewayVerdict, JudgeOnGateway } from './judge-on-gateway.js';

type DatabaseOffer = Parameters<typeof effectiveCapabilities>[1];

/**
 * Operation ▸ capabilities, on the management schema. What a change refuses only when it is made (ESCALATION, CONFLICT,
 * …) is beyond: it is never made.
 */
export function explainOnGateway(
  trace: AccessTrace,
  state: KeyState | UserState,
  rights: ReturnType<typeof explainCapabilities>,
  offer: DatabaseOffer,
  request: OperationRequest,
  judge: JudgeOnGateway,
  logMasked: LogMasked,
): AccessExplanation {
  let verdict: GatewayVerdict;
  try {
    verdict = judge(effectiveCapabilities(state, offer), request);
  } catch (error) {
    return refuseThrown(trace, 'operation', error, logMasked);
  }
  if (verdict.kind === 'invalid') {
    const code = codeOfErrors('GRAPHQL_VALIDATION_FAILED', verdict.errors);
    return trace.refuse('operation', code, messagesOf(verdict.errors));
  }
  trace.pass('operation', 'The operation fits the management schema.');
  const needs = verdict.needed.map((reference) => ({
    text: reference,
    isIn: (set: Parameters<typeof holds>[0]) => holds(set, reference),
  }));
  explainNeeds(trace, needs, state, offer, rights);
  switch (verdict.kind) {
    case 'forbidden':
      return trace.refuseFailed('FORBIDDEN', verdict.missing);
    case 'badVariables':
      return trace.refuse(
        'values',
        codeOfErrors('BAD_USER_INPUT', verdict.errors),
        messagesOf(verdict.errors),
      );
    case 'ready':
      return trace.end();
  }
}
