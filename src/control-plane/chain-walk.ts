import { wasMadeAt, type AuditEventRecord, type AuditMacs } from './audit-event.js';
import { chainProblem, nameRange, type ChainProblem } from './chain-problem.js';
import { explainSuspects, type Suspect } from './explain-suspects.js';

export interface ChainEnd {
  readonly sequence: string;
  readonly mac: Buffer;
}

/** Enough to tell what was done to a few rows. Where more is wrong the walk ends: nothing can be said of the rest. */
const MAX_SUSPECTS = 24;
/** Whoever removes or puts in rows may give new numbers to those behind: up to so many rows at once are found out. */
const MAX_SHIFT = 8;

/**
 * Walks the audit from a start to its head and notes where it does not hold. An event is judged together with the one
 * behind it: a MAC that the next one builds on was there before anybody tampered.
 */
export class ChainWalk {
  readonly #macs: AuditMacs;
  readonly #head: ChainEnd;
  readonly #problems: ChainProblem[] = [];
  #suspects: readonly Suspect[] = [];
  #previous: ChainEnd;
  #waiting: AuditEventRecord | null = null;
  /** By how much the numbers that stand there are higher than those that were given. */
  #shift = 0n;
  #events = 0;

  constructor(macs: AuditMacs, start: ChainEnd, head: ChainEnd) {
    this.#macs = macs;
    this.#previous = start;
    this.#head = head;
  }

  /** Too much is wrong: what follows is not looked at. */
  get isLost(): boolean {
    return this.#suspects.length >= MAX_SUSPECTS;
  }

  add(event: AuditEventRecord): void {
    if (this.isLost) return;
    if (this.#waiting !== null) this.#judge(this.#waiting, event);
    this.#waiting = event;
    this.#events += 1;
  }

  finish(): { readonly events: number; readonly problems: readonly ChainProblem[] } {
    if (!this.isLost) {
      if (this.#waiting !== null) this.#judge(this.#waiting, null);
      this.#judgeEnd();
    }
    return { events: this.#events, problems: explainSuspects(this.#macs, this.#suspects, this.#problems) };
  }

  #judge(event: AuditEventRecord, next: AuditEventRecord | null): void {
    const { mac: previousMac, sequence: previousSequence } = this.#previous;
    const sequence = BigInt(event.sequence);
    const expected = BigInt(previousSequence) + 1n;
    this.#previous = event;
    if (sequence > expected && expected <= BigInt(this.#head.sequence)) {
      this.#noteRemoved(expected - this.#shift, sequence - 1n - this.#shift);
      this.#suspect(event, previousMac, 'unanchored');
      return;
    }
    if (this.#fits(previousMac, event, this.#shift)) return;
    const change = this.#findShift(event, next);
    if (change === null || change === 0n) {
      this.#suspect(event, previousMac, 'misfit');
      return;
    }
    const original = sequence - this.#shift;
    if (change < 0n) this.#noteRemoved(original, original - change - 1n);
    else this.#relabelInserted((_suspect, index, all) => index >= all.length - Number(change));
    this.#shift += change;
    this.#suspect(event, previousMac, 'unanchored');
  }

  /** By how many rows the numbers move at this event, judged by the one behind it; null: that does not build on it. */
  #findShift(event: AuditEventRecord, next: AuditEventRecord | null): bigint | null {
    const isBuiltOn = (shift: bigint): boolean =>
      next === null
        ? event.mac.equals(this.#head.mac) && BigInt(event.sequence) - shift === BigInt(this.#head.sequence)
        : this.#fits(event.mac, next, shift);
    return shiftsToTry.find((change) => isBuiltOn(this.#shift + change)) ?? null;
  }

  #fits(mac: Buffer, event: AuditEventRecord, shift: bigint): boolean {
    return wasMadeAt(this.#macs, mac, event, BigInt(event.sequence) - shift);
  }

  #suspect(event: AuditEventRecord, previousMac: Buffer, verdict: Suspect['verdict']): void {
    const original = BigInt(event.sequence) - this.#shift;
    this.#suspects = [...this.#suspects, { event, previousMac, original, verdict }];
  }

  #relabelInserted(isInserted: (suspect: Suspect, index: number, all: readonly Suspect[]) => boolean): void {
    this.#suspects = this.#suspects.map((suspect, index, all) =>
      isInserted(suspect, index, all) ? { ...suspect, verdict: 'inserted' } : suspect,
    );
  }

  #noteRemoved(first: bigint, last: bigint): void {
    const detail = `${nameRange('Event', [first, last])} ${first === last ? 'was' : 'were'} removed.`;
    this.#problems.push(chainProblem('removed', [first, last], detail));
  }

  /** Whether the chain ends where the head says. */
  #judgeEnd(): void {
    const last = BigInt(this.#previous.sequence) - this.#shift;
    const head = BigInt(this.#head.sequence);
    if (last < head) {
      const detail = `The chain was cut off: it went on to event ${head}, and ends at ${last}.`;
      this.#problems.push(chainProblem('cut-off', [last + 1n, head], detail));
    } else if (last > head && this.#suspects.some(({ original }) => original > head)) {
      this.#relabelInserted(({ original }) => original > head);
    } else if (last > head) {
      const detail = `The head of the chain was set back: it stands at ${head}, and the events go on to ${last}.`;
      this.#problems.push(chainProblem('replaced', [head + 1n, last], detail));
    } else if (!this.#previous.mac.equals(this.#head.mac) && this.#suspects.length === 0) {
      const detail = `The head of the chain is not that of its last event, ${last}: one of the two was replaced.`;
      this.#problems.push(chainProblem('replaced', [last, last], detail));
    }
  }
}

/** 0, -1, 1, -2, 2, … */
const shiftsToTry: readonly bigint[] = Array.from({ length: MAX_SHIFT * 2 + 1 }, (_, index) =>
  BigInt(index % 2 === 0 ? index / 2 : -(index + 1) / 2),
);
