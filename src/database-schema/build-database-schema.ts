import type { GraphQLSchema } from 'graphql';
import type { NamedCatalog, NamedTable } from '../naming/named-catalog.js';
import { callerScope, meaning, neverResolved, rowScope, type Resolution } from './field-options.js';
import { createComparisonTypes } from './comparison-types.js';
import { createDeclareInTurn } from './declare-in-turn.js';
import { createGroupInputs, type GroupInputs } from './group-inputs.js';
import { createInputTypes, type InputTypes } from './input-types.js';
import { createLeafTypes } from './leaf-types.js';
import { lightenSchema } from './lighten-schema.js';
import { aggregateArguments, connectionArguments, listArguments, whereArgument } from './list-arguments.js';
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
  const comparisons = createComparisonTypes(builder, leaves, values);
  const declareInTurn = createDeclareInTurn();
  const inputs = createInputTypes(builder, values, comparisons, declareInTurn);
  const outputs = createOutputTypes(builder, values, inputs, resolution, declareInTurn);
  builder.queryType({ description: 'What this API key can read.' });
  // PostgreSQL has tables without columns; a type without fields would make the whole schema invalid.
  const tables = catalog.tables.filter(({ source }) => source.columns.length > 0);
  if (tables.length === 0) addNothing(builder);
  const parts = {
    builder,
    inputs,
    outputs,
    groups: createGroupInputs(builder, inputs, comparisons),
    resolution,
  };
  for (const table of tables) {
    if (table.columns.length > 0) addReading(parts, table);
    if (table.aggregate) addAggregates(parts, table);
  }
  addNode(parts, tables);
  const schema = builder.toSchema({ sortSchema: false });
  if (resolution !== neverResolved) return { schema, builder };
  lightenSchema(schema);
  // Asked for its scopes only: the one that built the schema would keep all that was just taken out.
  return { schema, builder: createDatabaseSchemaBuilder() };
}

interface Parts {
  readonly builder: DatabaseSchemaBuilder;
  readonly inputs: InputTypes;
  readonly outputs: OutputTypes;
  readonly groups: GroupInputs;
  readonly resolution: Resolution;
}

/** GraphQL has no type without fields: a caller who may see no table gets this one. */
function addNothing(builder: DatabaseSchemaBuilder): void {
  builder.queryField('nothing', (t) =>
    t.boolean({
      description: 'This caller may read no table of the database.',
      authScopes: callerScope,
      extensions: meaning({ kind: 'nothing' }),
      resolve: () => null,
    }),
  );
}

function addReading({ builder, inputs, outputs, resolution }: Parts, table: NamedTable): void {
  builder.queryField(table.name, (t) =>
    t.field({
      type: [outputs.rowOf(table)],
      nullable: false,
      description: `Rows of ${table.name}. Without a limit, at most the database's default number of rows.`,
      args: listArguments(t.arg, table, inputs),
      authScopes: rowScope(table),
      extensions: meaning({ kind: 'list', table }),
      ...resolution,
    }),
  );
  builder.queryField(`${table.name}Connection`, (t) =>
    t.field({
      type: outputs.connectionOf(table),
      nullable: false,
      description: `Rows of ${table.name}, page by page.`,
      args: connectionArguments(t.arg, table, inputs),
      authScopes: rowScope(table),
      extensions: meaning({ kind: 'connection', table }),
      ...resolution,
    }),
  );
  const { name, primaryKey, uniqueKeys } = table;
  const keys = [...(primaryKey ? [{ name: `${name}ByPk`, columns: primaryKey }] : []), ...uniqueKeys];
  for (const key of keys.filter(({ columns }) => inputs.takesKey(columns))) {
    const what = key.columns === primaryKey ? 'this primary key' : 'these values, which are unique';
    builder.queryField(key.name, (t) =>
      t.field({
        type: outputs.rowOf(table),
        nullable: true,
        description: `The row of ${name} with ${what}; null when there is none.`,
        args: inputs.keyArguments(t.arg, key.columns),
        authScopes: rowScope(table),
        extensions: meaning({ kind: 'byKey', table, key: key.columns }),
        ...resolution,
      }),
    );
  }
}

function addAggregates({ builder, inputs, outputs, groups, resolution }: Parts, table: NamedTable): void {
  builder.queryField(`${table.name}Aggregate`, (t) =>
    t.field({
      type: outputs.aggregateOf(table),
      nullable: false,
      description: `Rows of ${table.name} summed up.`,
      args: aggregateArguments(t.arg, table, inputs),
      authScopes: rowScope(table, 'aggregate'),
      extensions: meaning({ kind: 'aggregate', table }),
      ...resolution,
    }),
  );
  // Groups have keys, which are read.
  if (table.columns.length === 0) return;
  builder.queryField(`${table.name}Groups`, (t) =>
    t.field({
      type: [outputs.groupOf(table)],
      nullable: false,
      description: `Rows of ${table.name} put into groups by some of their columns, each summed up.`,
      args: {
        by: t.arg({ type: [inputs.columnsOf(table)], required: true }),
        where: whereArgument(t.arg, table, inputs),
        having: t.arg({ type: groups.havingOf(table), required: false }),
        orderBy: t.arg({ type: [groups.orderByOf(table)], required: false }),
        limit: t.arg.int({ required: false }),
        offset: t.arg.int({ required: false }),
      },
      authScopes: rowScope(table, 'aggregate'),
      extensions: meaning({ kind: 'groups', table }),
      ...resolution,
    }),
  );
}

function addNode({ builder, outputs, resolution }: Parts, tables: readonly NamedTable[]): void {
  const byName = new Map(
    tables.filter(({ primaryKey }) => primaryKey).map((table) => [table.name, table] as const),
  );
  if (byName.size === 0) return;
  builder.queryField('node', (t) =>
    t.field({
      type: outputs.node(),
      nullable: true,
      description: 'The row with this nodeId; null when there is none.',
      args: { nodeId: t.arg.id({ required: true }) },
      // Which table it is about, only its argument says: the planner asks for it.
      authScopes: callerScope,
      extensions: meaning({ kind: 'node', tables: byName }),
      ...resolution,
    }),
  );
}
