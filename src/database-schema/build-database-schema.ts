import type { GraphQLSchema } from 'graphql';
import type { NamedCatalog, NamedTable } from '../naming/named-catalog.js';
import { meaning, neverResolved, type Resolution } from './field-options.js';
import { createComparisonTypes } from './comparison-types.js';
import { createInputTypes, type InputTypes } from './input-types.js';
import { createLeafTypes } from './leaf-types.js';
import { createOutputTypes, type OutputTypes } from './output-types.js';
import { createDatabaseSchemaBuilder, type DatabaseSchemaBuilder } from './schema-builder.js';
import { createValueTypes } from './value-types.js';

/**
 * A database schema: the GraphQL face of a registered database, built with Pothos in loops over its named catalog.
 * Resolvers never run (the planner answers), so a field is its type, its meaning to the planner and its
 * `authScopes`. What a caller may see is the same builder over a smaller catalog.
 */
export interface DatabaseSchema {
  readonly schema: GraphQLSchema;
  readonly builder: DatabaseSchemaBuilder;
}

export function buildDatabaseSchema(
  catalog: NamedCatalog,
  resolution: Resolution = neverResolved,
): DatabaseSchema {
  const builder = createDatabaseSchemaBuilder();
  const leaves = createLeafTypes(builder, catalog);
  const values = createValueTypes(builder, leaves, resolution);
  const inputs = createInputTypes(builder, values, createComparisonTypes(builder, leaves, values));
  const outputs = createOutputTypes(builder, values, inputs, resolution);
  builder.queryType({ description: 'What this API key can read.' });
  // PostgreSQL has tables without columns; a type without fields would make the whole schema invalid.
  const tables = catalog.tables.filter((table) => table.columns.length > 0);
  if (tables.length === 0) addNothing(builder);
  for (const table of tables) addTable(builder, table, inputs, outputs, resolution);
  return { schema: builder.toSchema({ sortSchema: false }), builder };
}

/** GraphQL has no type without fields: a caller who may see no table gets this one. */
function addNothing(builder: DatabaseSchemaBuilder): void {
  builder.queryField('nothing', (t) =>
    t.boolean({
      description: 'This caller may read no table of the database.',
      authScopes: { caller: true },
      extensions: meaning({ kind: 'nothing' }),
      resolve: () => null,
    }),
  );
}

function addTable(
  builder: DatabaseSchemaBuilder,
  table: NamedTable,
  inputs: InputTypes,
  outputs: OutputTypes,
  resolution: Resolution,
): void {
  const rowScope = { capability: [{ table, column: null, verb: 'select' }] } as const;
  builder.queryField(table.name, (t) =>
    t.field({
      type: [outputs.rowOf(table)],
      nullable: false,
      description: `Rows of ${table.name}. Without a limit, at most the database's default number of rows.`,
      args: inputs.listArguments(t.arg, table),
      authScopes: rowScope,
      extensions: meaning({ kind: 'list', table }),
      ...resolution,
    }),
  );
  const key = table.primaryKey;
  if (!key || !inputs.takesKey(key)) return;
  builder.queryField(`${table.name}ByPk`, (t) =>
    t.field({
      type: outputs.rowOf(table),
      nullable: true,
      description: `The row of ${table.name} with this primary key; null when there is none.`,
      args: inputs.keyArguments(t.arg, key),
      authScopes: rowScope,
      extensions: meaning({ kind: 'byPk', table, key }),
      ...resolution,
    }),
  );
}
