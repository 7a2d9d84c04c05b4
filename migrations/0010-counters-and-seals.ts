import { sql, type Kysely } from 'kysely';

/** Use and denials of a key by day, and decisions that stand for themselves, under seals. None of it bumps the revision. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...days, ...decisions, ...seals]) await sql.raw(statement).execute(db);
}

const days = [
  // Days of UTC. Counted up in the background; rows older than 400 days are removed.
  `CREATE TABLE gateway.api_key_days (
     api_key_id text NOT NULL REFERENCES gateway.api_keys ON DELETE CASCADE,
     day date NOT NULL,
     -- ACCEPTED, or the code of a denial.
     outcome text NOT NULL CHECK (outcome <> ''),
     count bigint NOT NULL CHECK (count >= 1),
     PRIMARY KEY (api_key_id, day, outcome)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX api_key_days_by_day ON gateway.api_key_days (day)`,
];

const decisions = [
  // They carry no seal, and there was no way yet to look one up.
  `DELETE FROM gateway.decisions`,
  // key_id is the key that was denied, also where the bucket does not name it: whoever holds no key gets to know the
  // bucket's id, and must not learn by it which keys exist.
  `ALTER TABLE gateway.decisions
     ADD COLUMN code text NOT NULL,
     ADD COLUMN key_id text,
     ADD COLUMN address text,
     ADD COLUMN seal_sequence bigint NOT NULL`,
  `DROP INDEX gateway.decisions_by_at`,
  `CREATE INDEX decisions_by_at ON gateway.decisions (at, id)`,
  `CREATE INDEX decisions_by_key ON gateway.decisions (key_id, at, id) WHERE key_id IS NOT NULL`,
  `CREATE INDEX decisions_by_code ON gateway.decisions (code, at, id)`,
  `CREATE INDEX decisions_by_seal ON gateway.decisions (seal_sequence)`,
  // Null: still counted up, or its gateway ended before it could seal it.
  `ALTER TABLE gateway.denials ADD COLUMN seal_sequence bigint`,
  `CREATE INDEX denials_by_seal ON gateway.denials (seal_sequence) WHERE seal_sequence IS NOT NULL`,
];

const seals = [
  // One for each batch that was written: its MAC covers the decisions and the final buckets of the batch, and the MAC
  // before it. That and its time stand here too, since seals older than 30 days are removed, from the first on.
  `CREATE TABLE gateway.decision_seals (
     sequence bigint PRIMARY KEY CHECK (sequence >= 1),
     at timestamptz(3) NOT NULL,
     decisions integer NOT NULL CHECK (decisions >= 0),
     denials integer NOT NULL CHECK (denials >= 0),
     previous_at timestamptz(3) CHECK ((previous_at IS NULL) = (sequence = 1)),
     previous_mac bytea NOT NULL,
     mac bytea NOT NULL CHECK (octet_length(mac) >= 16)
   )`,
  `CREATE TABLE gateway.decision_seal_head (
     one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
     sequence bigint NOT NULL DEFAULT 0,
     at timestamptz(3),
     -- Empty before the first.
     mac bytea NOT NULL DEFAULT ''
   ) WITH (fillfactor = 10)`,
  `INSERT INTO gateway.decision_seal_head DEFAULT VALUES`,

  `CREATE FUNCTION gateway.refuse_sealed_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'what is sealed is never changed' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON gateway.decisions
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_sealed_change()`,
  `CREATE TRIGGER never_changed BEFORE UPDATE OR TRUNCATE ON gateway.decision_seals
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_sealed_change()`,
  `CREATE TRIGGER never_changed BEFORE UPDATE ON gateway.denials
     FOR EACH ROW WHEN (OLD.seal_sequence IS NOT NULL) EXECUTE FUNCTION gateway.refuse_sealed_change()`,

  `CREATE FUNCTION gateway.guard_seal_head() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.sequence > OLD.sequence THEN RETURN NEW; END IF;
     RAISE EXCEPTION 'gateway.decision_seal_head only ever grows' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON gateway.decision_seal_head
     FOR EACH ROW EXECUTE FUNCTION gateway.guard_seal_head()`,
  `CREATE TRIGGER never_truncated BEFORE TRUNCATE ON gateway.decision_seal_head
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.guard_seal_head()`,
];
