import { readFile } from 'node:fs/promises';
import type pg from 'pg';

/**
 * How long the server's processes that serve us have been on a processor, in ms: unlike the clock it does not grow with
 * what else the machine does. Null where nobody may know: not Linux, or a server elsewhere.
 */
export async function readProcessorTime(client: pg.Client): Promise<ReadonlyMap<number, number> | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'postern management'`,
  );
  try {
    const times = await Promise.all(rows.map(async ({ pid }) => [pid, await readOne(pid)] as const));
    return new Map(times);
  } catch {
    return null;
  }
}

export function processorTimeBetween(
  before: ReadonlyMap<number, number> | null,
  after: ReadonlyMap<number, number> | null,
): number {
  if (before === null || after === null) return NaN;
  // A process that was not there before came for us.
  return [...after].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
}

async function readOne(pid: number): Promise<number> {
  const [onProcessorNs] = (await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ');
  return Number(onProcessorNs) / 1e6;
}
