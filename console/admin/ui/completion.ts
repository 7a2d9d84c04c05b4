/** What the text in quotes at the caret can become. */
export interface Completion {
  /** Where it begins and ends, the quotes left aside. */
  readonly start: number;
  readonly end: number;
  readonly words: readonly string[];
}

const MOST_WORDS = 8;

/** Null where the caret is in no such text, or nothing fits it. */
export function completionAt(text: string, caret: number, words: readonly string[]): Completion | null {
  const typed = /"([$\w.]*)$/.exec(text.slice(0, caret))?.[1];
  if (typed === undefined) return null;
  const rest = /^[$\w.]*/.exec(text.slice(caret))?.[0] ?? '';
  const wanted = typed.toLowerCase();
  const fitting = words.filter((word) => word.toLowerCase().startsWith(wanted) && word !== typed + rest);
  // An odd number of quotes stands before a text, an even one behind it.
  const isOpen = (text.slice(0, caret).match(/"/g) ?? []).length % 2 === 1;
  if (!isOpen || fitting.length === 0) return null;
  return {
    start: caret - typed.length,
    end: caret + rest.length,
    words: fitting.slice(0, MOST_WORDS),
  };
}
