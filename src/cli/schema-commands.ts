import type { Command } from 'commander';
import { addCommand, addCommandGroup, type CommandContext, type JsonOption } from './command-context.js';

/** `schema print`. */
export function addSchemaCommands(program: Command, context: CommandContext): void {
  const schema = addCommandGroup(program, 'schema', 'the GraphQL schema of a database');
  addCommand(schema, 'print', 'print the whole schema, as a caller with every capability sees it')
    .requiredOption('--database <slug>', 'the database; "gateway" is the management API')
    .option('--as <key id>', 'as the holder of this API key sees it')
    .action((options: JsonOption & { readonly database: string; readonly as?: string }) =>
      context.withServices(async (services) => {
        const sdl = await services.printSchema(options.database, options.as ?? null);
        context.printResult(options, { database: options.database, sdl }, sdl.trimEnd());
      }),
    );
}
