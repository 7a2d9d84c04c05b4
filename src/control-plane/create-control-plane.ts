import { Secret } from '../foundation/secret.js';
import { createApiKeyService } from './api-key-service.js';
import { createAuditService } from './audit-service.js';
import { createAuthorizationReads } from './authorization-reads.js';
import { createMakeChange } from './changes.js';
import { openDatabase, openPool, type ControlPlaneLog } from './connections.js';
import type { ControlPlane, ControlPlaneNeeds } from './control-plane.js';
import { createDatabaseService } from './database-service.js';
import { createDecisionService } from './decision-service.js';
import { createGroupService } from './group-service.js';
import { withPublicErrors } from './public-errors.js';
import { createRevisionReader } from './revision-reader.js';
import { startSessionHousekeeping } from './session-housekeeping.js';
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from './session-limits.js';
import { createSessionService } from './session-service.js';
import { createUsageRecorder } from './usage-recorder.js';
import { createUserService } from './user-service.js';

export interface ControlPlaneOptions {
  /** Of the migrated control plane. */
  readonly url: Secret | string;
  readonly needs: ControlPlaneNeeds;
  readonly log?: ControlPlaneLog;
  /** How long a request waits for the confirmation of its authorization; 1000 when absent. */
  readonly authorizationTimeoutMs?: number;
  /** How long console sessions last; half an hour without a request, twelve hours at most when absent. */
  readonly sessionLimits?: SessionLimits;
  /** How often usage is written; 2000 when absent. */
  readonly usageIntervalMs?: number;
}

/** Connects lazily: that this returns says nothing about whether the control plane can be reached. */
export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { needs } = options;
  const url = typeof options.url === 'string' ? new Secret(options.url) : options.url;
  const log = options.log ?? (() => undefined);
  const timeoutMs = options.authorizationTimeoutMs ?? 1000;

  // Apart from each other: a long list or a change that waits for its lock never delays authorization, nor usage both.
  const managementPool = openPool(url, 'management', 8, log);
  const authorizationPool = openPool(url, 'authorization', 4, log);
  const usagePool = openPool(url, 'usage', 1, log);
  const revisions = createRevisionReader(url, { timeoutMs, log });
  const db = openDatabase(managementPool);
  const makeChange = createMakeChange(db, needs);
  const usage = createUsageRecorder(openDatabase(usagePool), {
    intervalMs: options.usageIntervalMs ?? 2000,
    clock: needs.clock,
    auditMac: needs.auditMac,
    log,
  });

  const limits = options.sessionLimits ?? DEFAULT_SESSION_LIMITS;
  const housekeeping = startSessionHousekeeping(db, { clock: needs.clock, limits, log });

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await housekeeping.close();
    await usage.close();
    await revisions.close();
    await Promise.all([managementPool.end(), authorizationPool.end(), usagePool.end()]);
  };

  return {
    users: withPublicErrors(createUserService(db, makeChange, needs), log),
    groups: withPublicErrors(createGroupService(db, makeChange, needs), log),
    apiKeys: withPublicErrors(createApiKeyService(db, makeChange, needs), log),
    databases: withPublicErrors(createDatabaseService(db, makeChange, needs), log),
    audit: withPublicErrors(createAuditService(db, needs), log),
    decisions: withPublicErrors(
      createDecisionService(db, needs, () => usage.recorder.flush()),
      log,
    ),
    sessions: withPublicErrors(createSessionService(db, makeChange, needs, limits), log),
    authorization: createAuthorizationReads(authorizationPool, revisions, timeoutMs, log),
    usage: usage.recorder,
    close: () => (closing ??= close()),
  };
}
