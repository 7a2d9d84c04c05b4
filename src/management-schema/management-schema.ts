import type { GraphQLSchema } from 'graphql';
import { defineAccessExplanation } from './access-explanation-type.js';
import { defineApiKeyDays } from './api-key-day-type.js';
import { defineApiKeyEnums } from './api-key-enums.js';
import { defineApiKeyLifeMutations } from './api-key-life-mutations.js';
import { defineApiKeyMutations } from './api-key-mutations.js';
import { defineApiKeyPayloads } from './api-key-payloads.js';
import { defineApiKeyQueries } from './api-key-queries.js';
import { defineApiKeySecret } from './api-key-secret-type.js';
import { defineApiKeyStopFields } from './api-key-stop-fields.js';
import { defineApiKeyStop } from './api-key-stop-type.js';
import { defineApiKey } from './api-key-type.js';
import { defineAuditEvent } from './audit-event-type.js';
import { defineAuditQueries } from './audit-queries.js';
import { defineCaller } from './caller-type.js';
import { defineDatabaseMutations } from './database-mutations.js';
import { defineDatabaseQueries } from './database-queries.js';
import { defineDatabase } from './database-type.js';
import { defineDecisionQueries } from './decision-queries.js';
import { defineDecisionExplanation } from './decision-explanation.js';
import { defineDecision } from './decision-type.js';
import { defineEffectiveRights } from './effective-right-type.js';
import { defineExplainAccess } from './explain-access-query.js';
import { defineGroupMutations } from './group-mutations.js';
import { defineGroupQueries } from './group-queries.js';
import { defineGroup } from './group-type.js';
import { limitLists } from './limit-lists.js';
import { createManagementBuilder } from './management-builder.js';
import { createManagementRefs } from './management-refs.js';
import { defineRowRule, defineVerb } from './row-rule-type.js';
import { defineScalars } from './scalars.js';
import { assertGuarded, guardInputs } from './schema-guard.js';
import { defineSessionMutations } from './session-mutations.js';
import { defineSession } from './session-type.js';
import { defineSignInMutations } from './sign-in-mutations.js';
import { defineUserMutations } from './user-mutations.js';
import { defineUserQueries } from './user-queries.js';
import { defineUser } from './user-type.js';

/**
 * This folder is the management API: the GraphQL schema of the built-in database `gateway`, written by hand. Its
 * resolvers call the control plane's services and nothing else, so that a rule holds here as it does at the
 * command line. Executed with a context of `createManagementContext`, one for each request.
 */
export function buildManagementSchema(): GraphQLSchema {
  const builder = createManagementBuilder();
  defineScalars(builder);
  builder.queryType({ description: 'What can be read.' });
  builder.mutationType({ description: 'What can be changed. Each field is a transaction of its own.' });
  const refs = createManagementRefs(builder);
  const enums = defineApiKeyEnums(builder);
  const verb = defineVerb(builder);
  const caller = defineCaller(builder, refs);
  defineApiKey(builder, refs, enums);
  defineApiKeySecret(refs);
  defineApiKeyDays(builder, refs);
  defineApiKeyStop(builder, refs);
  defineApiKeyQueries(builder, refs, enums);
  defineUser(builder, refs);
  defineUserQueries(builder, refs);
  defineGroup(builder, refs);
  defineRowRule(refs, verb);
  defineGroupQueries(builder, refs);
  defineDatabase(refs);
  defineDatabaseQueries(builder, refs);
  defineAuditEvent(refs);
  defineAuditQueries(builder, refs);
  defineDecision(builder, refs);
  defineDecisionQueries(builder, refs);
  defineEffectiveRights(builder, refs);
  const explanation = defineAccessExplanation(builder);
  defineExplainAccess(builder, explanation);
  defineDecisionExplanation(builder, refs, explanation);
  const keyPayloads = defineApiKeyPayloads(builder, refs);
  defineApiKeyMutations(builder, keyPayloads, enums);
  defineApiKeyLifeMutations(builder, keyPayloads);
  defineApiKeyStopFields(builder, refs);
  defineUserMutations(builder, refs);
  defineSession(refs);
  defineSignInMutations(builder, caller);
  defineSessionMutations(builder, refs);
  defineGroupMutations(builder, refs, verb);
  defineDatabaseMutations(builder, refs);
  // Unsorted: fields stand in the order in which a person reads them, which is just as stable.
  const schema = builder.toSchema({ sortSchema: false });
  assertGuarded(schema);
  guardInputs(schema);
  limitLists(schema);
  return schema;
}
