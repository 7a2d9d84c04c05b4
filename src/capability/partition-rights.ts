import { bitNumberingOf, type NumberedTable } from './bit-numbering.js';
import type { CapabilitySet } from './capability-set.js';
import { sortTexts } from './capability-text.js';
import { writeCapability } from './capability-syntax.js';

/** One printed capability, and in which of several sets it is. */
export interface PlacedRight {
  /** By name, without wildcards. */
  readonly capability: string;
  /** One for each set, in their order. */
  readonly isIn: readonly boolean[];
}

/**
 * The `listed` set, printed as `printSet` does, but so fine that each text is either in one of the `sets` as a whole
 * or not at all: `T:v` where all open columns of the table fare alike, else each column by itself. Sorted.
 */
export function partitionRights(listed: CapabilitySet, sets: readonly CapabilitySet[]): PlacedRight[] {
  const numbering = bitNumberingOf(listed.space);
  const place = (capability: string, bit: number): PlacedRight[] =>
    listed.hasBit(bit) ? [{ capability, isIn: sets.map((set) => set.hasBit(bit)) }] : [];
  const placed = [
    ...[...numbering.named].flatMap(([text, bit]) => place(text, bit)),
    ...[...numbering.tablesByKey.values()].flatMap((entry) =>
      [...entry.rowBits].flatMap(([verb, rowBit]) => partitionVerb(entry, verb, rowBit, place)),
    ),
  ];
  const byText = new Map(placed.map((right) => [right.capability, right]));
  return sortTexts([...byText.keys()]).flatMap((text) => byText.get(text) ?? []);
}

function partitionVerb(
  { table, columnsByName }: NumberedTable,
  verb: string,
  rowBit: number,
  place: (capability: string, bit: number) => PlacedRight[],
): readonly PlacedRight[] {
  const columns = [...columnsByName.values()];
  const placeColumns = (isGuarded: boolean) =>
    columns
      .filter(({ column }) => column.guarded === isGuarded)
      .map(({ column, offset }) => place(writeCapability(table.name, column.name, verb), rowBit + offset));
  const whole = writeCapability(table.name, null, verb);
  const open = placeColumns(false);
  const [first] = open;
  if (first === undefined) return [...place(whole, rowBit), ...placeColumns(true).flat()];
  // A column is never without its row, so what holds for all open columns holds for the table.
  const fareAlike = open.every((one) => isSame(one[0], first[0]));
  const ofTable = first.map((right) => ({ ...right, capability: whole }));
  return [...(fareAlike ? ofTable : open.flat()), ...placeColumns(true).flat()];
}

/** Undefined for what is not listed. */
function isSame(left: PlacedRight | undefined, right: PlacedRight | undefined): boolean {
  if (left === undefined || right === undefined) return left === right;
  return left.isIn.every((is, index) => is === right.isIn[index]);
}
