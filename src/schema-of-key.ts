import { printSchema } from 'graphql';
import { effectiveCapabilities } from './authentication/effective-capabilities.js';
import type { AuthorizationState } from './control-plane/authorization-state.js';
import type { ServedDatabase } from './database-schema/served-database.js';
import { PosternError } from './foundation/postern-error.js';
import type { Services } from './gateway.js';
import { managementOffer } from './management-schema/management-catalog.js';
import { buildManagementSchema } from './management-schema/management-schema.js';
import { visibleManagementSchema } from './management-schema/visible-management-schema.js';

/** The schema as a key sees it, as SDL, without its secret: for the operator. Throws PosternError NOT_FOUND. */
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
