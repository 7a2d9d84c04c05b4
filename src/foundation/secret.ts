import { inspect } from 'node:util';

const MASK = '[secret]';

/** Text that no JSON, template, log or inspection can print. `reveal()` is the one way to read it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
