/**
 * The `for=` nodes of a `Forwarded` header (RFC 7239 §4), from the last element to the first; null stands for an
 * element that does not say who it is for. A header that breaks the grammar anywhere gives one null: text
 * that a client sent may have swallowed the element that our proxy appended.
 */
export function readForwardedNodes(header: string): readonly (string | null)[] {
  const nodes: (string | null)[] = [];
  let seen = new Map<string, string>();
  let at = 0;
  for (;;) {
    PAIR.lastIndex = at;
    const pair = PAIR.exec(header);
    if (pair !== null) {
      const [, name = '', token, quoted] = pair;
      const parameter = name.toLowerCase();
      if (seen.has(parameter)) return [null];
      seen.set(parameter, token ?? unquote(quoted ?? ''));
      at = PAIR.lastIndex;
    }
    SEPARATOR.lastIndex = at;
    const [separatorText, separator] = SEPARATOR.exec(header) ?? [];
    if (separatorText === undefined) return [null];
    at += separatorText.length;
    if (separator === ';') continue;
    nodes.push(nodeOf(seen));
    if (separator === '') return nodes.reverse();
    seen = new Map();
  }
}

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"((?:[\\t \\x21\\x23-\\x5b\\x5d-\\x7e\\x80-\\xff]|\\\\[\\t \\x21-\\x7e\\x80-\\xff])*)"';
const NODE = /^(?:\[[0-9A-Fa-f:.]+\]|[0-9.]+)(?::(?:[0-9]{1,5}|_[0-9A-Za-z._-]+))?$/;
const PAIR = new RegExp(`(${TOKEN})=(?:(${TOKEN})|${QUOTED})`, 'y');
/** Blanks around ";" are not in the grammar, but common and clear; the empty separator is the end. */
const SEPARATOR = /[ \t]*([,;]|$)[ \t]*/y;

/** IPv6 needs brackets and, as they and colons are no token characters, quotes; `unknown` and `_names` are no address. */
function nodeOf(parameters: ReadonlyMap<string, string>): string | null {
  const node = parameters.get('for');
  return node !== undefined && NODE.test(node) ? node : null;
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
