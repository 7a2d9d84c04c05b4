import { sql, type Kysely, type RawBuilder } from 'kysely';
import { formatInstant } from '../foundation/instant.js';
import type { ControlPlaneNeeds, DecisionService, DecisionWhere } from './control-plane.js';
import type { DecisionRecord } from './decision-record.js';
import { isPlainText } from './input-fields.js';
import type { Order } from './keyset-order.js';
import { keysetPage } from './keyset-page.js';
import { refuseInput } from './problems.js';
import { hasId, inOrderOf, msOf } from './record-queries.js';
import type { Tables } from './tables.js';

/** What is read of refusals. They are written in the background (`usage-recorder.ts`). */
export function createDecisionService(
  db: Kysely<Tables>,
  needs: ControlPlaneNeeds,
  /** Writes what this gateway has not written yet. */
  flush: () => Promise<void>,
): DecisionService {
  const byIds = async (ids: readonly string[]): Promise<readonly (DecisionRecord | null)[]> => {
    const found = inOrderOf(ids, await readDecisions(db, ids), ({ id }) => id);
    const missing = ids.filter((_id, index) => found[index] === null);
    if (missing.length === 0) return found;
    // Somebody who was refused a moment ago looks it up now.
    await flush();
    const late = await readDecisions(db, missing);
    return ids.map((id, index) => found[index] ?? late.find((decision) => decision.id === id) ?? null);
  };
  return {
    byIds,
    byId: async (id) => (await byIds([id]))[0] ?? null,
    page: (query) =>
      keysetPage(
        db,
        needs,
        {
          orderName: 'decisions',
          columns: ownColumns,
          tables: ownTables,
          conditions: conditionsOf(query.where ?? {}),
          order: byTime,
        },
        query,
      ),
  };
}

const counts = sql`
  d.count::float8 AS count, ${msOf('d.first_at')} AS "firstAtMs", ${msOf('d.last_at')} AS "lastAtMs"`;

const ownColumns = sql<DecisionRecord>`
  x.id, false AS "isShared", x.code, x.key_id AS "keyId", ${msOf('x.at')} AS "atMs", x.address, x.detail, ${counts}`;

const ownTables = sql`gateway.decisions x JOIN gateway.denials d ON d.id = x.denial_id`;

async function readDecisions(db: Kysely<Tables>, ids: readonly string[]): Promise<DecisionRecord[]> {
  const { rows } = await sql<DecisionRecord>`
    SELECT ${ownColumns} FROM ${ownTables} WHERE ${hasId('x.id', ids)}
    UNION ALL
    SELECT d.id, true, d.code, d.key_id, ${msOf('d.last_at')}, d.address, NULL, ${counts}
    FROM gateway.denials d WHERE ${hasId('d.id', ids)}`.execute(db);
  return rows;
}

function conditionsOf({ apiKeyId, code, fromMs, untilMs }: DecisionWhere): readonly RawBuilder<unknown>[] {
  if (isGiven(fromMs) && isGiven(untilMs) && fromMs >= untilMs) {
    refuseInput('until', 'must come after "from", which is the first instant of the period.');
  }
  return [
    ...(isGiven(apiKeyId) ? [isPlainText(apiKeyId) ? sql`x.key_id = ${apiKeyId}::text` : sql`false`] : []),
    ...(isGiven(code) ? [isPlainText(code) ? sql`x.code = ${code}::text` : sql`false`] : []),
    ...(isGiven(fromMs) ? [sql`x.at >= ${formatInstant(fromMs)}::timestamptz`] : []),
    ...(isGiven(untilMs) ? [sql`x.at < ${formatInstant(untilMs)}::timestamptz`] : []),
  ];
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== null && value !== undefined;
}

const byTime: Order<DecisionRecord> = [
  {
    expression: sql`x.at`,
    type: 'instant',
    direction: 'DESC',
    valueOf: ({ atMs }) => formatInstant(atMs),
  },
  { expression: sql`x.id`, type: 'text', direction: 'DESC', valueOf: ({ id }) => id },
];
