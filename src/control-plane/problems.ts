import { BadUserInput, type InputProblem } from '../foundation/postern-error.js';

/** Collects everything that is wrong with an input, so that the caller reads it all at once: one problem for each field. */
export class Problems {
  readonly #found = new Map<string, InputProblem>();

  add(field: string, message: string): void {
    const noted = this.#found.get(field);
    this.#found.set(field, { field, message: noted === undefined ? message : `${noted.message} ${message}` });
  }

  /** Notes the last thing that can be found and throws them all. */
  fail(field: string, message: string): never {
    this.add(field, message);
    this.refuse();
    throw new Error('Unreachable: there is at least one problem.');
  }

  /** Throws BadUserInput if there was any. */
  refuse(): void {
    const [first, ...rest] = this.#found.values();
    if (first !== undefined) throw new BadUserInput([first, ...rest]);
  }
}

export function refuseInput(field: string, message: string): never {
  throw new BadUserInput([{ field, message }]);
}
