import { createHash } from 'node:crypto';

import { verbs, type Verb } from './verb.js';

/**
 * This folder is the algebra of what a caller may do: capabilities as text denote sets of triples (table, ROW or
 * column, verb), and what a key may do is an intersection of such sets. Everything here is pure; nothing here
 * knows users, keys or SQL. This file: what capabilities can speak of in one database.
 */
export function createCapabilitySpace(grantables: Grantables): CapabilitySpace {
  const tables = grantables.tables.map(checkTable);
  checkUnique(
    'table key',
    tables.map((table) => table.key),
  );
  checkUnique(
    'table name',
    tables.map((table) => table.name),
  );
  const named = grantables.named.map(checkNamed);
  checkUnique('named capability', named);
  return Object.freeze({
    tables: Object.freeze(tables),
    named: Object.freeze(named),
    fingerprint: hash(tables, named),
  });
}

/**
 * What capabilities can speak of in one database: its tables and columns with the keys by which grants are
 * stored and the names by which they are printed. Every triple (table, ROW or column, verb) has one bit, so that
 * a set of capabilities is a bit set and the algebra is the algebra of sets.
 */
export interface Grantables {
  readonly tables: readonly GrantableTable[];
  /** Capabilities that no wildcard covers, such as `users:impersonate`; stored and printed alike. */
  readonly named: readonly string[];
}

export interface GrantableTable {
  /** Stored form: the name-lock id (`t12`); in the database `gateway` the name itself. */
  readonly key: string;
  readonly name: string;
  readonly verbs: readonly Verb[];
  readonly columns: readonly GrantableColumn[];
}

export interface GrantableColumn {
  readonly key: string;
  readonly name: string;
  /** Covered only by its own `<table>.<column>:<verb>`, by no table capability and no wildcard. */
  readonly guarded: boolean;
}

export interface CapabilitySpace extends Grantables {
  /** Changes when any table, column, verb, guard or named capability does: SHA-256 in hex. */
  readonly fingerprint: string;
}

// Copied and frozen: a space that changed under its sets would give their bits another meaning.
function checkTable(table: GrantableTable): GrantableTable {
  checkWord(table.key);
  checkWord(table.name);
  const columns = table.columns.map((column) => {
    checkWord(column.key);
    checkWord(column.name);
    return Object.freeze({ key: column.key, name: column.name, guarded: column.guarded });
  });
  checkUnique(
    `column key of ${table.name}`,
    columns.map((column) => column.key),
  );
  checkUnique(
    `column name of ${table.name}`,
    columns.map((column) => column.name),
  );
  checkUnique(`verb of ${table.name}`, table.verbs);
  return Object.freeze({
    key: table.key,
    name: table.name,
    verbs: Object.freeze([...table.verbs]),
    columns: Object.freeze(columns),
  });
}

function checkNamed(text: string): string {
  const verb = text.slice(text.indexOf(':') + 1);
  if (verb === '*' || verbs.some((known) => known === verb)) {
    throw new Error(
      `The named capability ${text} reads like a table's capability, which a wildcard would cover.`,
    );
  }
  return text;
}

function checkWord(word: string): void {
  if (!/^[^.:*\s]+$/.test(word)) throw new Error(`${JSON.stringify(word)} cannot stand in a capability.`);
}

function checkUnique(what: string, words: readonly string[]): void {
  const seen = new Set<string>();
  for (const word of words) {
    if (seen.has(word)) throw new Error(`The ${what} ${word} stands twice in a capability space.`);
    seen.add(word);
  }
}

// JSON of nested arrays is injective: no two spaces share a text. Order counts, since it numbers the bits.
function hash(tables: readonly GrantableTable[], named: readonly string[]): string {
  const content = tables.map((table) => [
    table.key,
    table.name,
    table.verbs,
    table.columns.map((column) => [column.key, column.name, column.guarded]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([content, named]))
    .digest('hex');
}
