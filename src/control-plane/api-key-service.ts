import type { Kysely } from 'kysely';
import { createApiKey, revokeApiKey, updateApiKey } from './api-key-changes.js';
import { pageOfApiKeys } from './api-key-page.js';
import { readStates } from './authorization-query.js';
import type { MakeChange } from './changes.js';
import { pagesOfApiKeysOfUsers } from './pages-of-parents.js';
import type { ApiKeyService, ControlPlaneNeeds } from './control-plane.js';
import { readKeyDays } from './key-days.js';
import { hasId, inOrderOf, listsInOrderOf, readApiKeys, readSecrets } from './record-queries.js';
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
    byIds: async (ids) => inOrderOf(ids, await readApiKeys(db, hasId('k.id', ids)), (key) => key.id),
    page: (query) => pageOfApiKeys(db, needs, query),
    pagesOfUsers: (userIds, request) => pagesOfApiKeysOfUsers(db, needs, userIds, request),
    secretsOf: async (ids) => listsInOrderOf(ids, await readSecrets(db, ids), (secret) => secret.apiKeyId),
    statesOf: async (ids) => inOrderOf(ids, await readStates(db, ids), (state) => state.key.id),
    daysOf: (ids, days) => readKeyDays(db, ids, days, needs.clock()),
  };
}
