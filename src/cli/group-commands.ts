import type { Command } from 'commander';
import type { GroupRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addCommandGroup, addGroupCommand, type CommandContext, type JsonOption } from './command-context.js';
import { existingDatabase, existingGroup, existingUser, operator } from './existing.js';
import { describeGroup, sayWhatMembersMay } from './describe-groups.js';
import { addGroupViewCommands } from './group-view-commands.js';
import { addRuleCommands } from './rule-commands.js';

/** `groups create|update|delete|grant|revoke|add-member|remove-member`, those that show groups, and those for row rules. */
export function addGroupCommands(program: Command, context: CommandContext): void {
  const groups = addCommandGroup(program, 'groups', 'what users may do in a database');
  addGroupViewCommands(groups, context);
  addLifeCommands(groups, context);
  addGrantCommands(groups, context);
  addRuleCommands(groups, context);
  addMemberCommand(groups, context, 'add-member', 'put a user into a group');
  addMemberCommand(groups, context, 'remove-member', 'take a user out of a group');
}

function addLifeCommands(groups: Command, context: CommandContext): void {
  addGroupCommand(groups, 'create <name>', 'make a group')
    .option('--capability <capability...>', CAPABILITY_HELP)
    .option('--no-api-access', 'by itself it does not let its members use the API')
    .action((name: string, options: CreateOptions) =>
      changeGroup(context, options, async (services) => {
        await existingDatabase(services, options.database);
        return services.controlPlane.groups.create(operator, {
          name,
          databaseSlug: options.database,
          capabilities: options.capability ?? [],
          apiAccess: options.apiAccess,
        });
      }),
    );
  addGroupCommand(groups, 'update <name>', 'rename a group, or let its members use the API or not')
    .option('--name <name>', 'what it is to be called')
    .option('--api-access', 'let its members use the API')
    .option('--no-api-access', 'let them do so only by another group')
    .action((name: string, options: UpdateOptions) =>
      changeGroup(context, options, async (services) => {
        const { id, version } = await existingGroup(services, options.database, name);
        return services.controlPlane.groups.update(operator, {
          id,
          version,
          ...(options.name !== undefined && { name: options.name }),
          ...(options.apiAccess !== undefined && { apiAccess: options.apiAccess }),
        });
      }),
    );
  addGroupCommand(groups, 'delete <name>', 'delete a group; its members lose what it granted').action(
    (name: string, options: GroupOptions) =>
      context.withServices(async (services) => {
        const { id } = await existingGroup(services, options.database, name);
        const group = await services.controlPlane.groups.delete(operator, id);
        const text = `Deleted the group ${group.name} of ${options.database}.`;
        context.printResult(options, { id, name: group.name, database: options.database }, text);
      }),
  );
}

function addGrantCommands(groups: Command, context: CommandContext): void {
  addGroupCommand(groups, 'grant <name>', 'let the members of a group do more')
    .requiredOption('--capability <capability...>', CAPABILITY_HELP)
    .action((name: string, options: GroupOptions & { readonly capability: readonly string[] }) =>
      changeGroup(context, options, async (services) => {
        const group = await existingGroup(services, options.database, name);
        return services.controlPlane.groups.grant(operator, group.id, options.capability);
      }),
    );
  addGroupCommand(groups, 'revoke <name>', 'let the members of a group do less')
    .requiredOption('--capability <capability...>', 'as they were granted; one or more, by GraphQL name')
    .action((name: string, options: GroupOptions & { readonly capability: readonly string[] }) =>
      changeGroup(context, options, async (services) => {
        const group = await existingGroup(services, options.database, name);
        return services.controlPlane.groups.revoke(operator, group.id, options.capability);
      }),
    );
}

function addMemberCommand(
  groups: Command,
  context: CommandContext,
  verb: 'add-member' | 'remove-member',
  description: string,
): void {
  addGroupCommand(groups, `${verb} <name> <email>`, description).action(
    (name: string, email: string, options: GroupOptions) =>
      changeGroup(context, options, async (services) => {
        const group = await existingGroup(services, options.database, name);
        const user = await existingUser(services, email);
        const change = verb === 'add-member' ? 'addMember' : 'removeMember';
        return services.controlPlane.groups[change](operator, group.id, user.id);
      }),
  );
}

const CAPABILITY_HELP =
  'such as person:select or person.privateNote:select, "*" for any table or any verb; one or more, by GraphQL name';

interface GroupOptions extends JsonOption {
  readonly database: string;
}

interface CreateOptions extends GroupOptions {
  readonly capability?: readonly string[];
  readonly apiAccess: boolean;
}

interface UpdateOptions extends GroupOptions {
  readonly name?: string;
  readonly apiAccess?: boolean;
}

async function changeGroup(
  context: CommandContext,
  options: GroupOptions,
  change: (services: CliServices) => Promise<GroupRecord>,
): Promise<void> {
  await context.withServices(async (services) => {
    const group = await describeGroup(services, await change(services), options.database);
    context.printResult(options, group, sayWhatMembersMay(group));
  });
}
