import { Option, type Command } from 'commander';
import { apiKeyStates, type ApiKeyState } from '../authentication/key-state.js';
import { splitAddressText } from '../foundation/ip-address.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { describeKeys, formatKeys } from './describe-keys.js';
import { readEveryPage } from './every-page.js';
import { existingDatabase, existingUser, operator } from './existing.js';
import { readInstant } from './read-instant.js';
import { readJson } from './read-json.js';

/** `keys create|list|revoke`. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const keys = addCommandGroup(program, 'keys', 'the API keys by which other systems come in');
  addCommand(keys, 'create', 'make a key; its secret is printed this one time')
    .requiredOption('--database <slug>', 'the one database that it opens')
    .requiredOption('--access-as <email>', 'the user for whom it acts; it can never do more than that user')
    .requiredOption('--name <name>', 'how it is shown')
    .option('--description <text>', 'what it is for')
    .option('--tag <tag...>', 'words by which to find it')
    .option(
      '--capability <capability...>',
      'narrow it to these; without, all that the user may do, also later',
    )
    .option('--from <instant>', 'valid from then on, such as 2026-07-01T09:00:00+02:00', readInstant)
    .option('--until <instant>', 'valid until just before then', readInstant)
    .option(
      '--narrow <json>',
      'narrow it to rows, such as {"tables":{"person":{"id":{"lt":9}}},"otherTables":"NONE"}',
      readJson,
    )
    .option('--address <list...>', 'addresses and CIDR blocks from which it may be used, separated by commas')
    .action((options: CreateOptions) => createKey(context, options));
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
  addCommand(keys, 'revoke <id>', 'end a key for good; its next request is refused').action(
    (id: string, options: JsonOption) =>
      context.withServices(async (services) => {
        const key = await services.controlPlane.apiKeys.revoke(operator, id);
        const [result] = await describeKeys(services, [key], context);
        context.printResult(options, result, `The key "${key.name}" (${key.id}) is revoked.`);
      }),
  );
}

interface CreateOptions extends JsonOption {
  readonly database: string;
  readonly accessAs: string;
  readonly name: string;
  readonly description?: string;
  readonly tag?: readonly string[];
  readonly capability?: readonly string[];
  readonly from?: number;
  readonly until?: number;
  readonly address?: readonly string[];
  readonly narrow?: unknown;
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
      name: options.name,
      description: options.description ?? null,
      tags: options.tag ?? null,
      accessAsUserId: user.id,
      databaseSlug: options.database,
      validFromMs: options.from ?? null,
      validUntilMs: options.until ?? null,
      allowedAddresses: options.address?.flatMap(splitAddressText) ?? null,
      capabilities: options.capability ?? null,
      rowNarrowing: options.narrow ?? null,
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
