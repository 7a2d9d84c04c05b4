import { sql, type Transaction } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { AuditMacs } from './audit-event.js';
import { BEFORE_ALL } from './audit-export.js';
import { chainProblem, nameRange, type ChainProblem } from './chain-problem.js';
import type { ChainEnd } from './chain-walk.js';
import type { SealedDecision, SealedDenial } from './decision-seal.js';
import { msOf } from './record-queries.js';
import { DENIAL_RETENTION_MS } from './remove-old-usage.js';
import { readSealHead } from './seal-batch.js';
import { SealWalk, type StoredSeal } from './seal-walk.js';
import type { Tables } from './tables.js';

export interface SealFindings {
  readonly seals: number;
  readonly decisions: number;
  readonly problems: readonly ChainProblem[];
  readonly isWhole: boolean;
  /** Counts that no gateway lived to seal; those of the last minutes are not among them. */
  readonly unsealed: number;
}

/** As many seals as are looked at together, with all that stands under them. */
const SEALS_AT_A_TIME = 100;
const OPEN_FOR_MS = 5 * 60_000;

/** Recomputes the seals of decisions that are left, or those after `start`, up to the head. */
export async function verifyDecisionSeals(
  trx: Transaction<Tables>,
  macs: AuditMacs,
  nowMs: number,
  start: ChainEnd | null = null,
): Promise<SealFindings> {
  const walk = new SealWalk(macs, {
    start,
    head: await readSealHead(trx),
    keptSinceMs: nowMs - DENIAL_RETENTION_MS,
  });
  const looked = { seals: 0, decisions: 0 };
  for (let after = start?.sequence ?? BEFORE_ALL; !walk.isLost;) {
    const seals = await readSeals(trx, after);
    const rows = await readRows(trx, after, seals.at(-1)?.sequence ?? after);
    for (const seal of seals) {
      const decisions = rows.decisions.get(seal.sequence) ?? [];
      walk.add(seal, { decisions, denials: rows.denials.get(seal.sequence) ?? [] });
      looked.seals += 1;
      looked.decisions += decisions.length;
    }
    if (seals.length < SEALS_AT_A_TIME) break;
    after = seals.at(-1)?.sequence ?? after;
  }
  const problems = walk.finish();
  return {
    ...looked,
    problems: [...problems, ...(await findStrays(trx, problems))],
    isWhole: !walk.isLost,
    unsealed: await countUnsealed(trx, nowMs - OPEN_FOR_MS),
  };
}

async function readSeals(trx: Transaction<Tables>, after: string): Promise<readonly StoredSeal[]> {
  const { rows } = await sql<StoredSeal>`
    SELECT s.sequence::text AS sequence, ${msOf('s.at')} AS "atMs", s.decisions, s.denials,
      ${msOf('s.previous_at')} AS "previousAtMs", s.previous_mac AS "previousMac", s.mac
    FROM gateway.decision_seals s WHERE s.sequence > ${after}::bigint
    ORDER BY s.sequence LIMIT ${SEALS_AT_A_TIME}`.execute(trx);
  return rows;
}

interface WithSeal {
  readonly seal: string;
}

/** What stands under the seals after the one and up to the other, by seal. */
async function readRows(trx: Transaction<Tables>, after: string, last: string) {
  const decisions = await sql<SealedDecision & WithSeal>`
    SELECT x.seal_sequence::text AS seal, x.id, x.denial_id AS "denialId", x.code, x.key_id AS "keyId", x.address,
      ${msOf('x.at')} AS "atMs", x.detail
    FROM gateway.decisions x
    WHERE x.seal_sequence > ${after}::bigint AND x.seal_sequence <= ${last}::bigint`.execute(trx);
  const denials = await sql<SealedDenial & WithSeal>`
    SELECT d.seal_sequence::text AS seal, d.id, d.code, d.key_id AS "keyId", d.address,
      ${msOf('d.first_at')} AS "firstMs", ${msOf('d.last_at')} AS "lastMs", d.count::text AS count
    FROM gateway.denials d
    WHERE d.seal_sequence > ${after}::bigint AND d.seal_sequence <= ${last}::bigint`.execute(trx);
  return { decisions: groupBySeal(decisions.rows), denials: groupBySeal(denials.rows) };
}

function groupBySeal<Row extends WithSeal>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.seal);
    if (group === undefined) groups.set(row.seal, [row]);
    else group.push(row);
  }
  return groups;
}

/** Rows that name a seal which is not there, unless it is known already that it was removed. */
async function findStrays(
  trx: Transaction<Tables>,
  known: readonly ChainProblem[],
): Promise<readonly ChainProblem[]> {
  const { rows } = await sql<WithSeal & { readonly count: number }>`
    SELECT r.seal_sequence::text AS seal, count(*)::int AS count
    FROM (SELECT seal_sequence FROM gateway.decisions UNION ALL
          SELECT seal_sequence FROM gateway.denials WHERE seal_sequence IS NOT NULL) r
    WHERE NOT EXISTS (SELECT FROM gateway.decision_seals s WHERE s.sequence = r.seal_sequence)
    GROUP BY r.seal_sequence ORDER BY r.seal_sequence LIMIT 10`.execute(trx);
  const isKnown = (seal: bigint): boolean =>
    known.some(({ first, last }) => BigInt(first) <= seal && seal <= BigInt(last));
  return rows
    .filter(({ seal }) => !isKnown(BigInt(seal)))
    .map(({ seal, count }) => {
      const detail = `${nameRange('Seal', [BigInt(seal), BigInt(seal)])} does not exist: ${count} rows that name it were put in later.`;
      return chainProblem('inserted', [BigInt(seal), BigInt(seal)], detail);
    });
}

async function countUnsealed(trx: Transaction<Tables>, beforeMs: number): Promise<number> {
  const { rows } = await sql<{ readonly count: number }>`
    SELECT count(*)::int AS count FROM gateway.denials d
    WHERE d.seal_sequence IS NULL AND d.last_at < ${formatInstant(beforeMs)}::timestamptz`.execute(trx);
  return rows[0]?.count ?? 0;
}
