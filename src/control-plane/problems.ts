import { BadUserInput, type InputProblem } from '../foundation/postern-error.js';

/** Collects everything that is wrong with an input, so that the caller reads it all at once. */
export class Problems {
  readonly #found: InputProblem[] = [];

  add(field: string, message: string): void {
    this.#found.push({ field, message });
  }

  /** Notes the last thing that can be found and throws them all. */
  fail(field: string, message: string): never {
    this.add(field, message);
    this.refuse();
    throw new Error('Unreachable: there is at least one problem.');
  }

  /** Throws BadUserInput if there was any. */
  refuse(): void {
    const [first, ...rest] = this.#found;
    if (first !== undefined) throw new BadUserInput([first, ...rest]);
  }
}

export function refuseInput(field: string, message: string): never {
  throw new BadUserInput([{ field, message }]);
}
