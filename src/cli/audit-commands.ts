import type { Command } from 'commander';
import type { AuditEventRecord } from '../control-plane/audit-event.js';
import type { AuditWhere } from '../control-plane/control-plane.js';
import { formatInstant } from '../foundation/instant.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { readCount } from './read-count.js';
import { readInstant } from './read-instant.js';
import { formatTable } from './table-text.js';

/** `audit list|export|seal`. */
export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = addCommandGroup(program, 'audit', 'who changed what: the audit');
  addFilters(addCommand(audit, 'list', 'show the newest changes'))
    .option('--first <count>', 'how many, up to 500', readCount, 50)
    .action((options: ListOptions) => listEvents(context, options));
  addCommand(
    audit,
    'seal',
    'print where the audit ends now, as JSON to be kept elsewhere; "verify-audit --seal" compares with it',
  ).action(() => printSeal(context));
  addFilters(audit.command('export').description('print all changes in their order, one JSON object a line'))
    .option('--json', 'changes nothing: the result is JSON anyway')
    .action((options: FilterOptions) => exportEvents(context, options));
}

interface FilterOptions extends JsonOption {
  readonly from?: number;
  readonly until?: number;
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
}

interface ListOptions extends FilterOptions {
  readonly first: number;
}

function addFilters(command: Command): Command {
  return command
    .option('--from <instant>', 'only from then on, such as 2026-07-01T09:00:00+02:00', readInstant)
    .option('--until <instant>', 'only before then', readInstant)
    .option('--actor <actor>', 'only by this key, this user (by id), or "operator"')
    .option('--action <action>', 'only this action, such as apiKeys.revoke')
    .option('--target <id>', 'only changes of what has this id');
}

function whereOf({ from, until, actor, action, target }: FilterOptions): AuditWhere {
  return {
    fromMs: from ?? null,
    untilMs: until ?? null,
    actor: actor ?? null,
    action: action ?? null,
    target: target ?? null,
  };
}

async function listEvents(context: CommandContext, options: ListOptions): Promise<void> {
  await context.withServices(async ({ controlPlane }) => {
    const page = await controlPlane.audit.page({ first: options.first, where: whereOf(options) });
    const events = page.edges.map(({ node }) => node);
    const rows = events.map((event) => [
      formatInstant(event.atMs),
      event.action,
      event.target ?? '',
      event.actor,
      event.address ?? '',
      event.sequence,
    ]);
    const headings = ['AT', 'ACTION', 'TARGET', 'ACTOR', 'ADDRESS', 'SEQUENCE'];
    context.printResult(
      options,
      events.map(describeEvent),
      formatTable(headings, rows, 'There is no such change.'),
    );
    if (page.hasNextPage) {
      context.printRemark('There are older ones: ask for more with --first, or for all with "audit export".');
    }
  });
}

async function exportEvents(context: CommandContext, options: FilterOptions): Promise<void> {
  const { output } = context.wiring;
  await context.withServices(({ controlPlane }) =>
    controlPlane.audit.export(whereOf(options), async (events) => {
      output.writeOut(events.map((event) => `${JSON.stringify(describeEvent(event))}\n`).join(''));
      // Whoever reads more slowly than the database writes is waited for: memory must not grow with the audit.
      await output.drained();
    }),
  );
}

async function printSeal(context: CommandContext): Promise<void> {
  await context.withServices(async ({ controlPlane }) => {
    const seal = await controlPlane.audit.seal();
    context.printResult({ json: true }, seal, '');
  });
}

/** As it is exported: everything that its MAC covers, and the MAC. */
function describeEvent(event: AuditEventRecord) {
  const { sequence, id, atMs, action, actor, asUserId, target, address, requestId, before, after, mac } =
    event;
  const at = formatInstant(atMs);
  return {
    ...{ sequence, id, at, action, actor, asUserId, target, address, requestId, before, after },
    mac: mac.toString('hex'),
  };
}
