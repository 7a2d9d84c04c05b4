import pg from 'pg';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** From sending it to having its rows: what the database took, and the way there and back. */
  readonly ms: number;
}

type Query = (this: pg.Client, ...input: unknown[]) => unknown;

/** Listens to every statement of this process from now on. */
export function listenToStatements(): <Result>(
  work: () => Promise<Result>,
) => Promise<{ readonly result: Result; readonly statements: readonly Statement[] }> {
  let heard: Statement[] | null = null;
  const original = Reflect.get(pg.Client.prototype, 'query') as Query;
  const listening: Query = function (...input) {
    const began = performance.now();
    const answer = original.apply(this, input);
    const [text, values] = input;
    if (typeof text !== 'string' || !(answer instanceof Promise)) return answer;
    return answer.finally(() => {
      heard?.push({
        text,
        values: Array.isArray(values) ? (values as unknown[]) : [],
        ms: performance.now() - began,
      });
    });
  };
  pg.Client.prototype.query = listening as typeof pg.Client.prototype.query;
  return async (work) => {
    const statements: Statement[] = [];
    heard = statements;
    try {
      return { result: await work(), statements };
    } finally {
      heard = null;
    }
  };
}

/** Under the settings that the round before it had made for it. */
export async function explain(
  client: pg.Client,
  { text, values }: Statement,
  round: readonly Statement[],
): Promise<string> {
  const settings = text.includes('WITH gathered') ? round.find((one) => isSetting(one)) : undefined;
  await client.query('BEGIN');
  if (settings !== undefined) await client.query(settings.text);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ${text}`,
    [...values],
  );
  await client.query('ROLLBACK');
  return rows.map((row) => `        ${row['QUERY PLAN']}`).join('\n');
}

function isSetting({ text }: Statement): boolean {
  return text.includes('set_config(');
}

/** What only begins or ends others has no plan. */
export function hasPlan({ text }: Statement): boolean {
  return /^\s*(SELECT|WITH)\b/i.test(text);
}
