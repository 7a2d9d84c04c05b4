import { InvalidArgumentError, type Command } from 'commander';
import { formatAddress, parseAddress } from '../foundation/ip-address.js';
import type { AccessQuestion } from '../management-schema/access-explanation.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import type { CliServices } from './cli-wiring.js';
import { describeExplanation } from './describe-explanation.js';
import { existingDatabase, existingUser } from './existing.js';
import { FailedChecks } from './failed-checks.js';
import { readInstant } from './read-instant.js';
import { UsageError } from './usage-error.js';

/** `explain`. */
export function addExplainCommand(program: Command, context: CommandContext): void {
  addCommand(
    program,
    'explain <query>',
    'show what the gateway would answer, check by check, and run nothing',
  )
    .option('--as <key id>', 'the API key that would ask')
    .option('--user <email>', 'in place of a key: the user who would ask, signed in; needs --database')
    .option('--database <slug>', 'the database that would be asked; that of the key when absent')
    .option('--address <address>', 'where the request would come from; not known when absent', readAddress)
    .option('--at <instant>', 'when, such as 2026-07-01T09:00:00+02:00; now when absent', readInstant)
    .option('--variables <json>', 'the variables of the operation', readObject)
    .option('--operation <name>', 'which operation of the document')
    .addHelpText('after', '\n<query> is a GraphQL document, or - to read it from standard input.')
    .action((query: string, options: ExplainOptions) => explain(context, query, options));
}

interface ExplainOptions extends JsonOption {
  readonly as?: string;
  readonly user?: string;
  readonly database?: string;
  readonly address?: string;
  readonly at?: number;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operation?: string;
}

async function explain(context: CommandContext, query: string, options: ExplainOptions): Promise<void> {
  const document = query === '-' ? await context.wiring.readStandardInput() : query;
  await context.withServices(async (services) => {
    const explanation = await services.explainAccess({
      who: await whoOf(services, options),
      databaseSlug: options.database ?? null,
      operation: {
        query: document,
        variables: options.variables,
        operationName: options.operation ?? null,
      },
      address: options.address ?? null,
      atMs: options.at ?? null,
    });
    context.printResult(options, explanation, describeExplanation(explanation));
    if (!explanation.allowed) throw new FailedChecks();
  });
}

async function whoOf(
  services: CliServices,
  { as, user, database }: ExplainOptions,
): Promise<AccessQuestion['who']> {
  if (as !== undefined && user === undefined) return { kind: 'key', keyId: as };
  if (as !== undefined || user === undefined)
    throw new UsageError('Say who would ask: either --as or --user.');
  if (database === undefined) throw new UsageError('With --user, say which --database would be asked.');
  await existingDatabase(services, database);
  return { kind: 'user', userId: (await existingUser(services, user)).id };
}

function readAddress(text: string): string {
  const address = parseAddress(text);
  if (address.kind === 'parsed') return formatAddress(address.value);
  throw new InvalidArgumentError(address.problem);
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('Write a JSON object, such as \'{"id": 7}\'.');
}
