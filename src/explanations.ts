import type { ControlPlane, DatabaseOffer } from './control-plane/control-plane.js';
import type { ServedDatabases } from './database-schema/served-databases.js';
import type { Clock } from './foundation/clock.js';
import type { ExplainAccess, ExplainDecision } from './management-schema/access-explanation.js';
import { managementOffer } from './management-schema/management-catalog.js';
import { createExplainAccess } from './server/explain-access.js';
import { createExplainDecision } from './server/explain-decision.js';
import type { LogMasked } from './server/graphql-errors.js';
import type { JudgeOnGateway } from './server/judge-on-gateway.js';

/** The one explanation of access, for the management API and for the command line. */
export function explainAccessOf(
  { controlPlane, databases }: { readonly controlPlane: ControlPlane; readonly databases: ServedDatabases },
  options: { readonly judgeOnGateway: JudgeOnGateway; readonly logMasked: LogMasked; readonly clock: Clock },
): ExplainAccess {
  const { apiKeys, users } = controlPlane;
  return createExplainAccess({
    stateOfKey: async (keyId) => (await apiKeys.statesOf([keyId]))[0] ?? null,
    stateOfUser: (userId, databaseSlug) => users.stateIn(userId, databaseSlug),
    databases,
    managementOffer,
    ...options,
  });
}

/** Of a refusal in the past. */
export function explainDecisionOf({
  controlPlane: { apiKeys },
  databases,
  offerOf,
}: {
  readonly controlPlane: ControlPlane;
  readonly databases: ServedDatabases;
  readonly offerOf: (databaseId: string) => Promise<DatabaseOffer>;
}): ExplainDecision {
  return createExplainDecision({
    stateOfKey: async (keyId) => (await apiKeys.statesOf([keyId]))[0] ?? null,
    offerOf,
    databases,
  });
}
