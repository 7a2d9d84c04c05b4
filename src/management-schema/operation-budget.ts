import { getNamedType, type GraphQLField } from 'graphql';
import { PosternError } from '../foundation/postern-error.js';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from './page-arguments.js';

const MAX_STEPS = 1_000;
const MAX_VALUES = 100_000;

/**
 * Counts what an operation may come to before it runs: its fields at their price, each for as many rows as the pages above
 * it may hold. So neither aliases, nor pages within pages, nor fragments within fragments keep the gateway busy.
 */
export class OperationBudget {
  #steps = 0;
  #values = 0;

  /** A field, or a fragment that is spread. Throws PosternError LIMIT_EXCEEDED. */
  step(): void {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw exceeded(`has more than ${MAX_STEPS} fields`, MAX_STEPS);
  }

  /** A field of `rows` parents; gives back for how many rows what is below it is asked. Throws PosternError LIMIT_EXCEEDED. */
  spend(
    field: GraphQLField<unknown, unknown>,
    args: Readonly<Record<string, unknown>>,
    rows: number,
  ): number {
    this.#values += rows * priceOf(field);
    if (this.#values > MAX_VALUES) {
      throw exceeded(
        `may come to more than ${MAX_VALUES} values, counting each field for every row of its pages: ask for smaller pages ("first")`,
        MAX_VALUES,
      );
    }
    return rows * pageSizeOf(field, args);
  }
}

/** For a field that takes as much work as many values: an operation may hold about a hundred of these. */
export const dearField = { extensions: { price: 1_000 } } as const;

/** Any JSON may be as long as many texts. */
const PRICE_OF_JSON = 10;

function priceOf({ type, extensions }: GraphQLField<unknown, unknown>): number {
  const price = extensions['price'];
  if (typeof price === 'number') return price;
  return getNamedType(type).name === 'JSON' ? PRICE_OF_JSON : 1;
}

/** 1 for whatever is neither a page nor a list of a length that is asked for. */
function pageSizeOf(field: GraphQLField<unknown, unknown>, args: Readonly<Record<string, unknown>>): number {
  if (!field.args.some(({ name }) => name === 'first' || name === 'last')) return 1;
  const asked = args['first'] ?? args['last'] ?? DEFAULT_PAGE_SIZE;
  // What is out of bounds is refused by whoever reads the page.
  return Math.min(Math.max(Number(asked), 1), MAX_PAGE_SIZE);
}

function exceeded(what: string, max: number): PosternError {
  return new PosternError('LIMIT_EXCEEDED', `The operation ${what}. Split it into several operations.`, {
    max,
  });
}
