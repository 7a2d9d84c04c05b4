/**
 * Whether PostgreSQL certainly takes this as a regular expression, and with SIMILAR TO: a part of the syntax that is
 * large enough for rules. Where nothing can be asked of a database, what it might refuse is refused.
 */
export function isPlainRegex(text: string): boolean {
  if (text.length > MAX_LENGTH || text.startsWith('***')) return false;
  const reader = new Reader(text);
  return reader.alternatives(0) && reader.isAtEnd();
}

const MAX_LENGTH = 500;
const MAX_DEPTH = 8;
/** PostgreSQL multiplies repeats out; nested they soon become too complex for it. */
const MAX_REPEATED = 1_000;

const CLASS = /\[\^?(?:[A-Za-z0-9_ .,;:@/#+*!?%&<>="'()|{}$-]|\\[\]\\^-])+\]/y;
const ESCAPE = /\\(?:[dswDSW]|[^A-Za-z0-9])/y;
const LITERAL = /[^\\[\](){}*+?|^$]/uy;
const ANCHOR = /[.^$]/y;
const REPEAT = /[*+?]|\{(\d{1,3})(?:,(\d{0,3}))?\}/y;

class Reader {
  readonly #text: string;
  #at = 0;
  #repeated = 1;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    return this.#at === this.#text.length;
  }

  alternatives(depth: number): boolean {
    do if (!this.#sequence(depth)) return false;
    while (this.#take(/\|/y));
    return true;
  }

  #sequence(depth: number): boolean {
    let atoms = 0;
    for (;;) {
      const isAnchor = this.#text[this.#at] === '^' || this.#text[this.#at] === '$';
      if (!this.#atom(depth)) return atoms > 0;
      atoms += 1;
      if (!isAnchor && !this.#repeat()) return false;
    }
  }

  #atom(depth: number): boolean {
    if (this.#take(ANCHOR) || this.#take(LITERAL) || this.#take(ESCAPE) || this.#takeClass()) return true;
    if (depth >= MAX_DEPTH || !this.#take(/\((?:\?:)?/y)) return false;
    return this.alternatives(depth + 1) && this.#take(/\)/y) !== null;
  }

  /** Ranges in a class must go upwards; a dash stands for itself only where it comes last. */
  #takeClass(): boolean {
    const found = this.#take(CLASS);
    if (!found) return false;
    const inner = found[0].slice(1, -1).replace(/^\^/, '');
    const ranges = inner
      .replace(/-$/, '')
      .replaceAll(/[A-Za-z]-[A-Za-z]|\d-\d/g, (range) => (range.charAt(0) <= range.charAt(2) ? '' : range));
    return !ranges.includes('-') && !/\[[:.=]/.test(inner);
  }

  /** At most one: PostgreSQL refuses a repeat of a repeat. */
  #repeat(): boolean {
    const found = this.#take(REPEAT);
    if (!found) return true;
    const [, least, most] = found;
    if (least !== undefined) {
      const high = Number(most === undefined || most === '' ? least : most);
      if (high > 255 || Number(least) > high) return false;
      this.#repeated *= Math.max(high, 1);
    }
    this.#take(/\?/y);
    return this.#repeated <= MAX_REPEATED;
  }

  #take(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }
}
