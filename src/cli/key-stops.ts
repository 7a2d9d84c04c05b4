import type { Command } from 'commander';
import type { KeyStopRecord } from '../control-plane/records.js';
import { formatInstant } from '../foundation/instant.js';
import { withoutAbsent } from '../management-schema/without-absent.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { readEveryPage } from './every-page.js';
import { existingUser, operator } from './existing.js';
import { formatTable } from './table-text.js';

/** `keys stop|undo-stop|stops`. */
export function addKeyStops(keys: Command, context: CommandContext): void {
  addCommand(keys, 'stop', 'disable every key of a user, a database or a tag at once; say one of the three')
    .option('--access-as <email>', 'all keys that act for this user')
    .option('--database <slug>', 'all keys of this database')
    .option('--tag <tag>', 'all keys with this tag')
    .option('--reason <text>', 'why, for other administrators')
    .action((options: StopOptions) => stopKeys(context, options));
  addCommand(keys, 'undo-stop <id>', 'let the keys of a stop work again').action(
    (id: string, options: JsonOption) =>
      context.withServices(async ({ controlPlane }) => {
        const stop = await controlPlane.apiKeys.undoStop(operator, id);
        context.printResult(
          options,
          describeStop(stop),
          `The stop ${stop.id} is undone. Keys that were switched by themselves since, or that another stop holds, stay as they are.`,
        );
      }),
  );
  addCommand(keys, 'stops', 'list all stops, those that were undone too').action((options: JsonOption) =>
    context.withServices(async (services) => {
      const stops = await readEveryPage((request) => services.controlPlane.apiKeys.stops(request));
      context.printResult(options, stops.map(describeStop), await formatStops(services, stops));
    }),
  );
}

interface StopOptions extends JsonOption {
  readonly accessAs?: string;
  readonly database?: string;
  readonly tag?: string;
  readonly reason?: string;
}

async function stopKeys(context: CommandContext, options: StopOptions): Promise<void> {
  await context.withServices(async (services) => {
    const user = options.accessAs === undefined ? null : await existingUser(services, options.accessAs);
    const stop = await services.controlPlane.apiKeys.stop(
      operator,
      withoutAbsent({
        accessAsUserId: user?.id,
        databaseSlug: options.database,
        tag: options.tag,
        reason: options.reason,
      }),
    );
    const keys = stop.count === 1 ? 'one key is' : `${stop.count} keys are`;
    context.printResult(
      options,
      describeStop(stop),
      `Stopped: ${keys} disabled. "postern keys undo-stop ${stop.id}" takes it back.`,
    );
  });
}

async function formatStops({ controlPlane }: CliServices, stops: readonly KeyStopRecord[]): Promise<string> {
  const userIds = stops.flatMap(({ scope, target }) => (scope === 'USER' ? [target] : []));
  const users = await controlPlane.users.byIds(userIds);
  const emailOf = new Map(users.flatMap((user) => (user === null ? [] : [[user.id, user.email]])));
  const rows = stops.map((stop) => [
    formatInstant(stop.atMs),
    stop.scope.toLowerCase(),
    emailOf.get(stop.target) ?? stop.target,
    String(stop.count),
    stop.by,
    stop.undoneAtMs === null ? 'stands' : formatInstant(stop.undoneAtMs),
    stop.reason ?? '',
    stop.id,
  ]);
  const headings = ['AT', 'SCOPE', 'TARGET', 'KEYS', 'BY', 'UNDONE', 'REASON', 'ID'];
  return formatTable(headings, rows, 'Nothing was ever stopped.');
}

function describeStop({ atMs, undoneAtMs, ...others }: KeyStopRecord) {
  return {
    ...others,
    at: formatInstant(atMs),
    undoneAt: undoneAtMs === null ? null : formatInstant(undoneAtMs),
  };
}
