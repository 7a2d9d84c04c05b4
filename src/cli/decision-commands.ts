import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { DecisionRecord } from '../control-plane/decision-record.js';
import { formatInstant } from '../foundation/instant.js';
import { PosternError } from '../foundation/postern-error.js';
import type { CliServices } from './cli-wiring.js';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';
import { readCount } from './read-count.js';
import { readInstant } from './read-instant.js';
import { formatTable } from './table-text.js';

/** `decision`, `decisions list`. */
export function addDecisionCommands(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'decision <id>',
    'say why a request was refused, by the decisionId of its error',
  ).action((id: string, options: JsonOption) => showDecision(context, id, options));
  const decisions = addCommandGroup(program, 'decisions', 'requests that were refused in the last 30 days');
  addCommand(decisions, 'list', 'show the newest ones')
    .option('--key <id>', 'only of this key')
    .option('--code <code>', 'only with this code, such as INVALID_API_KEY')
    .option('--from <instant>', 'only from then on, such as 2026-07-01T09:00:00+02:00', readInstant)
    .option('--until <instant>', 'only before then', readInstant)
    .option('--first <count>', 'how many, up to 500', readCount, 50)
    .action((options: ListOptions) => listDecisions(context, options));
}

interface ListOptions extends JsonOption {
  readonly key?: string;
  readonly code?: string;
  readonly from?: number;
  readonly until?: number;
  readonly first: number;
}

/** A running gateway writes its decisions every two seconds. */
const WRITTEN_AFTER_MS = 3_000;
const LOOK_EVERY_MS = 300;

async function showDecision(context: CommandContext, id: string, options: JsonOption): Promise<void> {
  await context.withServices(async (services) => {
    const decision = await findSoon(services, id);
    if (decision === null) {
      throw new PosternError(
        'NOT_FOUND',
        `There is no decision ${JSON.stringify(id)}. They are kept for 30 days.`,
      );
    }
    const [described] = await describeDecisions(services, [decision]);
    if (described === undefined) return;
    context.printResult(options, described, describeForPeople(described));
  });
}

async function findSoon({ controlPlane }: CliServices, id: string): Promise<DecisionRecord | null> {
  const endMs = performance.now() + WRITTEN_AFTER_MS;
  for (;;) {
    const decision = await controlPlane.decisions.byId(id);
    if (decision !== null || performance.now() > endMs) return decision;
    await sleep(LOOK_EVERY_MS);
  }
}

async function listDecisions(context: CommandContext, options: ListOptions): Promise<void> {
  await context.withServices(async (services) => {
    const page = await services.controlPlane.decisions.page({
      first: options.first,
      where: {
        apiKeyId: options.key ?? null,
        code: options.code ?? null,
        fromMs: options.from ?? null,
        untilMs: options.until ?? null,
      },
    });
    const described = await describeDecisions(
      services,
      page.edges.map(({ node }) => node),
    );
    const rows = described.map(({ at, code, apiKey, address, count, id }) => [
      at,
      code,
      apiKey?.name ?? '',
      address ?? '',
      String(count),
      id,
    ]);
    const headings = ['AT', 'CODE', 'KEY', 'ADDRESS', 'LIKE IT', 'ID'];
    context.printResult(options, described, formatTable(headings, rows, 'There is no such decision.'));
    if (page.hasNextPage) context.printRemark('There are older ones: ask for more with --first.');
  });
}

/** A decision as `--json` prints it. */
interface DescribedDecision {
  readonly id: string;
  readonly at: string;
  readonly code: string;
  readonly apiKey: { readonly id: string; readonly name: string } | null;
  readonly address: string | null;
  /** What was noted beside the code. */
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly isShared: boolean;
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

async function describeDecisions(
  { controlPlane }: CliServices,
  decisions: readonly DecisionRecord[],
): Promise<readonly DescribedDecision[]> {
  const keys = await controlPlane.apiKeys.byIds(decisions.map(({ keyId }) => keyId ?? ''));
  return decisions.map(({ id, atMs, code, address, detail, isShared, count, ...times }, index) => {
    const key = keys[index];
    return {
      id,
      at: formatInstant(atMs),
      code,
      apiKey: key ? { id: key.id, name: key.name } : null,
      address,
      detail,
      isShared,
      count,
      firstAt: formatInstant(times.firstAtMs),
      lastAt: formatInstant(times.lastAtMs),
    };
  });
}

function describeForPeople(decision: DescribedDecision): string {
  const { code, at, apiKey, address, detail, isShared, count, firstAt, lastAt } = decision;
  const lines: readonly (readonly [string, string] | null)[] = [
    ['code', code],
    ['at', isShared ? `between ${firstAt} and ${lastAt}` : at],
    ['key', apiKey === null ? 'none that is known' : `${apiKey.name} (${apiKey.id})`],
    ['address', address ?? 'not known'],
    ...Object.entries(detail ?? {}).map(([name, value]) => [name, printValue(value)] as const),
    count > 1 ? ['like it', `${count} from ${firstAt} to ${lastAt}`] : null,
    isShared ? ['shared', 'these were only counted: nothing more is known of each of them'] : null,
  ];
  return formatTable(
    ['REFUSED', ''],
    lines.filter((line) => line !== null),
    '',
  );
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(printValue).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
