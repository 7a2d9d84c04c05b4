import type { Kysely } from 'kysely';
import { exportAuditEvents } from './audit-export.js';
import { pageOfAuditEvents } from './audit-page.js';
import type { AuditService, ControlPlaneNeeds } from './control-plane.js';
import type { Tables } from './tables.js';

/** What is read of the audit. Nothing here writes: each change appends its own event (`audit-chain.ts`). */
export function createAuditService(db: Kysely<Tables>, needs: ControlPlaneNeeds): AuditService {
  return {
    page: (query) => pageOfAuditEvents(db, needs, query),
    export: (where, take) => exportAuditEvents(db, where, take),
  };
}
