import type { Command } from 'commander';
import type { UserRecord } from '../control-plane/records.js';
import { formatInstant } from '../foundation/instant.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { readEveryPage } from './every-page.js';
import { existingUser, operator } from './existing.js';
import { formatTable } from './table-text.js';

/** `users create|list|disable|enable|delete`. */
export function addUserCommands(program: Command, context: CommandContext): void {
  const users = addCommandGroup(program, 'users', 'the people and services for whom keys act');
  addCommand(users, 'create <email>', 'make a user; it has no rights until it joins a group')
    .option('--name <name>', 'how it is shown')
    .action((email: string, options: JsonOption & { readonly name?: string }) =>
      context.withServices(async ({ controlPlane }) => {
        const user = await controlPlane.users.create(operator, { email, name: options.name ?? null });
        context.printResult(options, describeUser(user), `Made the user ${user.email} (${user.id}).`);
      }),
    );
  addCommand(users, 'list', 'list all users that are not deleted')
    .option('--search <text>', 'only those whose e-mail or name contains it')
    .action((options: ListOptions) => listUsers(context, options));
  addUserChange(users, context, 'disable', "stop the user's keys at once; nothing else changes");
  addUserChange(users, context, 'enable', "let the user's keys work again");
  addUserChange(users, context, 'delete', 'delete the user; its keys stop at once');
}

interface ListOptions extends JsonOption {
  readonly search?: string;
}

async function listUsers(context: CommandContext, options: ListOptions): Promise<void> {
  await context.withServices(async ({ controlPlane }) => {
    const users = await readEveryPage((request) =>
      controlPlane.users.page({ ...request, search: options.search ?? null, where: { deleted: false } }),
    );
    const rows = users.map((user) => [user.email, user.name ?? '', stateOf(user), user.id]);
    const text = formatTable(['E-MAIL', 'NAME', 'STATE', 'ID'], rows, 'There is no such user.');
    context.printResult(options, users.map(describeUser), text);
  });
}

type UserChange = 'disable' | 'enable' | 'delete';

function addUserChange(users: Command, context: CommandContext, verb: UserChange, description: string): void {
  addCommand(users, `${verb} <email>`, description).action((email: string, options: JsonOption) =>
    context.withServices(async (services) => {
      const { id } = await existingUser(services, email);
      const user = await services.controlPlane.users[verb](operator, id);
      context.printResult(options, describeUser(user), `The user ${user.email} is ${stateOf(user)}.`);
    }),
  );
}

function stateOf(user: UserRecord): string {
  if (user.deletedAtMs !== null) return 'deleted';
  return user.enabled ? 'enabled' : 'disabled';
}

function describeUser(user: UserRecord) {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    enabled: user.enabled,
    deletedAt: user.deletedAtMs === null ? null : formatInstant(user.deletedAtMs),
    createdAt: formatInstant(user.createdAtMs),
  };
}
