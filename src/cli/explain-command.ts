import { InvalidArgumentError, type Command } from 'commander';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import type { CliServices } from './cli-wiring.js';
import { FailedChecks } from './failed-checks.js';

/** `explain`. */
export function addExplainCommand(program: Command, context: CommandContext): void {
  addCommand(program, 'explain <query>', 'show what an operation would read for a key, and run nothing')
    .requiredOption('--as <key id>', 'the API key')
    .option('--variables <json>', 'the variables of the operation', readObject)
    .option('--operation <name>', 'which operation of the document')
    .addHelpText('after', '\n<query> is a GraphQL document, or - to read it from standard input.')
    .action((query: string, options: ExplainOptions) => explain(context, query, options));
}

interface ExplainOptions extends JsonOption {
  readonly as: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operation?: string;
}

async function explain(context: CommandContext, query: string, options: ExplainOptions): Promise<void> {
  const document = query === '-' ? await context.wiring.readStandardInput() : query;
  await context.withServices(async (services) => {
    const explanation = await services.explain(options.as, {
      query: document,
      ...(options.operation !== undefined && { operationName: options.operation }),
      ...(options.variables && { variables: options.variables }),
    });
    context.printResult(options, explanation, describe(explanation));
    if (explanation.kind !== 'allowed') throw new FailedChecks();
  });
}

function describe(explanation: Awaited<ReturnType<CliServices['explain']>>): string {
  switch (explanation.kind) {
    case 'invalid':
      return `The operation does not fit what the key may see:\n${explanation.problems.join('\n')}`;
    case 'forbidden':
      return `The operation is forbidden. Missing:\n${explanation.missing.join('\n')}`;
    case 'allowed': {
      const statements = explanation.statements.map(({ sql, parameters }) => {
        const values = parameters.map((value, index) => `  $${index + 1} = ${JSON.stringify(value)}`);
        return [sql, ...values].join('\n');
      });
      const plan = `Plan\n${JSON.stringify(explanation.plan, null, 2)}`;
      return [plan, ...statements.map((text, index) => `Statement ${index + 1}\n${text}`)].join('\n\n');
    }
  }
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
