import { CommanderError } from 'commander';
import type { CliWiring } from './cli-wiring.js';
import { createCli } from './create-cli.js';
import { FailedChecks } from './failed-checks.js';
import { describeFailure, exitCodes, type Failure } from './failure.js';

/** Runs one command, `words` being what follows `postern`, and returns the exit code. Never throws. */
export async function runCli(wiring: CliWiring, words: readonly string[]): Promise<number> {
  try {
    await createCli(wiring).parseAsync([...words], { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return exitCodes.done;
      // Help that was shown because a command is missing is the whole answer.
      if (error.code === 'commander.help') return exitCodes.usage;
    }
    if (error instanceof FailedChecks) return exitCodes.refused;
    const failure = describeFailure(error);
    printFailure(wiring, failure, words.includes('--json'));
    return failure.exitCode;
  }
}

function printFailure({ output }: CliWiring, failure: Failure, asJson: boolean): void {
  output.writeError(`${failure.message}\n`);
  if (!asJson) return;
  const { code, message, problems } = failure;
  const error = { code, message, field: problems[0]?.field ?? null, problems };
  output.writeOut(`${JSON.stringify({ error })}\n`);
}
