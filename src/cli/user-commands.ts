import type { Command } from 'commander';
import type { UserRecord } from '../control-plane/records.js';
import { PosternError } from '../foundation/postern-error.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { describeUser, stateOf } from './describe-users.js';
import { readEveryPage } from './every-page.js';
import { existingUser, operator } from './existing.js';
import { readJson } from './read-json.js';
import { formatTable } from './table-text.js';
import { addUserPasswordCommands } from './user-password-commands.js';
import { addUserSessionCommands } from './user-session-commands.js';

/** `users list|show|update|disable|enable|delete|restore`, and those for passwords and sessions. */
export function addUserCommands(program: Command, context: CommandContext): void {
  const users = addCommandGroup(program, 'users', 'people and services: for whom keys act, and who sign in');
  addUserPasswordCommands(users, context);
  addCommand(users, 'list', 'list all users that are not deleted')
    .option('--search <text>', 'only those whose e-mail or name contains it')
    .option('--deleted', 'those that are deleted instead')
    .action((options: ListOptions) => listUsers(context, options));
  addCommand(users, 'show <email>', 'show a user, by e-mail or id, with its groups').action(
    (email: string, options: JsonOption) => showUser(context, email, options),
  );
  addCommand(users, 'update <email>', 'change a user; what is not given stays')
    .option('--email <email>', 'the address that it is known and signs in by')
    .option('--name <name>', 'how it is shown')
    .option('--no-name', 'take its name away')
    .option(
      '--attributes <json>',
      'facts that row rules read, such as {"region":"EU"}; all of them',
      readJson,
    )
    .action((email: string, options: UpdateOptions) => updateUser(context, email, options));
  addUserChange(users, context, 'disable', "stop the user's keys at once, and sign it out");
  addUserChange(users, context, 'enable', "let the user's keys work, and the user sign in, again");
  addUserChange(users, context, 'delete', 'delete the user; its keys stop at once');
  addCommand(users, 'restore <email>', 'bring a deleted user back within 30 days, by e-mail or id').action(
    (email: string, options: JsonOption) =>
      context.withServices(async (services) => {
        const { id } = await findUser(services, email, true);
        const user = await services.controlPlane.users.restore(operator, id);
        context.printResult(options, describeUser(user), `The user ${user.email} is ${stateOf(user)}.`);
      }),
  );
  addUserSessionCommands(users, context);
}

interface ListOptions extends JsonOption {
  readonly search?: string;
  readonly deleted?: boolean;
}

async function listUsers(context: CommandContext, options: ListOptions): Promise<void> {
  await context.withServices(async ({ controlPlane }) => {
    const where = { deleted: options.deleted === true };
    const users = await readEveryPage((request) =>
      controlPlane.users.page({ ...request, search: options.search ?? null, where }),
    );
    const rows = users.map((user) => [user.email, user.name ?? '', stateOf(user), user.id]);
    const text = formatTable(['E-MAIL', 'NAME', 'STATE', 'ID'], rows, 'There is no such user.');
    context.printResult(options, users.map(describeUser), text);
  });
}

async function showUser(context: CommandContext, email: string, options: JsonOption): Promise<void> {
  await context.withServices(async (services) => {
    const { groups, databases } = services.controlPlane;
    const user = await findUser(services, email, false);
    const [memberships = []] = await groups.ofUsers([user.id]);
    const slugs = await databases.byIds(memberships.map(({ databaseId }) => databaseId));
    const shown = {
      ...describeUser(user),
      version: user.version,
      attributes: user.attributes,
      groups: memberships.map(({ name }, index) => ({ name, database: slugs[index]?.slug ?? null })),
    };
    const lines = Object.entries(shown).map(([member, value]) => [member, sayValue(value)]);
    context.printResult(options, shown, formatTable(['', ''], lines, '').trimStart());
  });
}

function sayValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

interface UpdateOptions extends JsonOption {
  readonly email?: string;
  /** False: `--no-name`. */
  readonly name?: string | boolean;
  readonly attributes?: unknown;
}

async function updateUser(context: CommandContext, email: string, options: UpdateOptions): Promise<void> {
  await context.withServices(async (services) => {
    const { id, version } = await existingUser(services, email);
    const user = await services.controlPlane.users.update(operator, {
      id,
      version,
      ...(options.email !== undefined && { email: options.email }),
      ...(typeof options.name === 'string' && { name: options.name }),
      ...(options.name === false && { unset: ['NAME'] }),
      ...(options.attributes !== undefined && { attributes: options.attributes }),
    });
    context.printResult(options, describeUser(user), `Changed the user ${user.email} (${user.id}).`);
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

/** By id, by e-mail, or by the e-mail of one that was deleted: there may be several, who are told apart by id only. */
async function findUser(services: CliServices, text: string, isDeletedMeant: boolean): Promise<UserRecord> {
  const { users } = services.controlPlane;
  const [byId] = await users.byIds([text]);
  if (byId) return byId;
  if (!isDeletedMeant) return existingUser(services, text);
  const found = await readEveryPage((request) =>
    users.page({ ...request, search: text, where: { deleted: true } }),
  );
  const email = text.trim().toLowerCase();
  const [user, ...others] = found.filter((candidate) => candidate.email.toLowerCase() === email);
  if (user === undefined) {
    throw new PosternError(
      'NOT_FOUND',
      `No deleted user has the e-mail ${JSON.stringify(text)}. "postern users list --deleted" shows all.`,
    );
  }
  if (others.length === 0) return user;
  const ids = [user, ...others].map(({ id }) => id).join(', ');
  throw new PosternError('NOT_FOUND', `Several deleted users have this e-mail; name one by its id: ${ids}.`);
}
