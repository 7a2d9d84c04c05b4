import type { Command } from 'commander';
import type { UserRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { describeUser } from './describe-users.js';
import { existingGroup, existingUser, operator } from './existing.js';
import {
  addPasswordOptions,
  readPassword,
  readPasswordOptions,
  type GivenPassword,
  type PasswordOptions,
} from './password-options.js';

/** `users create|set-password`. */
export function addUserPasswordCommands(users: Command, context: CommandContext): void {
  addPasswordOptions(
    addCommand(users, 'create <email>', 'make a user; it has no rights until it joins a group')
      .option('--name <name>', 'how it is shown')
      .option('--admin', 'put it into the group Administrators of the database gateway'),
  ).action((email: string, options: CreateOptions) => createUser(context, email, options));
  addPasswordOptions(
    addCommand(users, 'set-password <email>', 'give a user another password; it is signed out everywhere'),
  ).action((email: string, options: JsonOption & PasswordOptions) => setPassword(context, email, options));
}

interface CreateOptions extends JsonOption, PasswordOptions {
  readonly name?: string;
  readonly admin?: boolean;
}

async function createUser(context: CommandContext, email: string, options: CreateOptions): Promise<void> {
  const given = await readPasswordOptions(context.wiring, options);
  await context.withServices(async (services) => {
    const { users, groups } = services.controlPlane;
    const administrators = options.admin === true ? await findAdministrators(services) : null;
    const user = await users.create(operator, {
      email,
      name: options.name ?? null,
      password: given?.password ?? null,
    });
    if (administrators !== null) await groups.addMember(operator, administrators, user.id);
    const what = administrators === null ? 'the user' : 'the administrator';
    const signIn = given === null ? ' It cannot sign in: it has no password.' : '';
    printWithPassword(context, options, user, given, `Made ${what} ${user.email} (${user.id}).${signIn}`);
  });
}

async function findAdministrators(services: CliServices): Promise<string> {
  return (await existingGroup(services, 'gateway', 'Administrators')).id;
}

async function setPassword(
  context: CommandContext,
  email: string,
  options: JsonOption & PasswordOptions,
): Promise<void> {
  const given = (await readPasswordOptions(context.wiring, options)) ?? {
    password: await readPassword(context.wiring),
    isGenerated: false,
  };
  await context.withServices(async (services) => {
    const { id } = await existingUser(services, email);
    const user = await services.controlPlane.users.setPassword(operator, id, given.password);
    printWithPassword(context, options, user, given, `Set the password of ${user.email}.`);
  });
}

/** What was typed is never printed. */
function printWithPassword(
  context: CommandContext,
  options: JsonOption,
  user: UserRecord,
  given: GivenPassword | null,
  sentence: string,
): void {
  const described = describeUser(user);
  if (given?.isGenerated !== true) {
    context.printResult(options, described, sentence);
    return;
  }
  const password = given.password.reveal();
  const text = `${sentence} The password, which nobody can show again:\n${password}`;
  context.printResult(options, { ...described, password }, text);
}
