import { sql, type Kysely } from 'kysely';
import { createApiKey, revokeApiKey, updateApiKey } from './api-key-changes.js';
import { pageOfApiKeys } from './api-key-page.js';
import { authorizationQuery, readState, type AuthorizationRow } from './authorization-query.js';
import type { AuthorizationState } from './authorization-state.js';
import type { MakeChange } from './changes.js';
import type { ApiKeyService, ControlPlaneNeeds } from './control-plane.js';
import { inOrderOf, listsInOrderOf, readApiKeys, readSecrets } from './record-queries.js';
import type { Tables } from './tables.js';

export function createApiKeyService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): ApiKeyService {
  return {
    create: (actor, input) => makeChange(actor, (change) => createApiKey(change, needs.mintSecret, input)),
    update: (actor, input) => makeChange(actor, (change) => updateApiKey(change, input)),
    revoke: (actor, id) => makeChange(actor, (change) => revokeApiKey(change, id)),
    byIds: async (ids) =>
      inOrderOf(ids, await readApiKeys(db, sql`k.id = ANY (${ids}::text[])`), (key) => key.id),
    page: (query) => pageOfApiKeys(db, needs, query),
    secretsOf: async (ids) => listsInOrderOf(ids, await readSecrets(db, ids), (secret) => secret.apiKeyId),
    statesOf: async (ids) => inOrderOf(ids, await readStates(db, ids), (state) => state.key.id),
  };
}

async function readStates(db: Kysely<Tables>, ids: readonly string[]): Promise<AuthorizationState[]> {
  const { rows } = await db.executeQuery<AuthorizationRow>(
    // One text for this and for authentication, so that both always mean the same.
    { ...sql.raw(authorizationQuery).compile(db), parameters: [ids] },
  );
  return rows.map(readState).filter((state) => state !== null);
}
