import { Command } from 'commander';
import { addAuditCommands } from './audit-commands.js';
import type { CliWiring } from './cli-wiring.js';
import { createCommandContext } from './command-context.js';
import { addDatabaseCommands } from './database-commands.js';
import { addDecisionCommands } from './decision-commands.js';
import { addExplainCommand } from './explain-command.js';
import { addGroupCommands } from './group-commands.js';
import { addKeyCommands } from './key-commands.js';
import { addRightsCommands } from './rights-command.js';
import { addSchemaCommands } from './schema-commands.js';
import { addServiceCommands } from './service-commands.js';
import { addUserCommands } from './user-commands.js';
import { addVerifyCommand } from './verify-command.js';

/**
 * The command line `postern`: the operator's way to what the management API does, through the same services.
 * Results go to standard output, remarks and errors to standard error. `runCli` (run-cli.ts) runs it and turns
 * failures into exit codes; the command itself throws.
 */
export function createCli(wiring: CliWiring): Command {
  const program = new Command('postern')
    .description('A GraphQL gateway to PostgreSQL with key-scoped authorization.')
    .addHelpText('after', afterHelp)
    .showSuggestionAfterError(false)
    // Commands inherit both, so they have to stand before them.
    .exitOverride()
    .configureOutput({
      writeOut: (text) => wiring.output.writeOut(text),
      writeErr: (text) => wiring.output.writeError(text),
      // Whoever runs the command prints the error, once, in the form that was asked for.
      outputError: () => undefined,
    });
  const context = createCommandContext(wiring);
  addServiceCommands(program, context);
  addKeyCommands(program, context);
  addUserCommands(program, context);
  addGroupCommands(program, context);
  addDatabaseCommands(program, context);
  addSchemaCommands(program, context);
  addAuditCommands(program, context);
  addVerifyCommand(program, context);
  addDecisionCommands(program, context);
  addExplainCommand(program, context);
  addRightsCommands(program, context);
  return program;
}

const afterHelp = `
The control plane is found by DATABASE_URL, else in the folder POSTERN_DATA (default .postern).
Exit codes: 0 done, 1 refused or not found, 2 written wrongly, 3 control plane or database unreachable.
With --json standard output holds one JSON value: the result, or {"error":{"code","message","field"}}.`;
