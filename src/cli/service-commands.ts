import type { Command } from 'commander';
import type { CheckResult } from './cli-wiring.js';
import { addCommand, type CommandContext, type JsonOption } from './command-context.js';
import { FailedChecks } from './failed-checks.js';

/** `start`, `migrate`, `check`: the gateway as a service. */
export function addServiceCommands(program: Command, context: CommandContext): void {
  addCommand(program, 'start', 'start the gateway and serve until it is stopped')
    .option('--demo', 'make the sample database also where DATABASE_URL is set')
    .addHelpText(
      'after',
      '\nWithout DATABASE_URL it starts a PostgreSQL of its own, with the sample database.',
    )
    .action((options: StartOptions) => startGateway(context, options));
  addCommand(program, 'migrate', "bring the control plane's tables up to this version").action(
    async (options: JsonOption) => {
      await context.wiring.migrate();
      context.printResult(options, { migrated: true }, 'The control plane is up to date.');
    },
  );
  addCommand(
    program,
    'check',
    'look whether everything is in order; exit code 1 where something is not',
  ).action((options: JsonOption) => runChecks(context, options));
}

interface StartOptions extends JsonOption {
  readonly demo?: boolean;
}

async function startGateway(context: CommandContext, options: StartOptions): Promise<void> {
  const gateway = await context.wiring.startGateway({ demo: options.demo === true });
  context.printResult(options, { url: gateway.url }, gateway.summary);
  await gateway.stopped;
}

async function runChecks(context: CommandContext, options: JsonOption): Promise<void> {
  await context.withServices(async (services) => {
    const checks = await services.check();
    const passed = checks.every((check) => check.passed);
    context.printResult(options, { passed, checks }, checks.map(describeCheck).join('\n'));
    if (!passed) throw new FailedChecks();
  });
}

function describeCheck({ name, passed, isWarning, detail }: CheckResult): string {
  return `${isWarning === true ? 'warn' : passed ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`;
}
