import type { SummaryShape } from './summary-shape.js';
import { writeConstant, writeObject, type WritePart } from './write-rows.js';

/** An object of what was summed up; a row without values writes what is so of no rows. */
export function writeSummary(shape: SummaryShape, positionOf: (cell: number) => number): WritePart {
  return writeObject(
    shape.map((part) => {
      const { key } = part;
      switch (part.kind) {
        case 'constant':
          return { key, write: writeConstant(part.value) };
        case 'object':
          return { key, write: writeSummary(part.shape, positionOf) };
        case 'value': {
          const position = positionOf(part.cell);
          const { encode, ofNothing } = part;
          return {
            key,
            write: (row): string => {
              const value = row[position];
              if (value === undefined) return ofNothing;
              return value === null ? 'null' : encode(value);
            },
          };
        }
      }
    }),
  );
}
