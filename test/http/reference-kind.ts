import type { Office } from '../support/office.js';

/** One kind of reference in an operation on the office. */
export interface ReferenceKind {
  readonly name: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /**
   * Everything that it refers to: `person` for rows, `person.note` for a column, `person:aggregate` and
   * `person.note:aggregate` where they are counted or calculated with. Written down by hand.
   */
  readonly needs: readonly string[];
  /** The answer, where these rows are all that there are. */
  readonly answer: (office: Office) => Readonly<Record<string, unknown>>;
}
