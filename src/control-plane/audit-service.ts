import type { Kysely } from 'kysely';
import { exportAuditEvents } from './audit-export.js';
import { pageOfAuditEvents } from './audit-page.js';
import { makeAuditSeal } from './audit-seal.js';
import type { AuditService, ControlPlaneNeeds } from './control-plane.js';
import { inSnapshot } from './snapshot.js';
import type { Tables } from './tables.js';
import { verifyAudit } from './verify-audit.js';
import { verifyAuditEnd } from './verify-audit-chain.js';

/** How many events a look at the end takes in. */
const END = 1_000;

/** What is read of the audit. Nothing here writes: each change appends its own event (`audit-chain.ts`). */
export function createAuditService(db: Kysely<Tables>, needs: ControlPlaneNeeds): AuditService {
  return {
    page: (query) => pageOfAuditEvents(db, needs, query),
    export: (where, take) => exportAuditEvents(db, where, take),
    seal: () => inSnapshot(db, (trx) => makeAuditSeal(trx, needs)),
    verify: (seal, extent = 'all') => inSnapshot(db, (trx) => verifyAudit(trx, needs, seal, extent)),
    verifyEnd: () => inSnapshot(db, (trx) => verifyAuditEnd(trx, needs.auditMacs, END)),
  };
}
