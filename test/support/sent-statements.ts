import pg from 'pg';

/** The texts of all statements that were sent meanwhile, whichever pool sent them, by the name of their database. */
export async function sentStatements(
  work: () => Promise<unknown>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  // Every client of pg, pooled or not, goes through this one method.
  const { prototype } = pg.Client as unknown as {
    prototype: { query: (this: pg.Client, ...args: unknown[]) => unknown };
  };
  const { query } = prototype;
  const sent = new Map<string, string[]>();
  prototype.query = function (...args) {
    const [first] = args;
    const text = typeof first === 'string' ? first : (first as { readonly text?: string }).text;
    const database = this.database ?? '';
    sent.set(database, [...(sent.get(database) ?? []), text ?? '']);
    return query.apply(this, args);
  };
  try {
    await work();
    return sent;
  } finally {
    prototype.query = query;
  }
}

/** The name of the database that a URL leads to. */
export function databaseOf(url: string): string {
  return new URL(url).pathname.slice(1);
}
