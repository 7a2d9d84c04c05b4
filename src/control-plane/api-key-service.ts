import type { Kysely } from 'kysely';
import { createApiKey, updateApiKey } from './api-key-changes.js';
import { disableApiKey, enableApiKey, revokeApiKey } from './api-key-life.js';
import { pageOfApiKeys } from './api-key-page.js';
import { restoreApiKey, rotateApiKey } from './api-key-renewal.js';
import { readStates } from './authorization-query.js';
import type { MakeChange } from './changes.js';
import { pagesOfApiKeysOfUsers } from './pages-of-parents.js';
import type { ApiKeyService, ControlPlaneNeeds } from './control-plane.js';
import { createGroupRightsReader } from './group-rights.js';
import { readKeyDays } from './key-days.js';
import { stopApiKeys, undoKeyStop } from './key-stop-changes.js';
import { pageOfKeyStops } from './key-stop-page.js';
import { recordKeyView } from './key-view.js';
import { hasId, inOrderOf, listsInOrderOf, readApiKeys, readWorkingSecrets } from './record-queries.js';
import type { Tables } from './tables.js';

export function createApiKeyService(
  db: Kysely<Tables>,
  makeChange: MakeChange,
  needs: ControlPlaneNeeds,
): ApiKeyService {
  const pageNeeds = { ...needs, groupRights: createGroupRightsReader(db, needs) };
  return {
    create: (actor, input) => makeChange(actor, (change) => createApiKey(change, needs.mintSecret, input)),
    update: (actor, input) => makeChange(actor, (change) => updateApiKey(change, input)),
    rotate: (actor, input) => makeChange(actor, (change) => rotateApiKey(change, needs.mintSecret, input)),
    disable: (actor, id) => makeChange(actor, (change) => disableApiKey(change, id)),
    enable: (actor, id) => makeChange(actor, (change) => enableApiKey(change, id)),
    restore: (actor, id) => makeChange(actor, (change) => restoreApiKey(change, needs.mintSecret, id)),
    revoke: (actor, id) => makeChange(actor, (change) => revokeApiKey(change, id)),
    stop: (actor, input) => makeChange(actor, (change) => stopApiKeys(change, input)),
    undoStop: (actor, id) => makeChange(actor, (change) => undoKeyStop(change, id)),
    recordView: (actor, view) => makeChange(actor, (change) => recordKeyView(change, view)),
    stops: (request) => pageOfKeyStops(db, needs, request),
    byIds: async (ids) => inOrderOf(ids, await readApiKeys(db, hasId('k.id', ids)), (key) => key.id),
    page: (query) => pageOfApiKeys(db, pageNeeds, query),
    pagesOfUsers: (userIds, request) => pagesOfApiKeysOfUsers(db, needs, userIds, request),
    secretsOf: async (ids) =>
      listsInOrderOf(ids, await readWorkingSecrets(db, ids, needs.clock()), (secret) => secret.apiKeyId),
    statesOf: async (ids) => inOrderOf(ids, await readStates(db, ids), (state) => state.key.id),
    daysOf: (ids, days) => readKeyDays(db, ids, days, needs.clock()),
  };
}
