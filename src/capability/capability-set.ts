import { createHash } from 'node:crypto';

import { bitNumberingOf } from './bit-numbering.js';
import type { CapabilitySpace } from './capability-space.js';
import type { Verb } from './verb.js';

/**
 * An immutable set of triples (table, ROW or column, verb) and named capabilities of one space. Made by `denote`
 * and the algebra below only: the empty set is a value of its own, and nothing stands for "no restriction".
 */
export class CapabilitySet {
  readonly space: CapabilitySpace;
  readonly #words: Uint32Array;
  #fingerprint: string | null = null;

  /** For this folder; others start from `denote`, `emptySet` or `everything`. The words are copied. */
  constructor(space: CapabilitySpace, words: Uint32Array) {
    this.space = space;
    this.#words = words.slice();
  }

  /** The bits as 32-bit words, bit `n` in word `n >>> 5`: a copy, so that nobody can widen a set. */
  get bits(): Uint32Array {
    return this.#words.slice();
  }

  /** SHA-256 in hex over space and bits: equal exactly for equal sets. */
  get fingerprint(): string {
    this.#fingerprint ??= createHash('sha256')
      .update(`${this.space.fingerprint}:${Array.from(this.#words, (word) => word.toString(16)).join(',')}`)
      .digest('hex');
    return this.#fingerprint;
  }

  hasBit(bit: number): boolean {
    return (((this.#words[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) === 1;
  }

  /** Combines word by word. Throws for sets of two spaces: that is a bug, whatever the bits say. */
  combine(other: CapabilitySet, operation: (left: number, right: number) => number): CapabilitySet {
    if (this.space.fingerprint !== other.space.fingerprint) {
      throw new Error('Capability sets of two different spaces cannot be combined or compared.');
    }
    const right = other.#words;
    return new CapabilitySet(
      this.space,
      this.#words.map((word, index) => operation(word, right[index] ?? 0)),
    );
  }

  isEmpty(): boolean {
    return this.#words.every((word) => word === 0);
  }
}

export function emptySet(space: CapabilitySpace): CapabilitySet {
  return new CapabilitySet(space, emptyWords(space));
}

/** Every triple of the space, guarded columns and named capabilities too: the top of the algebra, not what `*:*` denotes. */
export function everything(space: CapabilitySpace): CapabilitySet {
  const words = emptyWords(space);
  const { bitCount } = bitNumberingOf(space);
  // Bits past the last one stay 0: equal sets must have equal words.
  for (let bit = 0; bit < bitCount; bit += 1) setBit(words, bit);
  return new CapabilitySet(space, words);
}

export function union(left: CapabilitySet, right: CapabilitySet): CapabilitySet {
  return left.combine(right, (a, b) => a | b);
}

export function intersect(left: CapabilitySet, right: CapabilitySet): CapabilitySet {
  return left.combine(right, (a, b) => a & b);
}

export function subtract(left: CapabilitySet, right: CapabilitySet): CapabilitySet {
  return left.combine(right, (a, b) => a & ~b);
}

export function includes(outer: CapabilitySet, inner: CapabilitySet): boolean {
  return subtract(inner, outer).isEmpty();
}

export function equals(left: CapabilitySet, right: CapabilitySet): boolean {
  return left.combine(right, (a, b) => a ^ b).isEmpty();
}

export function isEmpty(set: CapabilitySet): boolean {
  return set.isEmpty();
}

/** Unknown tables and verbs that the table lacks are not allowed. Keys, not names. */
export function allowsRow(set: CapabilitySet, tableKey: string, verb: Verb): boolean {
  const rowBit = bitNumberingOf(set.space).tablesByKey.get(tableKey)?.rowBits.get(verb);
  return rowBit !== undefined && set.hasBit(rowBit);
}

/** As `allowsRow`, for one column. ROW is another triple: a reference that needs both asks for both. */
export function allowsColumn(set: CapabilitySet, tableKey: string, columnKey: string, verb: Verb): boolean {
  const entry = bitNumberingOf(set.space).tablesByKey.get(tableKey);
  const rowBit = entry?.rowBits.get(verb);
  const offset = entry?.columnsByKey.get(columnKey)?.offset;
  return rowBit !== undefined && offset !== undefined && set.hasBit(rowBit + offset);
}

export function allowsNamed(set: CapabilitySet, name: string): boolean {
  const bit = bitNumberingOf(set.space).named.get(name);
  return bit !== undefined && set.hasBit(bit);
}

/** All zero. For this folder: words become a set only through `new CapabilitySet`. */
export function emptyWords(space: CapabilitySpace): Uint32Array {
  return new Uint32Array((bitNumberingOf(space).bitCount + 31) >>> 5);
}

export function setBit(words: Uint32Array, bit: number): void {
  words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
}
