import type { Command } from 'commander';
import type { AuthorizationState, UserState } from '../control-plane/authorization-state.js';
import { listRights, type RightRemoval } from '../control-plane/listed-rights.js';
import { PosternError } from '../foundation/postern-error.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import type { CliServices } from './cli-wiring.js';
import { existingDatabase, existingUser } from './existing.js';
import { formatTable } from './table-text.js';

/** `keys rights` and `users rights`, beside the other commands of `keys` and `users`. */
export function addRightsCommands(program: Command, context: CommandContext): void {
  addCommand(
    groupOf(program, 'keys'),
    'rights <id>',
    'list what the groups of its user grant, and what the key leaves of it',
  ).action((id: string, options: JsonOption) =>
    context.withServices(async (services) => {
      const [state] = await services.controlPlane.apiKeys.statesOf([id]);
      if (!state) throw new PosternError('NOT_FOUND', `There is no API key ${JSON.stringify(id)}.`);
      await printRights(context, services, options, state);
    }),
  );
  addCommand(
    groupOf(program, 'users'),
    'rights <email>',
    'list what the groups of the user grant in a database',
  )
    .requiredOption('--database <slug>', 'the database')
    .action((email: string, options: JsonOption & { readonly database: string }) =>
      context.withServices(async (services) => {
        await existingDatabase(services, options.database);
        const user = await existingUser(services, email);
        const state = await services.controlPlane.users.stateIn(user.id, options.database);
        if (!state?.database) throw new PosternError('NOT_FOUND');
        await printRights(context, services, options, { ...state, database: state.database });
      }),
    );
}

function groupOf(program: Command, name: string): Command {
  const group = program.commands.find((command) => command.name() === name);
  if (!group) throw new Error(`There are no commands under ${name}.`);
  return group;
}

async function printRights(
  context: CommandContext,
  services: CliServices,
  options: JsonOption,
  state: AuthorizationState | UserState,
): Promise<void> {
  const nameOf = new Map(state.groups.map(({ id, name }) => [id, name]));
  const namesOf = (ids: readonly string[]) => ids.map((id) => nameOf.get(id) ?? id).sort();
  const offer = await services.offerOf(state.database.id);
  const rights = listRights(offer, state.groups, state.key).map((right) => ({
    capability: right.capability,
    allowed: right.allowed,
    grantedBy: namesOf(right.grantedByIds),
    closedIn: namesOf(right.closedInIds),
    removedBy: right.removedBy,
  }));
  const rows = rights.map(({ capability, grantedBy, removedBy }) => [
    capability,
    grantedBy.join(', '),
    removedBy.length === 0 ? 'allowed' : `removed by ${removedBy.map((why) => words[why]).join(' and ')}`,
  ]);
  const nothing = `No group of ${state.user.email} grants anything in ${state.database.slug}.`;
  context.printResult(options, rights, formatTable(['CAPABILITY', 'GRANTED BY', ''], rows, nothing));
}

const words: Readonly<Record<RightRemoval, string>> = {
  SUBSET: "the key's subset",
  ROW_NARROWING: "the key's row narrowing, which does not fit the tables any more",
  BROKEN_ROW_RULE: 'a broken row rule of each group',
};
