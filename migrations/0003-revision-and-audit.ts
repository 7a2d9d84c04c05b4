import { sql, type Kysely } from 'kysely';

/** The revision, which every change to authorization bumps, and the audit chain, whose head lives beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [...revision, ...bumps, ...audit]) await sql.raw(statement).execute(db);
}

const revision = [
  `CREATE TABLE gateway.revision (
     one_row boolean PRIMARY KEY DEFAULT true CHECK (one_row),
     revision bigint NOT NULL DEFAULT 1,
     audit_sequence bigint NOT NULL DEFAULT 0,
     -- MAC of the last audit event; empty before the first.
     audit_head bytea NOT NULL DEFAULT ''
   ) WITH (fillfactor = 10)`,
  `INSERT INTO gateway.revision DEFAULT VALUES`,

  `CREATE FUNCTION gateway.guard_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'UPDATE' AND NEW.revision >= OLD.revision AND NEW.audit_sequence >= OLD.audit_sequence THEN
       RETURN NEW;
     END IF;
     RAISE EXCEPTION 'gateway.revision only ever grows' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON gateway.revision
     FOR EACH ROW EXECUTE FUNCTION gateway.guard_revision()`,
  `CREATE TRIGGER never_truncated BEFORE TRUNCATE ON gateway.revision
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.guard_revision()`,

  `CREATE FUNCTION gateway.bump_revision() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     UPDATE gateway.revision SET revision = revision + 1;
     IF NOT FOUND THEN
       RAISE EXCEPTION 'gateway.revision has lost its row' USING ERRCODE = 'restrict_violation';
     END IF;
     RETURN NULL;
   END $$`,
];

const decisive = [
  'databases',
  'users',
  'groups',
  'group_members',
  'group_grants',
  'row_rules',
  'api_keys',
  'api_key_secrets',
];

// Before the statement: whoever changes something queues at the revision first and holds no row while waiting.
const bumps = decisive.map(
  (table) =>
    `CREATE TRIGGER bump_revision BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON gateway.${table}
       FOR EACH STATEMENT EXECUTE FUNCTION gateway.bump_revision()`,
);

const audit = [
  `CREATE TABLE gateway.audit_events (
     sequence bigint PRIMARY KEY CHECK (sequence >= 1),
     id text NOT NULL UNIQUE CHECK (id ~ '^[0-9A-Za-z]{16}$'),
     at timestamptz(3) NOT NULL,
     action text NOT NULL CHECK (action <> ''),
     -- A key's id, or "operator". No foreign keys: the audit outlives what it speaks of.
     actor text NOT NULL CHECK (actor <> ''),
     as_user_id text,
     target text,
     address text,
     request_id text,
     before jsonb,
     after jsonb,
     mac bytea NOT NULL CHECK (octet_length(mac) >= 16)
   )`,
  `CREATE INDEX audit_events_by_target ON gateway.audit_events (target, sequence)`,
  `CREATE INDEX audit_events_by_actor ON gateway.audit_events (actor, sequence)`,
  `CREATE INDEX audit_events_by_action ON gateway.audit_events (action, sequence)`,
  `CREATE INDEX audit_events_by_at ON gateway.audit_events (at, sequence)`,

  `CREATE FUNCTION gateway.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     RAISE EXCEPTION 'audit events are never changed or removed' USING ERRCODE = 'restrict_violation';
   END $$`,
  `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gateway.audit_events
     FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_audit_change()`,
];
