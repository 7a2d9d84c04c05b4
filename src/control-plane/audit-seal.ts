import { sql, type Transaction } from 'kysely';
import { formatInstant, parseInstant } from '../foundation/instant.js';
import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import type { AuditMacs } from './audit-event.js';
import { canonicalJson } from './canonical-json.js';
import { isRecord } from './input-fields.js';
import { msOf } from './record-queries.js';
import { readSealHead, type SealNeeds } from './seal-batch.js';
import type { Tables } from './tables.js';

/**
 * Where both chains ended at a moment, to be kept outside of the control plane: whoever owns that can cut the end of a
 * chain off and set its head back, which only shows against a seal from before. JSON as it stands.
 */
export interface AuditSeal {
  readonly audit: SealedEnd;
  readonly decisions: SealedEnd;
  readonly madeAt: string;
  /** Over all of the above, as hexadecimal digits. */
  readonly mac: string;
}

/** The last link of a chain. */
export interface SealedEnd {
  /** "0": there was none yet. */
  readonly sequence: string;
  readonly at: string | null;
  /** Hexadecimal digits. */
  readonly mac: string;
}

export async function makeAuditSeal(
  trx: Transaction<Tables>,
  { clock, auditMac }: SealNeeds,
): Promise<AuditSeal> {
  const head = await readSealHead(trx);
  const content = {
    audit: await readAuditEnd(trx),
    decisions: {
      sequence: head.sequence,
      at: head.atMs === null ? null : formatInstant(head.atMs),
      mac: head.mac.toString('hex'),
    },
    madeAt: formatInstant(clock()),
  };
  return { ...content, mac: auditMac(describe(content)).toString('hex') };
}

/** Whether a gateway with one of these peppers made it, as it stands. */
export function isGenuine({ mac, ...content }: AuditSeal, macs: AuditMacs): boolean {
  return macs(describe(content)).some((expected) => expected.toString('hex') === mac);
}

/** Reads the JSON of a seal; that it was not changed, `isGenuine` says. */
export function parseAuditSeal(text: string): Parsed<AuditSeal> {
  const value = parseJson(text);
  if (!isRecord(value)) return refused(FORM);
  const { audit, decisions, madeAt, mac } = value;
  if (!isEnd(audit) || !isEnd(decisions) || !isInstant(madeAt) || !isHex(mac)) return refused(FORM);
  return parsed({ audit: endOf(audit), decisions: endOf(decisions), madeAt, mac });
}

const FORM = 'It is not a seal: give the file that "postern audit seal" printed.';

/** Said first, so that no MAC of a log can be passed off as one of a seal. */
function describe(content: Omit<AuditSeal, 'mac'>): Buffer {
  return Buffer.from(`seal\n${canonicalJson(content)}`, 'utf8');
}

async function readAuditEnd(trx: Transaction<Tables>): Promise<SealedEnd> {
  const { rows } = await sql<{ sequence: string; mac: Buffer; atMs: number | null }>`
    SELECT r.audit_sequence::text AS sequence, r.audit_head AS mac, ${msOf('e.at')} AS "atMs"
    FROM gateway.revision r LEFT JOIN gateway.audit_events e ON e.sequence = r.audit_sequence`.execute(trx);
  const [end] = rows;
  if (end === undefined) throw new Error('gateway.revision has lost its row.');
  const at = end.atMs === null ? null : formatInstant(end.atMs);
  return { sequence: end.sequence, at, mac: end.mac.toString('hex') };
}

function endOf({ sequence, at, mac }: SealedEnd): SealedEnd {
  return { sequence, at, mac };
}

function isEnd(value: unknown): value is SealedEnd {
  if (!isRecord(value)) return false;
  const { sequence, at, mac } = value;
  const isNumber = typeof sequence === 'string' && /^(0|[1-9][0-9]{0,17})$/.test(sequence);
  return isNumber && isHex(mac) && (at === null || isInstant(at));
}

function isHex(value: unknown): value is string {
  return typeof value === 'string' && /^([0-9a-f]{2})*$/.test(value);
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && parseInstant(value).kind === 'parsed';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
