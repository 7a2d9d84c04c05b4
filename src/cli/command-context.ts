import type { Command } from 'commander';
import type { CliServices, CliWiring } from './cli-wiring.js';

/** What every command works with. */
export interface CommandContext {
  readonly wiring: CliWiring;
  /** Opens the services for the time of `work`. */
  withServices(work: (services: CliServices) => Promise<void>): Promise<void>;
  /** The result of a command: JSON for programs, or the text for people. */
  printResult(options: JsonOption, result: unknown, text: string): void;
  /** A remark that is no result. */
  printRemark(sentence: string): void;
}

/** Each command has `--json`. */
export interface JsonOption {
  readonly json?: boolean;
}

export function createCommandContext(wiring: CliWiring): CommandContext {
  return {
    wiring,
    withServices: async (work) => {
      const services = await wiring.openServices();
      try {
        await work(services);
      } finally {
        await services.close();
      }
    },
    printResult: ({ json }, result, text) => {
      wiring.output.writeOut(json === true ? `${JSON.stringify(result)}\n` : `${text}\n`);
    },
    printRemark: (sentence) => wiring.output.writeError(`${sentence}\n`),
  };
}

/** A command under `parent`, with the option that all commands share. */
export function addCommand(parent: Command, nameAndArguments: string, description: string): Command {
  return parent
    .command(nameAndArguments)
    .description(description)
    .option('--json', 'print the result as JSON');
}

/** A word under which commands stand, such as `keys`; alone it shows its help. */
export function addCommandGroup(program: Command, name: string, description: string): Command {
  return program.command(name).description(description);
}

/** A command about a group, which is named within its database. */
export function addGroupCommand(groups: Command, nameAndArguments: string, description: string): Command {
  return addCommand(groups, nameAndArguments, description).requiredOption(
    '--database <slug>',
    'the database to which the group belongs',
  );
}
