import type { Command } from 'commander';
import type { GroupRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addCommandGroup, addGroupCommand, type CommandContext, type JsonOption } from './command-context.js';
import { existingDatabase, existingGroup, existingUser, operator } from './existing.js';
import { addRuleCommands } from './rule-commands.js';

/** `groups create|grant|revoke|add-member`, and the commands for row rules. */
export function addGroupCommands(program: Command, context: CommandContext): void {
  const groups = addCommandGroup(program, 'groups', 'what users may do in a database');
  addGroupCommand(groups, 'create <name>', 'make a group')
    .option('--capability <capability...>', CAPABILITY_HELP)
    .action((name: string, options: GroupOptions & { readonly capability?: readonly string[] }) =>
      changeGroup(context, options, async (services) => {
        await existingDatabase(services, options.database);
        const capabilities = options.capability ?? [];
        return services.controlPlane.groups.create(operator, {
          name,
          databaseSlug: options.database,
          capabilities,
        });
      }),
    );
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
  addRuleCommands(groups, context);
  addGroupCommand(groups, 'add-member <name> <email>', 'put a user into a group').action(
    (name: string, email: string, options: GroupOptions) =>
      changeGroup(context, options, async (services) => {
        const group = await existingGroup(services, options.database, name);
        const user = await existingUser(services, email);
        return services.controlPlane.groups.addMember(operator, group.id, user.id);
      }),
  );
}

const CAPABILITY_HELP =
  'such as person:select or person.privateNote:select, "*" for any table or any verb; one or more, by GraphQL name';

interface GroupOptions extends JsonOption {
  readonly database: string;
}

async function changeGroup(
  context: CommandContext,
  options: GroupOptions,
  change: (services: CliServices) => Promise<GroupRecord>,
): Promise<void> {
  await context.withServices(async (services) => {
    const group = await change(services);
    const [stored = []] = await services.controlPlane.groups.grantsOf([group.id]);
    const capabilities = await services.printCapabilities(group.databaseId, stored);
    const result = {
      id: group.id,
      name: group.name,
      database: options.database,
      apiAccess: group.apiAccess,
      capabilities,
    };
    const may = capabilities.length === 0 ? 'nothing yet' : capabilities.join(', ');
    context.printResult(
      options,
      result,
      `Members of the group ${group.name} of ${options.database} may: ${may}.`,
    );
  });
}
