/** The items of PostgreSQL's text of an array; lists within for further dimensions. */
export type ArrayItems = readonly (string | null | ArrayItems)[];

/** `{a,"b \"c\"",NULL}`; bounds other than the usual (`[0:1]={a,b}`) are left out. */
export function readArray(text: string, delimiter: string): ArrayItems {
  const start = text.startsWith('[') ? text.indexOf('=') + 1 : 0;
  return new ArrayReader(text, start, delimiter).list();
}

class ArrayReader {
  readonly #text: string;
  readonly #delimiter: string;
  #at: number;

  constructor(text: string, at: number, delimiter: string) {
    this.#text = text;
    this.#at = at;
    this.#delimiter = delimiter;
  }

  list(): ArrayItems {
    const items: ArrayItems[number][] = [];
    this.#at += 1;
    while (this.#text[this.#at] !== '}') {
      if (this.#at >= this.#text.length) throw new Error('An array ends before its last brace.');
      items.push(this.#item());
      if (this.#text[this.#at] === this.#delimiter) this.#at += 1;
    }
    this.#at += 1;
    return items;
  }

  #item(): ArrayItems[number] {
    const first = this.#text[this.#at];
    if (first === '{') return this.list();
    if (first === '"') return this.#quoted();
    const from = this.#at;
    while (![this.#delimiter, '}', undefined].includes(this.#text[this.#at])) {
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    }
    const item = this.#text.slice(from, this.#at);
    return item === 'NULL' ? null : item.replace(/\\(.)/gs, '$1');
  }

  #quoted(): string {
    const from = this.#at + 1;
    let to = from;
    while (this.#text[to] !== '"') {
      if (to >= this.#text.length) throw new Error('An array ends before its last quote.');
      to += this.#text[to] === '\\' ? 2 : 1;
    }
    this.#at = to + 1;
    return this.#text.slice(from, to).replace(/\\(.)/gs, '$1');
  }
}
