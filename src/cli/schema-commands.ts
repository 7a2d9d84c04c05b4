import type { Command } from 'commander';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';

/** `schema print`. */
export function addSchemaCommands(program: Command, context: CommandContext): void {
  const schema = addCommandGroup(program, 'schema', 'the GraphQL schema of a database');
  addCommand(schema, 'print', 'print the whole schema, as a caller with every capability sees it')
    .requiredOption('--database <slug>', 'the database; "gateway" is the management API')
    .action((options: JsonOption & { readonly database: string }) =>
      context.withServices(async (services) => {
        const sdl = await services.printSchema(options.database);
        context.printResult(options, { database: options.database, sdl }, sdl.trimEnd());
      }),
    );
}
