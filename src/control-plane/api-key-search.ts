import { sql, type Kysely, type RawBuilder } from 'kysely';
import { isId } from '../foundation/ids.js';
import { hasId } from './record-queries.js';
import { readSearch, type SoughtText } from './search-condition.js';
import type { Look, PreparedSearch, Search } from './sieve.js';
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
  const isThis = (key: string) => (isId(text) ? sql`${sql.ref(key)} = ${text}` : sql`false`);
  const lookFor = ({ condition, conditionOfHit, price }: UserLook): Look => ({
    condition: sql`(${isThis('k.id')} OR ${isIn(apiKeyContent)} OR ${condition})`,
    price: PRICE_OF_TEXT + price,
    narrow: conditionOfHit && {
      rows: sql`(SELECT s.api_key_id AS id, s.created_at, s.user_id, s.content FROM gateway.api_key_search s) h`,
      condition: sql`(${isThis('h.id')} OR ${isIn(sql`h.content`)} OR ${conditionOfHit})`,
      price: PRICE_OF_NARROW_ROW,
    },
  });
  return {
    ...lookFor(lookAtUser(sought)),
    prepare: async () => {
      const user = await searchByUser(db, sought);
      return {
        ...lookFor(user),
        hits: sql`
          SELECT k.id, k.created_at FROM gateway.api_keys k WHERE ${isThis('k.id')}
          UNION ALL
          SELECT s.api_key_id, s.created_at FROM gateway.api_key_search s WHERE ${isFoundIn(sql`s.content`)}
          UNION ALL
          ${user.hits}`,
      };
    },
    isShort,
  };
}

const apiKeyContent = sql`gateway.api_key_content(k.name, k.description, k.tags)`;

/** Whether the user of a key is meant. */
interface UserLook {
  /** Of `k` and its user `u`. */
  readonly condition: RawBuilder<unknown>;
  /** Of `h`, as in a `NarrowLook`; absent where each user has to be looked up. */
  readonly conditionOfHit?: RawBuilder<unknown>;
  readonly price: number;
}

function lookAtUser({ isIn }: SoughtText): UserLook {
  return { condition: isIn(userEmail), price: PRICE_OF_USER };
}

const userEmail = sql`lower(u.email)`;

/** As a rule few users are meant, so that a key needs no look at its user. */
async function searchByUser(
  db: Kysely<Tables>,
  sought: SoughtText,
): Promise<UserLook & Pick<PreparedSearch, 'hits'>> {
  const { isIn, isFoundIn } = sought;
  const isMeant = sql`${isFoundIn(userContent)} AND ${isIn(userEmail)}`;
  const { rows } = await sql<{ id: string }>`
    SELECT u.id FROM gateway.users u WHERE ${isMeant} LIMIT ${FEW_USERS + 1}`.execute(db);
  if (rows.length > FEW_USERS) {
    return {
      ...lookAtUser(sought),
      hits: sql`
        SELECT k.id, k.created_at FROM gateway.users u JOIN gateway.api_keys k ON k.user_id = u.id WHERE ${isMeant}`,
    };
  }
  const ids = rows.map(({ id }) => id);
  const condition = hasId('k.user_id', ids);
  return {
    condition,
    conditionOfHit: hasId('h.user_id', ids),
    price: 0,
    hits: sql`SELECT k.id, k.created_at FROM gateway.api_keys k WHERE ${condition}`,
  };
}

const FEW_USERS = 500;
const PRICE_OF_TEXT = 2;
const PRICE_OF_NARROW_ROW = 0.4;
const PRICE_OF_USER = 6;
