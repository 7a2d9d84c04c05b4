import { verbs, type Verb } from './verb.js';

/** A capability's text, taken apart; table (or `*`) and column are keys in the stored form, names in the printed one. */
export type CapabilitySyntax =
  | { readonly kind: 'table'; readonly table: string; readonly verb: Verb | typeof ANY }
  | {
      readonly kind: 'column';
      readonly table: string;
      readonly column: string;
      readonly verb: Verb | typeof ANY;
    };

export const ANY = '*';

/** Null when the text is no capability of a table or column. Case counts and no spaces are trimmed. */
export function readCapability(text: string): CapabilitySyntax | null {
  const match = /^([^.:\s]+)(?:\.([^.:*\s]+))?:([^.:\s]+)$/.exec(text);
  const [, table, column, verbText] = match ?? [];
  if (table === undefined || verbText === undefined) return null;
  if (table !== ANY && table.includes(ANY)) return null;
  const verb = verbText === ANY ? ANY : verbs.find((known) => known === verbText);
  if (verb === undefined) return null;
  if (column === undefined) return { kind: 'table', table, verb };
  // `*.c` would mean columns that have nothing in common but a name; `T.*` is `T` said twice. Both are refused.
  return table === ANY ? null : { kind: 'column', table, column, verb };
}

export function writeCapability(table: string, column: string | null, verb: string): string {
  return column === null ? `${table}:${verb}` : `${table}.${column}:${verb}`;
}
