import { sql, type Kysely } from 'kysely';
import { refuseInput } from './problems.js';
import { hasId } from './record-queries.js';
import type { Tables } from './tables.js';

/** What became of a key's requests on one day of UTC. */
export interface KeyDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** Requests for which it was accepted; what they asked for may have been forbidden nevertheless. */
  readonly uses: number;
  /** Requests that were refused, whether the key was or what it asked for. */
  readonly denials: number;
  /** By code, in alphabetical order; without those that did not occur. */
  readonly denialsByCode: readonly { readonly code: string; readonly count: number }[];
}

/** How it stands in the table: what is no denial. */
export const ACCEPTED = 'ACCEPTED';

/** Older days are removed. */
export const KEPT_DAYS = 400;

/** The last `days` days up to today, the oldest first, for each key; days without anything are there too. */
export async function readKeyDays(
  db: Kysely<Tables>,
  keyIds: readonly string[],
  days: number,
  nowMs: number,
): Promise<readonly (readonly KeyDay[])[]> {
  if (!Number.isInteger(days) || days < 1 || days > KEPT_DAYS) {
    refuseInput('last', `must lie between 1 and ${KEPT_DAYS}: days before that are not kept.`);
  }
  const wanted = Array.from({ length: days }, (_, index) => dayOf(nowMs - (days - 1 - index) * DAY_MS));
  const { rows } = await sql<DayRow>`
    SELECT u.api_key_id AS "keyId", to_char(u.day, 'YYYY-MM-DD') AS day, u.outcome, u.count::float8 AS count
    FROM gateway.api_key_days u
    WHERE ${hasId('u.api_key_id', keyIds)} AND u.day >= ${wanted[0] ?? dayOf(nowMs)}::date
    ORDER BY u.outcome COLLATE "C"`.execute(db);
  const byDay = new Map<string, DayRow[]>();
  for (const row of rows) {
    const name = `${row.keyId} ${row.day}`;
    byDay.set(name, [...(byDay.get(name) ?? []), row]);
  }
  return keyIds.map((keyId) => wanted.map((day) => summarize(day, byDay.get(`${keyId} ${day}`) ?? [])));
}

/** The day of UTC in which an instant lies. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;

interface DayRow {
  readonly keyId: string;
  readonly day: string;
  readonly outcome: string;
  readonly count: number;
}

function summarize(day: string, rows: readonly DayRow[]): KeyDay {
  const denied = rows.filter(({ outcome }) => outcome !== ACCEPTED);
  return {
    day,
    uses: rows.find(({ outcome }) => outcome === ACCEPTED)?.count ?? 0,
    denials: denied.reduce((sum, { count }) => sum + count, 0),
    denialsByCode: denied.map(({ outcome, count }) => ({ code: outcome, count })),
  };
}
