/** PostgreSQL's text of a composite, `(1,"a ""b""",)`: one text for each attribute, null for what is not there. */
export function readRecord(text: string): readonly (string | null)[] {
  const values: (string | null)[] = [];
  let at = 1;
  for (;;) {
    const part = readPart(text, at, ',)');
    values.push(part.value);
    at = part.end + 1;
    if (text[part.end] !== ',') return values;
  }
}

export interface RangeText {
  readonly isEmpty: boolean;
  /** Null: open. */
  readonly lower: string | null;
  readonly upper: string | null;
  readonly lowerInclusive: boolean;
  readonly upperInclusive: boolean;
}

const EMPTY: RangeText = {
  isEmpty: true,
  lower: null,
  upper: null,
  lowerInclusive: false,
  upperInclusive: false,
};

/** `[1,10)`, `["2024-01-01 00:00:00+00",)`, `empty`. */
export function readRange(text: string): RangeText {
  return text === 'empty' ? EMPTY : readRangeAt(text, 0).range;
}

/** `{[1,3),[5,7)}`. */
export function readMultirange(text: string): readonly RangeText[] {
  const ranges: RangeText[] = [];
  let at = 1;
  while (text[at] === '[' || text[at] === '(') {
    const { range, end } = readRangeAt(text, at);
    ranges.push(range);
    at = end + (text[end] === ',' ? 1 : 0);
  }
  return ranges;
}

function readRangeAt(text: string, start: number): { readonly range: RangeText; readonly end: number } {
  const lower = readPart(text, start + 1, ',');
  const upper = readPart(text, lower.end + 1, ')]');
  const range = {
    isEmpty: false,
    lower: lower.value,
    upper: upper.value,
    lowerInclusive: text[start] === '[',
    upperInclusive: text[upper.end] === ']',
  };
  return { range, end: upper.end + 1 };
}

/** Up to one of `ends` outside of quotes. In quotes a quote is doubled or has a backslash. */
function readPart(
  text: string,
  start: number,
  ends: string,
): { readonly value: string | null; readonly end: number } {
  let at = start;
  let value = '';
  let isQuoted = false;
  for (; at < text.length && (isQuoted || !ends.includes(text.charAt(at))); at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      at += 1;
      value += text.charAt(at);
    } else if (character !== '"') {
      value += character;
    } else if (isQuoted && text[at + 1] === '"') {
      at += 1;
      value += '"';
    } else {
      isQuoted = !isQuoted;
    }
  }
  if (at >= text.length) throw new Error('A value of several parts ends before its last bracket.');
  return { value: at === start ? null : value, end: at };
}
