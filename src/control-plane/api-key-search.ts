import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isId } from '../foundation/ids.js';
import { hasId } from './record-queries.js';
import { readSearch, type SoughtText } from './search-condition.js';
import type { PreparedSearch, Search } from './sieve.js';
import type { Tables } from './tables.js';
import { userContent } from './user-page.js';

/**
 * Keys with this text in their name, description or a tag, or in the e-mail address of their user, or with this id.
 * Of `k` and its user `u`.
 */
export function searchForApiKeys(db: Kysely<Tables>, search: string | null | undefined): Search | null {
  const sought = readSearch(search);
  if (sought === null) return null;
  const { text, isIn, isFoundIn, isShort } = sought;
  const isThisKey = isId(text) ? sql`k.id = ${text}` : sql`false`;
  const containsIn = (ofUser: RawBuilder<unknown>) =>
    sql`(${isThisKey} OR ${isIn(apiKeyContent)} OR ${ofUser})`;
  return {
    condition: containsIn(isIn(userEmail)),
    price: PRICE_OF_TEXT + PRICE_OF_USER,
    prepare: async () => {
      const ofUser = await searchByUser(db, sought);
      return {
        condition: containsIn(ofUser.condition),
        price: PRICE_OF_TEXT + ofUser.price,
        hits: sql`
          SELECT k.id, k.created_at FROM gateway.api_keys k WHERE ${isThisKey}
          UNION ALL
          SELECT s.api_key_id, s.created_at FROM gateway.api_key_search s WHERE ${isFoundIn(sql`s.content`)}
          UNION ALL
          ${ofUser.hits}`,
      };
    },
    isShort,
  };
}

const apiKeyContent = sql`gateway.api_key_content(k.name, k.description, k.tags)`;
const userEmail = sql`lower(u.email)`;

/** As a rule few users are meant, so that a key needs no look at its user. */
async function searchByUser(db: Kysely<Tables>, { isIn, isFoundIn }: SoughtText): Promise<PreparedSearch> {
  const isMeant = sql`${isFoundIn(userContent)} AND ${isIn(userEmail)}`;
  const { rows } = await sql<{ id: string }>`
    SELECT u.id FROM gateway.users u WHERE ${isMeant} LIMIT ${FEW_USERS + 1}`.execute(db);
  if (rows.length > FEW_USERS) {
    return {
      condition: isIn(userEmail),
      price: PRICE_OF_USER,
      hits: sql`
        SELECT k.id, k.created_at FROM gateway.users u JOIN gateway.api_keys k ON k.user_id = u.id WHERE ${isMeant}`,
    };
  }
  const condition = hasId(
    'k.user_id',
    rows.map(({ id }) => id),
  );
  return {
    condition,
    price: 0,
    hits: sql`SELECT k.id, k.created_at FROM gateway.api_keys k WHERE ${condition}`,
  };
}

const FEW_USERS = 500;
const PRICE_OF_TEXT = 2;
const PRICE_OF_USER = 6;
