import { bitNumberingOf, type BitNumbering, type NumberedTable } from './bit-numbering.js';
import type { CapabilitySpace } from './capability-space.js';
import { CapabilitySet, emptyWords, setBit } from './capability-set.js';
import { ANY, readCapability } from './capability-syntax.js';
import type { Verb } from './verb.js';

/**
 * What a list of stored capabilities (by key) means in this space: the union of what each means.
 * `T:v` is ROW and every column that is not guarded; `T.c:v` is ROW and `c`, guarded or not; a wildcard is all
 * that it stands for, except guarded columns. So `T.c:*` on a guarded `c` denotes nothing: "only its own
 * `<table>.<column>:<verb>`" is read strictly, and there is no row to see without a column.
 * A named capability is covered by its own text only. What the space does not know denotes nothing.
 */
export function denote(space: CapabilitySpace, stored: readonly string[]): CapabilitySet {
  const numbering = bitNumberingOf(space);
  const words = emptyWords(space);
  for (const text of stored) {
    for (const bit of bitsOf(numbering, text)) setBit(words, bit);
  }
  return new CapabilitySet(space, words);
}

function bitsOf(numbering: BitNumbering, stored: string): readonly number[] {
  const namedBit = numbering.named.get(stored);
  if (namedBit !== undefined) return [namedBit];
  const capability = readCapability(stored);
  if (capability === null) return [];
  if (capability.kind === 'column') {
    const entry = numbering.tablesByKey.get(capability.table);
    return entry === undefined ? [] : bitsOfColumn(entry, capability.column, capability.verb);
  }
  return tablesOf(numbering, capability.table).flatMap((entry) => bitsOfTable(entry, capability.verb));
}

function bitsOfTable(entry: NumberedTable, verb: Verb | typeof ANY): readonly number[] {
  const open = [...entry.columnsByKey.values()].filter(({ column }) => !column.guarded);
  return rowBitsOf(entry, verb).flatMap((rowBit) => [rowBit, ...open.map(({ offset }) => rowBit + offset)]);
}

function bitsOfColumn(entry: NumberedTable, columnKey: string, verb: Verb | typeof ANY): readonly number[] {
  const numbered = entry.columnsByKey.get(columnKey);
  if (numbered === undefined || (numbered.column.guarded && verb === ANY)) return [];
  return rowBitsOf(entry, verb).flatMap((rowBit) => [rowBit, rowBit + numbered.offset]);
}

function tablesOf(numbering: BitNumbering, table: string): readonly NumberedTable[] {
  if (table === ANY) return [...numbering.tablesByKey.values()];
  const entry = numbering.tablesByKey.get(table);
  return entry === undefined ? [] : [entry];
}

function rowBitsOf(entry: NumberedTable, verb: Verb | typeof ANY): readonly number[] {
  if (verb === ANY) return [...entry.rowBits.values()];
  const rowBit = entry.rowBits.get(verb);
  return rowBit === undefined ? [] : [rowBit];
}
