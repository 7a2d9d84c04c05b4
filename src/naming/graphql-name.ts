/**
 * How a name of the database becomes one of GraphQL. Words are told apart by `_`, space, `-`, `.` and by case
 * (`filmActor`, `ABCDef`), and are put together again in the case that GraphQL uses; nothing is translated,
 * singular or plural. One leading `_` is kept. Any other character is written as its code point in hex between
 * underscores (`é` → `_e9_`), so that nothing is dropped. No name starts with `__`, which GraphQL keeps for itself.
 * Two names of the database can meet in one (`film_actor`, `FilmActor`): that is for the caller to settle.
 */
export function camelName(...parts: readonly string[]): string {
  return startName(
    parts.map((part, index) => (index === 0 ? casePart(part) : capitalise(casePart(part, '')))).join(''),
  );
}

/** `filmActor` → `FilmActor`, `_tag` → `_Tag`. Two different names from `camelName` stay different. */
export function upperFirst(name: string): string {
  return name.replace(/^_?[a-z]/, (start) => start.toUpperCase());
}

/** `releaseYear` → `RELEASE_YEAR`. */
export function upperSnakeName(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])[A-Z]/g, '_$&').toUpperCase();
}

/** A label of an enum as a value: as it is where GraphQL takes it; else `PG-13` → `PG_13`, `` → `_EMPTY`. */
export function labelName(label: string): string {
  if (label === '') return '_EMPTY';
  return startName(escapeOthers(label.replace(/[\s./-]/g, '_')));
}

/** Written without quotes in PostgreSQL: lower case throughout. */
export function isPlainIdentifier(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name);
}

function casePart(part: string, leading = '_'): string {
  const spaced = part.replace(/[ .-]/g, '_');
  // Nothing but separators: an escape, or a bare `_`, is better than no name.
  if (/^_*$/.test(spaced)) return spaced === part ? '_' : escape(part);
  const words = spaced
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .split('_')
    .filter((word) => word !== '');
  const [first = '', ...others] = words.map((word) => escapeOthers(lowerAscii(word)));
  return (spaced.startsWith('_') ? leading : '') + [first, ...others.map(capitalise)].join('');
}

function capitalise(word: string): string {
  return word.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

function startName(text: string): string {
  const collapsed = text.replace(/^_{2,}/, '_');
  return /^[0-9]/.test(collapsed) ? `_${collapsed}` : collapsed;
}

function escapeOthers(text: string): string {
  return text.replace(/[^A-Za-z0-9_]+/gu, escape);
}

function escape(text: string): string {
  return `_${Array.from(text, (character) => character.codePointAt(0)?.toString(16)).join('_')}_`;
}

// Only ASCII: `toLowerCase` follows Unicode's tables, which grow.
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
