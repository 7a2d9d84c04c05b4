import type { Command } from 'commander';
import type { GroupRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, addGroupCommand, type CommandContext, type JsonOption } from './command-context.js';
import { describeGroup, sayWhatMembersMay } from './describe-groups.js';
import { readEveryPage } from './every-page.js';
import { existingDatabase, existingGroup } from './existing.js';
import { formatTable } from './table-text.js';

/** `groups list|show`. */
export function addGroupViewCommands(groups: Command, context: CommandContext): void {
  addCommand(groups, 'list', 'list the groups of a database, or of all')
    .option('--database <slug>', 'only those of this database')
    .action((options: JsonOption & { readonly database?: string }) => listGroups(context, options));
  addGroupCommand(groups, 'show <name>', 'show what a group grants, and who is in it').action(
    (name: string, options: JsonOption & { readonly database: string }) => showGroup(context, name, options),
  );
}

async function listGroups(
  context: CommandContext,
  options: JsonOption & { readonly database?: string },
): Promise<void> {
  await context.withServices(async (services) => {
    if (options.database !== undefined) await existingDatabase(services, options.database);
    const { groups } = services.controlPlane;
    const records = await readEveryPage((request) =>
      groups.page({ ...request, databaseSlug: options.database ?? null }),
    );
    const slugs = await slugsOf(services, records);
    const listed = records.map(({ id, version, name, databaseId, apiAccess }) => ({
      id,
      version,
      name,
      database: slugs.get(databaseId) ?? '',
      apiAccess,
    }));
    const rows = listed.map((group) => [
      group.name,
      group.database,
      group.apiAccess ? 'yes' : 'no',
      group.id,
    ]);
    const text = formatTable(['NAME', 'DATABASE', 'API ACCESS', 'ID'], rows, 'There is no group.');
    context.printResult(options, listed, text);
  });
}

async function slugsOf(
  { controlPlane }: CliServices,
  groups: readonly GroupRecord[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(groups.map(({ databaseId }) => databaseId))];
  const databases = await controlPlane.databases.byIds(ids);
  return new Map(databases.flatMap((database) => (database ? [[database.id, database.slug]] : [])));
}

async function showGroup(
  context: CommandContext,
  name: string,
  options: JsonOption & { readonly database: string },
): Promise<void> {
  await context.withServices(async (services) => {
    const record = await existingGroup(services, options.database, name);
    const group = await describeGroup(services, record, options.database);
    const members = await readEveryPage((request) =>
      services.controlPlane.users.page({ ...request, where: { group: record.id, deleted: false } }),
    );
    const emails = members.map(({ email }) => email);
    const text = `${sayWhatMembersMay(group)}\nMembers: ${emails.join(', ') || 'none'}.`;
    context.printResult(options, { ...group, members: emails }, text);
  });
}
