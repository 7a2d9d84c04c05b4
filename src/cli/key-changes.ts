import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ApiKeyRestriction, KeyWithSecret } from '../control-plane/control-plane.js';
import type { ApiKeyRecord } from '../control-plane/records.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { describeKeys } from './describe-keys.js';
import { existingKey, existingUser, operator } from './existing.js';
import { addKeyOptions, readKeyOptions, type KeyOptions } from './key-options.js';

type ApiKeys = CliServices['controlPlane']['apiKeys'];

/** `keys update|rotate|disable|enable|revoke|restore`. */
export function addKeyChanges(keys: Command, context: CommandContext): void {
  addKeyOptions(
    addCommand(keys, 'update <id>', 'change a key; its secret stays, and what is not named too')
      .option('--name <name>', 'how it is shown')
      .option('--access-as <email>', 'the user for whom it acts from now on')
      .addOption(
        new Option('--unset <option...>', 'what to take away of it').choices(Object.keys(restrictionOf)),
      ),
  ).action((id: string, options: UpdateOptions) => updateKey(context, id, options));
  addCommand(keys, 'rotate <id>', 'give a key a new secret, which is printed this one time')
    .requiredOption(
      '--overlap <seconds>',
      'how long its present secrets work on: 0 (not at all) to 2592000',
      readSeconds,
    )
    .action((id: string, options: JsonOption & { readonly overlap: number }) =>
      renewKey(context, options, (apiKeys) =>
        apiKeys.rotate(operator, { id, overlapSeconds: options.overlap }),
      ),
    );
  addChange(keys, context, 'disable', 'switch a key off; its next request is refused', 'is disabled');
  addChange(keys, context, 'enable', 'switch a key on again', 'is enabled');
  addChange(keys, context, 'revoke', 'end a key and its secrets; its next request is refused', 'is revoked');
  addCommand(keys, 'restore <id>', 'take a revocation of the last 30 days back, with a new secret').action(
    (id: string, options: JsonOption) =>
      renewKey(context, options, (apiKeys) => apiKeys.restore(operator, id)),
  );
}

interface UpdateOptions extends JsonOption, KeyOptions {
  readonly name?: string;
  readonly accessAs?: string;
  readonly unset?: readonly (keyof typeof restrictionOf)[];
}

/** By the options that set them. */
const restrictionOf = {
  description: 'DESCRIPTION',
  from: 'VALID_FROM',
  until: 'VALID_UNTIL',
  address: 'ALLOWED_ADDRESSES',
  capability: 'CAPABILITIES',
  narrow: 'ROW_NARROWING',
} as const satisfies Readonly<Record<string, ApiKeyRestriction>>;

async function updateKey(context: CommandContext, id: string, options: UpdateOptions): Promise<void> {
  await context.withServices(async (services) => {
    const { version } = await existingKey(services, id);
    const user = options.accessAs === undefined ? null : await existingUser(services, options.accessAs);
    const key = await services.controlPlane.apiKeys.update(operator, {
      ...readKeyOptions(options),
      id,
      version,
      ...(options.name !== undefined && { name: options.name }),
      ...(user && { accessAsUserId: user.id }),
      ...(options.unset && { unset: options.unset.map((option) => restrictionOf[option]) }),
    });
    await printKey(context, services, options, key, 'is up to date');
  });
}

function addChange(
  keys: Command,
  context: CommandContext,
  verb: 'disable' | 'enable' | 'revoke',
  description: string,
  outcome: string,
): void {
  addCommand(keys, `${verb} <id>`, description).action((id: string, options: JsonOption) =>
    context.withServices(async (services) => {
      const key = await services.controlPlane.apiKeys[verb](operator, id);
      await printKey(context, services, options, key, outcome);
    }),
  );
}

async function printKey(
  context: CommandContext,
  services: CliServices,
  options: JsonOption,
  key: ApiKeyRecord,
  outcome: string,
): Promise<void> {
  const [described] = await describeKeys(services, [key], context);
  const state = described?.state ?? 'unknown';
  context.printResult(
    options,
    described,
    `The key "${key.name}" (${key.id}) ${outcome}; its state is ${state}.`,
  );
}

async function renewKey(
  context: CommandContext,
  options: JsonOption,
  renew: (apiKeys: ApiKeys) => Promise<KeyWithSecret>,
): Promise<void> {
  await context.withServices(async ({ controlPlane }) => {
    const { apiKey, secret } = await renew(controlPlane.apiKeys);
    context.printResult(
      options,
      { id: apiKey.id, secret: secret.reveal() },
      `The key "${apiKey.name}" (${apiKey.id}) has a new secret, which nobody can show again:\n${secret.reveal()}`,
    );
  });
}

function readSeconds(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a whole number of seconds, such as 3600.');
}
