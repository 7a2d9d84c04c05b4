import type { AuditMacs } from './audit-event.js';
import { chainProblem, nameRange, type ChainProblem } from './chain-problem.js';
import type { ChainEnd } from './chain-walk.js';
import { describeSeal, type DecisionSeal, type SealedDecision, type SealedDenial } from './decision-seal.js';
import type { SealHead } from './seal-batch.js';

export interface StoredSeal extends DecisionSeal {
  readonly mac: Buffer;
}

export interface SealedRows {
  readonly decisions: readonly SealedDecision[];
  readonly denials: readonly SealedDenial[];
}

/** Where more is wrong the walk ends. */
const MAX_PROBLEMS = 24;

/** Walks the seals of decisions from the first that is left to the head and notes where they do not hold. */
export class SealWalk {
  readonly #macs: AuditMacs;
  readonly #head: SealHead;
  /** What was made before may be gone, with its age. */
  readonly #keptSinceMs: number;
  readonly #problems: ChainProblem[] = [];
  /** Null: none was looked at yet. */
  #previous: ChainEnd | null;
  #isFirst = true;

  constructor(
    macs: AuditMacs,
    bounds: { readonly start: ChainEnd | null; readonly head: SealHead; readonly keptSinceMs: number },
  ) {
    this.#macs = macs;
    this.#previous = bounds.start;
    this.#head = bounds.head;
    this.#keptSinceMs = bounds.keptSinceMs;
  }

  get isLost(): boolean {
    return this.#problems.length >= MAX_PROBLEMS;
  }

  add(seal: StoredSeal, rows: SealedRows): void {
    this.#judgeLink(this.#previous, seal);
    this.#previous = seal;
    this.#isFirst = false;
    if (!this.#macs(describeSeal(seal, rows)).some((mac) => mac.equals(seal.mac)))
      this.#judgeRows(seal, rows);
  }

  finish(): readonly ChainProblem[] {
    if (!this.isLost) this.#judgeEnd();
    return this.#problems;
  }

  #judgeLink(previous: ChainEnd | null, { sequence, previousMac, previousAtMs }: StoredSeal): void {
    const expected = BigInt(previous?.sequence ?? 0) + 1n;
    if (BigInt(sequence) > expected) {
      // Its own MAC vouches for what the first one that is left says of the one before it.
      const isAged = this.#isFirst && previousAtMs !== null && previousAtMs < this.#keptSinceMs;
      if (!isAged) this.#noteRemoved([expected, BigInt(sequence) - 1n]);
    } else if (!previousMac.equals(previous?.mac ?? Buffer.alloc(0))) {
      const detail = `Seal ${sequence} does not build on the one before it: one of the two was replaced.`;
      this.#note('replaced', [BigInt(sequence), BigInt(sequence)], detail);
    }
  }

  #noteRemoved(range: readonly [bigint, bigint]): void {
    const name = nameRange('Seal', range);
    const detail = `${name} ${range[0] === range[1] ? 'was' : 'were'} removed before the time, with all decisions under it.`;
    this.#note('removed', range, detail);
  }

  #judgeRows(seal: StoredSeal, rows: SealedRows): void {
    const { sequence } = seal;
    const range = [BigInt(sequence), BigInt(sequence)] as const;
    const lost = seal.decisions + seal.denials - rows.decisions.length - rows.denials.length;
    if (lost > 0) this.#note('removed', range, `Under seal ${sequence}, ${count(lost)} removed.`);
    else if (lost < 0) this.#note('inserted', range, `Under seal ${sequence}, ${count(-lost)} put in later.`);
    else this.#note('edited', range, `Seal ${sequence}, or a decision under it, was edited.`);
  }

  #judgeEnd(): void {
    const head = BigInt(this.#head.sequence);
    const last = BigInt(this.#previous?.sequence ?? 0);
    if (last < head) {
      const detail = `The seals were cut off: they went on to ${head}, and end at ${last}.`;
      this.#note('cut-off', [last + 1n, head], detail);
    } else if (last > head) {
      const detail = `The head of the seals was set back: it stands at ${head}, and the seals go on to ${last}.`;
      this.#note('replaced', [head + 1n, last], detail);
    } else if (this.#previous !== null && !this.#previous.mac.equals(this.#head.mac)) {
      const detail = `The head of the seals is not that of the last one, ${last}: one of the two was replaced.`;
      this.#note('replaced', [last, last], detail);
    }
  }

  #note(kind: ChainProblem['kind'], range: readonly [bigint, bigint], detail: string): void {
    this.#problems.push(chainProblem(kind, range, detail));
  }
}

function count(rows: number): string {
  return rows === 1 ? '1 decision or count was' : `${rows} decisions or counts were`;
}
