import { sql, type Kysely } from 'kysely';

/** What lists of a million keys and a hundred thousand users are searched, filtered and sorted by. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...pieces, ...keys, ...users, ...states, ...order]) {
    await sql.raw(statement).execute(db);
  }
}

// Every piece of one to three characters: whatever is looked for, however short and in whichever script, begins with
// a look-up. pg_trgm has no pieces of one or two and none without letters, and not everybody may create it.
const pieces = [
  `CREATE FUNCTION gateway.search_pieces(content text) RETURNS text[]
   LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 5000 AS $$
   DECLARE
     pieces text[] := string_to_array(content, NULL);
     count integer := cardinality(pieces);
     character text;
     last text := '';
     last_two text := '';
   BEGIN
     FOREACH character IN ARRAY pieces LOOP
       pieces[count + 1] := last || character;
       pieces[count + 2] := last_two || character;
       count := count + 2;
       last_two := last || character;
       last := character;
     END LOOP;
     RETURN pieces;
   END $$`,
  // What a text that contains the term must have: of the term's pieces the longest, which are the rarest.
  `CREATE FUNCTION gateway.pieces_of_term(term text) RETURNS text[]
   LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
     SELECT array_agg(DISTINCT substr(term, place, 3)) FROM generate_series(1, greatest(length(term) - 2, 1)) place $$`,
];

// Apart from the keys, so that what changes often (stopped, revoked) does not write the large index again. Fields are
// kept apart by a character that none of them can have.
const keys = [
  `CREATE TABLE gateway.api_key_search (
     api_key_id text PRIMARY KEY REFERENCES gateway.api_keys ON DELETE CASCADE,
     -- Name, description and tags in lower case.
     content text NOT NULL
   )`,
  `CREATE FUNCTION gateway.api_key_content(name text, description text, tags text[]) RETURNS text
   LANGUAGE sql STABLE PARALLEL SAFE AS $$
     SELECT lower(concat_ws(chr(31), name, description, array_to_string(tags, chr(31)))) $$`,
  `CREATE FUNCTION gateway.begin_api_key_search() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     INSERT INTO gateway.api_key_search (api_key_id, content)
       SELECT id, gateway.api_key_content(name, description, tags) FROM inserted;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER begin_search AFTER INSERT ON gateway.api_keys REFERENCING NEW TABLE AS inserted
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.begin_api_key_search()`,
  `CREATE FUNCTION gateway.follow_api_key_search() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE gateway.api_key_search SET content = gateway.api_key_content(NEW.name, NEW.description, NEW.tags)
       WHERE api_key_id = NEW.id;
     RETURN NULL;
   END $$`,
  `CREATE TRIGGER follow_search AFTER UPDATE OF name, description, tags ON gateway.api_keys
     FOR EACH ROW WHEN ((NEW.name, NEW.description, NEW.tags) IS DISTINCT FROM (OLD.name, OLD.description, OLD.tags))
     EXECUTE FUNCTION gateway.follow_api_key_search()`,
  `INSERT INTO gateway.api_key_search (api_key_id, content)
     SELECT id, gateway.api_key_content(name, description, tags) FROM gateway.api_keys`,
  // Without a list of what is still to be sorted in: a search would read all of it.
  `CREATE INDEX api_key_search_by_piece ON gateway.api_key_search
     USING gin (gateway.search_pieces(content)) WITH (fastupdate = off)`,
];

const users = [
  `CREATE FUNCTION gateway.user_content(email text, name text) RETURNS text
   LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT lower(email || chr(31) || coalesce(name, '')) $$`,
  `CREATE INDEX users_by_piece ON gateway.users
     USING gin (gateway.search_pieces(gateway.user_content(email, name))) WITH (fastupdate = off)`,
];

// What few rows are as a rule, so that those few are found.
const states = [
  `CREATE INDEX api_keys_revoked ON gateway.api_keys (id) WHERE revoked_at IS NOT NULL`,
  `CREATE INDEX api_keys_disabled ON gateway.api_keys (id) WHERE disabled`,
  `CREATE INDEX api_keys_by_start ON gateway.api_keys (valid_from) WHERE valid_from IS NOT NULL`,
  `CREATE INDEX users_disabled ON gateway.users (id) WHERE NOT enabled`,
  `CREATE INDEX users_deleted ON gateway.users (id) WHERE deleted_at IS NOT NULL`,
];

// Folded by the rules of "C", as e-mail addresses are.
const order = [
  `DROP INDEX gateway.api_keys_by_name`,
  `CREATE INDEX api_keys_by_name ON gateway.api_keys (lower(name COLLATE "C"), id)`,
];
