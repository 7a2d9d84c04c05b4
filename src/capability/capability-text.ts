import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import { bitNumberingOf, type NumberedTable } from './bit-numbering.js';
import type { CapabilitySet } from './capability-set.js';
import type { CapabilitySpace } from './capability-space.js';
import { ANY, readCapability, writeCapability, type CapabilitySyntax } from './capability-syntax.js';
import { verbs, type Verb } from './verb.js';

/**
 * The stored form (by key) of a capability that somebody wrote by name. Strict: it must say something about this
 * space now. The sentences repeat only what was written and never suggest another name.
 */
export function storeCapability(space: CapabilitySpace, text: string): Parsed<string> {
  const numbering = bitNumberingOf(space);
  if (numbering.named.has(text)) return parsed(text);
  const capability = readCapability(text);
  if (capability === null) return refused(describeMisreading(text));
  const entry = numbering.tablesByName.get(capability.table);
  if (entry === undefined) {
    if (capability.table === ANY) return parsed(text);
    return refused(
      `${quote(text)} names the table ${quote(capability.table)}, which this database does not have.`,
    );
  }
  const { verb } = capability;
  if (verb !== ANY && !entry.rowBits.has(verb)) {
    return refused(
      `${quote(text)}: the table ${capability.table} has the verbs ${entry.table.verbs.join(', ')} only.`,
    );
  }
  return capability.kind === 'table'
    ? parsed(writeCapability(entry.table.key, null, verb))
    : storeOfColumn(text, entry, capability);
}

/** By name; null when the table or column (or named capability) that it speaks of is gone. */
export function printCapability(space: CapabilitySpace, stored: string): string | null {
  const numbering = bitNumberingOf(space);
  if (numbering.named.has(stored)) return stored;
  const capability = readCapability(stored);
  if (capability === null) return null;
  if (capability.table === ANY) return stored;
  const entry = numbering.tablesByKey.get(capability.table);
  if (entry === undefined) return null;
  if (capability.kind === 'table') return writeCapability(entry.table.name, null, capability.verb);
  const numbered = entry.columnsByKey.get(capability.column);
  return numbered === undefined
    ? null
    : writeCapability(entry.table.name, numbered.column.name, capability.verb);
}

/**
 * The set in its normal form, sorted, by name, without wildcards: `T:v` where it has ROW and every column that is
 * not guarded, each guarded column by itself; else `T.c:v` for each column. Never says more than the set: ROW
 * alone (a user's `T.a:v` narrowed by a key's `T.b:v`) has no text of its own unless the table has no open column,
 * and is left out. Every set that `denote` gives is printed in full.
 */
export function printSet(set: CapabilitySet): string[] {
  return printBy(set, (row, columns, open) =>
    row ? { table: isSubset(open, columns), columns: [...columns] } : { table: false, columns: [] },
  );
}

/**
 * What would have to be granted to hold at least the set, for sentences about what is missing: as `printSet`,
 * but ROW alone is `T:v` and a column without ROW is `T.c:v`. Never says less than the set.
 */
export function printNeeded(set: CapabilitySet): string[] {
  return printBy(set, (row, columns, open) => ({
    table: row && (columns.size === 0 || isSubset(open, columns)),
    columns: [...columns],
  }));
}

/** Every capability that can be granted here, by name, without wildcards; sorted. */
export function listCapabilities(space: CapabilitySpace): string[] {
  const texts = space.tables.flatMap((table) =>
    table.verbs.flatMap((verb) => [
      writeCapability(table.name, null, verb),
      ...table.columns.map((column) => writeCapability(table.name, column.name, verb)),
    ]),
  );
  return sortTexts([...texts, ...space.named]);
}

type Wording = (
  row: boolean,
  columns: ReadonlySet<string>,
  open: ReadonlySet<string>,
) => { readonly table: boolean; readonly columns: readonly string[] };

function printBy(set: CapabilitySet, wording: Wording): string[] {
  const numbering = bitNumberingOf(set.space);
  const texts = [...numbering.named].filter(([, bit]) => set.hasBit(bit)).map(([text]) => text);
  for (const entry of numbering.tablesByKey.values()) {
    const columns = [...entry.columnsByName.values()];
    const open = new Set(columns.filter(({ column }) => !column.guarded).map(({ column }) => column.name));
    for (const [verb, rowBit] of entry.rowBits) {
      const held = columns
        .filter(({ offset }) => set.hasBit(rowBit + offset))
        .map(({ column }) => column.name);
      const words = wording(set.hasBit(rowBit), new Set(held), open);
      if (words.table) texts.push(writeCapability(entry.table.name, null, verb));
      for (const name of words.columns) {
        // What `T:v` says already is not said again.
        if (!(words.table && open.has(name))) texts.push(writeCapability(entry.table.name, name, verb));
      }
    }
  }
  return sortTexts(texts);
}

function isSubset(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  return [...inner].every((name) => outer.has(name));
}

function storeOfColumn(
  text: string,
  entry: NumberedTable,
  capability: Extract<CapabilitySyntax, { kind: 'column' }>,
): Parsed<string> {
  const numbered = entry.columnsByName.get(capability.column);
  if (numbered === undefined) {
    return refused(
      `${quote(text)} names the column ${quote(capability.column)}, which the table ${entry.table.name} does not have.`,
    );
  }
  if (numbered.column.guarded && capability.verb === ANY) {
    return refused(
      `${quote(text)}: no wildcard reaches a guarded column; name each verb, such as ${suggestVerb(entry, capability.column)}.`,
    );
  }
  return parsed(writeCapability(entry.table.key, numbered.column.key, capability.verb));
}

function suggestVerb(entry: NumberedTable, column: string): string {
  return quote(writeCapability(entry.table.name, column, entry.table.verbs[0] ?? 'select'));
}

function describeMisreading(text: string): string {
  const verb: string = text.slice(text.lastIndexOf(':') + 1);
  if (/^[^:\s]+:[^:\s]+$/.test(text) && verb !== ANY && !isVerb(verb)) {
    return `${quote(text)}: there is no verb ${quote(verb)}; verbs are ${verbs.join(', ')} and "*".`;
  }
  return `${quote(text)} is not a capability: write "<table>:<verb>" or "<table>.<column>:<verb>", with "*" for any table or any verb.`;
}

function isVerb(text: string): text is Verb {
  return verbs.some((verb) => verb === text);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

// By code unit: the same on every machine, unlike the order of a locale.
export function sortTexts(texts: readonly string[]): string[] {
  return [...texts].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
}
