import { Option, type Command } from 'commander';
import { apiKeyStates, type ApiKeyState } from '../authentication/key-state.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { describeKeys, formatKeys } from './describe-keys.js';
import { readEveryPage } from './every-page.js';
import { existingDatabase, existingUser, operator } from './existing.js';
import { addKeyChanges } from './key-changes.js';
import { addKeyOptions, readKeyOptions, type KeyOptions } from './key-options.js';
import { addKeyStops } from './key-stops.js';
import { addKeyUseCommand } from './key-use-command.js';
import { readInstant } from './read-instant.js';
import { showKey } from './show-key.js';

/** `keys create|list|show`, and what changes and stops keys. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const keys = addCommandGroup(program, 'keys', 'the API keys by which other systems come in');
  addKeyOptions(
    addCommand(keys, 'create', 'make a key; its secret is printed this one time')
      .requiredOption('--database <slug>', 'the one database that it opens')
      .requiredOption('--access-as <email>', 'the user for whom it acts; it can never do more than that user')
      .requiredOption('--name <name>', 'how it is shown'),
  ).action((options: CreateOptions) => createKey(context, options));
  addCommand(keys, 'list', 'list all keys')
    .option('--database <slug>', 'only keys of this database')
    .option('--access-as <email>', 'only keys that act for this user')
    .option('--search <text>', 'only keys with it in name, description, tags or the e-mail of their user')
    .addOption(
      new Option('--state <state...>', 'only keys that are in one of these now').choices(apiKeyStates),
    )
    .option('--tag <tag>', 'only keys with this tag')
    .option('--never-used', 'only keys that were never used')
    .option('--expires-before <instant>', 'only keys that end before then', readInstant)
    .option('--breaking-policy', 'only keys that break a policy of their database')
    .action((options: ListOptions) => listKeys(context, options));
  addCommand(keys, 'show <id>', 'all that is known of a key').action((id: string, options: JsonOption) =>
    showKey(context, id, options),
  );
  addKeyUseCommand(keys, context);
  addKeyChanges(keys, context);
  addKeyStops(keys, context);
}

interface CreateOptions extends JsonOption, KeyOptions {
  readonly database: string;
  readonly accessAs: string;
  readonly name: string;
}

interface ListOptions extends JsonOption {
  readonly database?: string;
  readonly accessAs?: string;
  readonly search?: string;
  readonly state?: readonly ApiKeyState[];
  readonly tag?: string;
  readonly neverUsed?: boolean;
  readonly expiresBefore?: number;
  readonly breakingPolicy?: boolean;
}

async function createKey(context: CommandContext, options: CreateOptions): Promise<void> {
  await context.withServices(async (services) => {
    await existingDatabase(services, options.database);
    const user = await existingUser(services, options.accessAs);
    const { apiKey, secret } = await services.controlPlane.apiKeys.create(operator, {
      ...readKeyOptions(options),
      name: options.name,
      accessAsUserId: user.id,
      databaseSlug: options.database,
    });
    context.printResult(
      options,
      { id: apiKey.id, secret: secret.reveal() },
      `Made the key "${apiKey.name}" (${apiKey.id}). Its secret, which nobody can show again:\n${secret.reveal()}`,
    );
  });
}

async function listKeys(context: CommandContext, options: ListOptions): Promise<void> {
  await context.withServices(async (services) => {
    if (options.database !== undefined) await existingDatabase(services, options.database);
    const user = options.accessAs === undefined ? null : await existingUser(services, options.accessAs);
    const keys = await readEveryPage((request) =>
      services.controlPlane.apiKeys.page({
        ...request,
        search: options.search ?? null,
        where: {
          databaseSlug: options.database ?? null,
          accessAsUserId: user?.id ?? null,
          state: options.state ?? null,
          tag: options.tag ?? null,
          neverUsed: options.neverUsed ?? null,
          expiresBeforeMs: options.expiresBefore ?? null,
          breaksPolicy: options.breakingPolicy ?? null,
        },
      }),
    );
    const described = await describeKeys(services, keys, context);
    context.printResult(options, described, formatKeys(described));
  });
}
