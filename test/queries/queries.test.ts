import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serveCrm, type ServedCrm } from '../database-schema/serve-crm.js';
import { furnishShelf } from './furnish-shelf.js';
import { runQuery } from './run-query.js';

/*
 * Each case is a query (`cases/name.graphql`, perhaps with `name.variables.json`), what is sent to PostgreSQL for it
 * (`name.sql`: statements, and the values that they are bound to) and the answer (`name.json`).
 * `UPDATE_QUERIES=1 npm test -- test/queries && npx prettier --write test/queries` writes the last two anew. Read the
 * difference before you commit it: these files are the specification.
 */

const folder = new URL('cases/', import.meta.url);
const isUpdate = process.env['UPDATE_QUERIES'] === '1';
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.graphql'))
  .map((file) => file.slice(0, -'.graphql'.length))
  .sort();

let crm: ServedCrm;
beforeAll(async () => {
  crm = await serveCrm(furnishShelf);
});
afterAll(() => crm.close());

it('there are cases, and every file belongs to one', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
  const known = new Set(
    names.flatMap((name) => ['.graphql', '.sql', '.json', '.variables.json'].map((ending) => name + ending)),
  );
  expect(readdirSync(folder).filter((file) => !known.has(file))).toEqual([]);
});

it.each(names)('%s: the statements and the answer are the ones on file', async (name) => {
  const { sql, answer } = await runCase(readCase(name), variablesOf(name));
  if (isUpdate) {
    writeFileSync(new URL(`${name}.sql`, folder), sql);
    writeFileSync(new URL(`${name}.json`, folder), answer);
    return;
  }
  expect(sql).toBe(readText(`${name}.sql`));
  expect(normalise(answer)).toBe(normalise(readText(`${name}.json`)));
});

it.each(names)('%s: a second run takes the plan of the first and gives the same', async (name) => {
  const first = await runCase(readCase(name), variablesOf(name));
  const second = await runCase(readCase(name), variablesOf(name));
  expect(second.variant).toBe(first.variant);
  expect({ sql: second.sql, answer: second.answer }).toEqual({ sql: first.sql, answer: first.answer });
});

async function runCase(text: string, variables: Readonly<Record<string, unknown>>) {
  const { variant, statements, data, truncated } = await runQuery(crm, text, variables);
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

function readCase(name: string): string {
  return readText(`${name}.graphql`);
}

function variablesOf(name: string): Record<string, unknown> {
  const file = `${name}.variables.json`;
  if (!readdirSync(folder).includes(file)) return {};
  return JSON.parse(readText(file)) as Record<string, unknown>;
}

function readText(file: string): string {
  return readFileSync(new URL(file, folder), 'utf8');
}

/** The order of members is part of an answer; how a number is spelt is not (the formatter has its own way). */
function normalise(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
