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

export async function explain(client: pg.Client, { text, values }: Statement): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ${text}`,
    [...values],
  );
  return rows.map((row) => `        ${row['QUERY PLAN']}`).join('\n');
}
