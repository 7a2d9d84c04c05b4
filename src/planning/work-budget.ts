import { PosternError } from '../foundation/postern-error.js';

/** How much one operation may ask for: what is counted, and how many of them at most. */
const limits = {
  'root fields': 50,
  'output fields': 1_000,
  'relations in fields': 100,
  // Every one is a semi-join, and planning many of them takes PostgreSQL seconds.
  'relations in conditions': 20,
  // Behind a cursor each is compared beside all before it.
  'terms of orders': 30,
  // PostgreSQL sorts all rows for a single `countDistinct`.
  calculations: 200,
  'values and conditions in arguments': 5_000,
} as const;

type Counted = keyof typeof limits;

const MAX_DEPTH = 64;

/** Counts what an operation asks for while it is planned, so that no document can keep the gateway busy. */
export class WorkBudget {
  readonly #spent = new Map<Counted, number>();
  #depth = 0;

  /** Throws PosternError LIMIT_EXCEEDED. */
  spend(counted: Counted): void {
    const spent = (this.#spent.get(counted) ?? 0) + 1;
    this.#spent.set(counted, spent);
    if (spent <= limits[counted]) return;
    const sentence = `The operation has more than ${limits[counted]} ${counted}. Split it into several operations.`;
    throw new PosternError('LIMIT_EXCEEDED', sentence, { max: limits[counted] });
  }

  /** Reads one value of an argument with all that is inside it. Throws PosternError LIMIT_EXCEEDED. */
  nested<Result>(read: () => Result): Result {
    this.spend('values and conditions in arguments');
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      const sentence = `An argument nests more than ${MAX_DEPTH} levels deep. Write the condition flatter.`;
      throw new PosternError('LIMIT_EXCEEDED', sentence, { max: MAX_DEPTH });
    }
    const result = read();
    this.#depth -= 1;
    return result;
  }
}
