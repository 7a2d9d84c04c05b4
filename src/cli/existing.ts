import type { Actor } from '../control-plane/actor.js';
import type { ApiKeyRecord, DatabaseRecord, GroupRecord, UserRecord } from '../control-plane/records.js';
import { PosternError } from '../foundation/postern-error.js';
import type { CliServices } from './cli-wiring.js';

/** As whom the command line acts, also in the audit. */
export const operator: Actor = { kind: 'operator' };

export async function existingUser({ controlPlane }: CliServices, email: string): Promise<UserRecord> {
  const user = await controlPlane.users.byEmail(email);
  return user ?? refuse(`There is no user with the e-mail ${quote(email)}. "postern users list" shows all.`);
}

export async function existingDatabase({ controlPlane }: CliServices, slug: string): Promise<DatabaseRecord> {
  const database = await controlPlane.databases.bySlug(slug);
  return database ?? refuse(`There is no database ${quote(slug)}. "postern databases list" shows all.`);
}

export async function existingGroup(services: CliServices, slug: string, name: string): Promise<GroupRecord> {
  await existingDatabase(services, slug);
  const group = await services.controlPlane.groups.byName(slug, name);
  return (
    group ??
    refuse(`The database ${quote(slug)} has no group ${quote(name)}. Make it with "postern groups create".`)
  );
}

export async function existingKey({ controlPlane }: CliServices, id: string): Promise<ApiKeyRecord> {
  const [key] = await controlPlane.apiKeys.byIds([id]);
  return key ?? refuse(`There is no API key ${quote(id)}. "postern keys list" shows all.`);
}

function refuse(sentence: string): never {
  throw new PosternError('NOT_FOUND', sentence);
}

function quote(text: string): string {
  return JSON.stringify(text);
}
