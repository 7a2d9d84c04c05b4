import { sql, type RawBuilder } from 'kysely';
import { refuseInput } from './problems.js';

/** What somebody looks for in a list: rows that contain the text as it is (no pattern); case does not matter. */
export interface SoughtText {
  readonly text: string;
  /** In the case that content is kept in. */
  readonly folded: RawBuilder<unknown>;
  /** Of content in that case. */
  readonly isIn: (content: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** As `isIn`, by the index over the pieces of this content. */
  readonly isFoundIn: (content: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** Of one or two characters. */
  readonly isShort: boolean;
}

/** Null: nothing is looked for. */
export function readSearch(search: string | null | undefined): SoughtText | null {
  const text = search?.trim() ?? '';
  if (text === '') return null;
  if (text.length > 200 || text.includes('\0'))
    refuseInput('search', 'must have at most 200 characters, none of them NUL.');
  const folded = sql`lower(${text}::text)`;
  // The character between the fields of content is in none of them.
  const isIn: SoughtText['isIn'] = (content) =>
    text.includes(FIELD_SEPARATOR) ? sql`false` : sql`strpos(${content}, ${folded}) > 0`;
  return {
    text,
    folded,
    isIn,
    isFoundIn: (content) =>
      sql`(gateway.search_pieces(${content}) @> gateway.pieces_of_term(${folded}) AND ${isIn(content)})`,
    isShort: Array.from(text).length < 3,
  };
}

const FIELD_SEPARATOR = '\x1f';
