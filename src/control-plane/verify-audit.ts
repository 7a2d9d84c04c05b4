import { sql, type Transaction } from 'kysely';
import type { Clock } from '../foundation/clock.js';
import { parseInstant } from '../foundation/instant.js';
import type { AuditMacs } from './audit-event.js';
import { isGenuine, type AuditSeal, type SealedEnd } from './audit-seal.js';
import type { AuditProblem, AuditReport } from './audit-report.js';
import { DENIAL_RETENTION_MS } from './remove-old-usage.js';
import type { ChainEnd } from './chain-walk.js';
import type { Tables } from './tables.js';
import { verifyAuditChain } from './verify-audit-chain.js';
import { verifyDecisionSeals } from './verify-decision-seals.js';

/** Recomputes the audit and the seals of decisions, in one snapshot, and holds both against an exported seal. */
export async function verifyAudit(
  trx: Transaction<Tables>,
  { auditMacs, clock }: { readonly auditMacs: AuditMacs; readonly clock: Clock },
  seal: AuditSeal | null,
  extent: 'all' | 'since',
): Promise<AuditReport> {
  const isItself = seal !== null && isGenuine(seal, auditMacs);
  // Fail closed: what was not made by a gateway vouches for nothing before it.
  const since = extent === 'since' && isItself ? seal : null;
  const audit = await verifyAuditChain(trx, auditMacs, since === null ? undefined : startAfter(since.audit));
  const decisions = await verifyDecisionSeals(
    trx,
    auditMacs,
    clock(),
    since === null ? undefined : startAfter(since.decisions),
  );
  const keptSinceMs = clock() - DENIAL_RETENTION_MS;
  const against = seal === null ? [] : await holdAgainst(trx, seal, isItself, keptSinceMs);
  const found: readonly AuditProblem[] = [
    ...audit.problems.map((problem) => ({ ...problem, log: 'audit' as const })),
    ...decisions.problems.map((problem) => ({ ...problem, log: 'decisions' as const })),
  ];
  return {
    events: audit.rows,
    decisions: decisions.decisions,
    unsealed: decisions.unsealed,
    problems: [...found, ...against.filter((problem) => !found.some((known) => overlaps(known, problem)))],
    isWhole: audit.isWhole && decisions.isWhole,
  };
}

/** Where a chain is broken by itself, that says more than that it also differs from its seal there. */
function overlaps(known: AuditProblem, problem: AuditProblem): boolean {
  if (known.log === 'seal' || problem.log === 'seal' || known.log !== problem.log) return false;
  return BigInt(known.first) <= BigInt(problem.last) && BigInt(problem.first) <= BigInt(known.last);
}

function startAfter({ sequence, mac }: SealedEnd): ChainEnd {
  return { sequence, mac: Buffer.from(mac, 'hex') };
}

async function holdAgainst(
  trx: Transaction<Tables>,
  seal: AuditSeal,
  isItself: boolean,
  keptSinceMs: number,
): Promise<readonly AuditProblem[]> {
  if (!isItself) {
    const detail = 'The seal was made under another pepper, or it was changed. Nothing was compared with it.';
    return [{ log: 'seal', kind: 'edited', detail }];
  }
  const atMs = seal.decisions.at === null ? null : parseInstant(seal.decisions.at);
  const mayBeGone = atMs?.kind === 'parsed' && atMs.value < keptSinceMs;
  return [
    ...(await compareEnd(trx, 'audit', seal.audit, false)),
    ...(await compareEnd(trx, 'decisions', seal.decisions, mayBeGone)),
  ];
}

/** Whether the link that was the last one when the seal was made is still there, as it was. */
async function compareEnd(
  trx: Transaction<Tables>,
  log: 'audit' | 'decisions',
  { sequence, mac }: SealedEnd,
  mayBeGone: boolean,
): Promise<readonly AuditProblem[]> {
  if (sequence === '0') return [];
  const table = log === 'audit' ? sql`gateway.audit_events` : sql`gateway.decision_seals`;
  const { rows } = await sql<{ mac: Buffer | null; last: string | null }>`
    SELECT (SELECT mac FROM ${table} WHERE sequence = ${sequence}::bigint) AS mac,
      (SELECT max(sequence) FROM ${table})::text AS last`.execute(trx);
  const { mac: found, last } = rows[0] ?? { mac: null, last: null };
  const noun = log === 'audit' ? 'event' : 'seal of decisions';
  if (found?.toString('hex') === mac) return [];
  if (found !== null) {
    const detail = `The ${noun} ${sequence} is not the one that was sealed: the chain was rewritten.`;
    return [{ log, kind: 'replaced', first: sequence, last: sequence, detail }];
  }
  if (BigInt(last ?? 0) < BigInt(sequence)) {
    const detail = `The end was cut off: the ${noun} ${sequence} was there when the seal was made, and all ends at ${last ?? 0}.`;
    return [{ log, kind: 'cut-off', first: String(BigInt(last ?? 0) + 1n), last: sequence, detail }];
  }
  if (mayBeGone) return [];
  return [
    { log, kind: 'removed', first: sequence, last: sequence, detail: `The ${noun} ${sequence} was removed.` },
  ];
}
