import { printSchema } from 'graphql';
import { effectiveCapabilities } from './authentication/effective-capabilities.js';
import type { AuthorizationState } from './control-plane/authorization-state.js';
import { accessOf } from './database-schema/caller-access.js';
import { explainOperation, type Explanation } from './database-schema/explain-operation.js';
import type { ServedDatabase } from './database-schema/served-database.js';
import { systemClock } from './foundation/clock.js';
import { PosternError } from './foundation/postern-error.js';
import type { Services } from './gateway.js';
import { managementOffer } from './management-schema/management-catalog.js';
import { buildManagementSchema } from './management-schema/management-schema.js';
import { visibleManagementSchema } from './management-schema/visible-management-schema.js';
import { createParseRequest } from './server/parse-request.js';

/*
 * What a database looks like through one key, for the operator: by the code that serves the key, without its secret.
 */

/** Throws PosternError NOT_FOUND, or POLICY for a key of `gateway`. */
export async function explainForKey(
  services: Services,
  keyId: string,
  operation: { readonly query: string; readonly operationName?: string; readonly variables?: unknown },
): Promise<Explanation> {
  const { state, served } = await openKey(services, keyId);
  if (served === null) {
    throw new PosternError('POLICY', 'This key opens the management API, which is not planned as SQL.');
  }
  const parsed = createParseRequest()(
    {
      query: operation.query,
      operationName: operation.operationName,
      variables: operation.variables,
      extensions: undefined,
      extra: {},
    },
    'POST',
  );
  if (parsed.kind === 'refused') {
    const { errors } = JSON.parse(parsed.answer.body) as { readonly errors: { readonly message: string }[] };
    return { kind: 'invalid', problems: errors.map(({ message }) => message) };
  }
  const access = accessOf(served, state, effectiveCapabilities(state, served.offer));
  return explainOperation(served, access, parsed.request, systemClock());
}

/** The schema as the key sees it, as SDL. Throws PosternError NOT_FOUND. */
export async function printSchemaOfKey(services: Services, slug: string, keyId: string): Promise<string> {
  const { state, served } = await openKey(services, keyId);
  if (state.database.slug !== slug) {
    throw new PosternError('NOT_FOUND', `The key ${keyId} opens the database "${state.database.slug}".`);
  }
  if (served === null) {
    const effective = effectiveCapabilities(state, managementOffer);
    return printSchema(visibleManagementSchema(buildManagementSchema(), effective));
  }
  return printSchema(served.visibleTo(effectiveCapabilities(state, served.offer)).schema);
}

/** `served` is null for `gateway`. */
async function openKey(
  { controlPlane, databases }: Services,
  keyId: string,
): Promise<{ readonly state: AuthorizationState; readonly served: ServedDatabase | null }> {
  const [state] = await controlPlane.apiKeys.statesOf([keyId]);
  if (!state) throw new PosternError('NOT_FOUND', `There is no API key ${JSON.stringify(keyId)}.`);
  const { id, slug, version } = state.database;
  return { state, served: slug === 'gateway' ? null : await databases.get(id, version) };
}
