import { sql, type RawBuilder } from 'kysely';
import type { Change } from './changes.js';
import type { StopApiKeys } from './control-plane.js';
import { readDescription, readTags } from './input-fields.js';
import { Problems } from './problems.js';
import { findDatabase, hasId, readUsers } from './record-queries.js';
import type { KeyStopRecord } from './records.js';

interface KeyStopInput extends Pick<KeyStopRecord, 'scope' | 'target' | 'reason'> {
  /** The keys that are meant, of `k`. */
  readonly condition: RawBuilder<unknown>;
}

/** A stop names one thing exactly: what nobody named must never mean all keys. */
export async function readKeyStop(change: Change, input: StopApiKeys): Promise<KeyStopInput> {
  const problems = new Problems();
  const scopes = [
    { field: 'accessAsUserId', value: input.accessAsUserId, read: readUserScope },
    { field: 'database', value: input.databaseSlug, read: readDatabaseScope },
    { field: 'tag', value: input.tag, read: readTagScope },
  ] as const;
  const reason = readReason(problems, input.reason);
  const [named, ...others] = scopes.filter(({ value }) => value !== undefined);
  for (const { field, value } of scopes) {
    if (value === null) problems.add(field, 'must not be null: leave out what is not meant.');
  }
  for (const { field } of others) problems.add(field, 'only one of user, database and tag can be named.');
  if (named === undefined) {
    return problems.fail('accessAsUserId', 'name a user (accessAsUserId), a database or a tag.');
  }
  problems.refuse();
  const scope = await named.read(change, problems, named.value ?? '');
  problems.refuse();
  return { ...scope, reason };
}

type Scope = Omit<KeyStopInput, 'reason'>;

async function readUserScope({ trx }: Change, problems: Problems, id: string): Promise<Scope> {
  const users = await readUsers(trx, hasId('u.id', [id]));
  if (users.length === 0) problems.add('accessAsUserId', 'there is no user with this id.');
  return { scope: 'USER', target: id, condition: sql`k.user_id = ${id}` };
}

async function readDatabaseScope({ trx }: Change, problems: Problems, slug: string): Promise<Scope> {
  const database =
    (await findDatabase(trx, slug)) ?? problems.fail('database', 'there is no database with this slug.');
  return { scope: 'DATABASE', target: slug, condition: sql`k.database_id = ${database.id}` };
}

function readTagScope(_change: Change, problems: Problems, text: string): Promise<Scope> {
  const [tag = ''] = readTags(problems, 'tag', [text]);
  return Promise.resolve({ scope: 'TAG', target: tag, condition: sql`k.tags @> ARRAY[${tag}::text]` });
}

function readReason(problems: Problems, reason: string | null | undefined): string | null {
  return reason === null || reason === undefined ? null : readDescription(problems, 'reason', reason);
}
