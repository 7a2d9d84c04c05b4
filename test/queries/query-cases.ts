import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ServedCrm } from '../database-schema/serve-crm.js';
import { runQuery } from './run-query.js';

/**
 * Each case is a query (`name.graphql`, perhaps with `name.variables.json`), what is sent to PostgreSQL for it
 * (`name.sql`: statements, and the values that they are bound to) and the answer (`name.json`).
 * `UPDATE_QUERIES=1 npm test -- test/queries && npx prettier --write test/queries` writes the last two anew. Read the
 * difference before you commit it: these files are the specification.
 */
export function testQueryCases(
  folder: URL,
  options: { readonly atLeast: number; readonly serve: () => Promise<ServedCrm> },
): void {
  const isUpdate = process.env['UPDATE_QUERIES'] === '1';
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => file.slice(0, -'.graphql'.length))
    .sort();
  const readText = (file: string): string => readFileSync(new URL(file, folder), 'utf8');
  const run = (name: string) => {
    const file = `${name}.variables.json`;
    const variables = readdirSync(folder).includes(file) ? readText(file) : '{}';
    return runCase(database, readText(`${name}.graphql`), JSON.parse(variables) as Record<string, unknown>);
  };

  let database: ServedCrm;
  beforeAll(async () => {
    database = await options.serve();
  });
  afterAll(() => database.close());

  it('there are cases, and every file belongs to one', () => {
    expect(names.length).toBeGreaterThanOrEqual(options.atLeast);
    const known = new Set(
      names.flatMap((name) =>
        ['.graphql', '.sql', '.json', '.variables.json'].map((ending) => name + ending),
      ),
    );
    expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
  });

  it.each(names)('%s: the statements and the answer are the ones on file', async (name) => {
    const { sql, answer } = await run(name);
    if (isUpdate) {
      writeFileSync(new URL(`${name}.sql`, folder), sql);
      writeFileSync(new URL(`${name}.json`, folder), answer);
      return;
    }
    expect(sql).toBe(readText(`${name}.sql`));
    expect(normalise(answer)).toBe(normalise(readText(`${name}.json`)));
  });

  it.each(names)('%s: a second run takes the plan of the first and gives the same', async (name) => {
    const first = await run(name);
    const second = await run(name);
    expect(second.variant).toBe(first.variant);
    expect({ sql: second.sql, answer: second.answer }).toEqual({ sql: first.sql, answer: first.answer });
  });
}

async function runCase(database: ServedCrm, text: string, variables: Readonly<Record<string, unknown>>) {
  const { variant, statements, data, truncated } = await runQuery(database, text, variables);
  const extensions = truncated.length > 0 ? `,"extensions":${JSON.stringify({ truncated })}` : '';
  return {
    variant,
    sql: statements.map(printStatement).join('\n'),
    answer: `{"data":${data}${extensions}}`,
  };
}

/** A clause a line, so that a difference can be read. */
function printStatement({ text, values }: { readonly text: string; readonly values: unknown[] }): string {
  const lines = text.replace(
    / (from|where|order by|limit|offset|left join|join|union all) (?=["$\d(tfnpse])/g,
    '\n$1 ',
  );
  return `${lines};\n${values.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}\n`).join('')}`;
}

/** The order of members is part of an answer; how a number is spelt is not (the formatter has its own way). */
function normalise(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
