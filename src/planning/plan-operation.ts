import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { parseFilter } from '../filters/parse-filter.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { Filter } from '../filters/filter.js';
import type { InputTree } from '../filters/input-tree.js';
import type { NamedColumn, NamedTable } from '../naming/named-catalog.js';
import { collectFields, type SelectionSource } from './collect-fields.js';
import { meaningOf } from './field-meaning.js';
import { orderTerms } from './order-terms.js';
import type {
  LimitPlan,
  OrderTerm,
  OutputPlan,
  PlanLimits,
  QueryPlan,
  RootPlan,
  RowsPlan,
} from './query-plan.js';
import { readInput } from './read-input.js';
import type { Reference } from './reference.js';
import { VariableRecorder } from './variable-recorder.js';
import { WorkBudget } from './work-budget.js';

/**
 * From a validated operation to what it reads. The folder's way: plan (here) ▸ statements (compile-plan) ▸
 * rows (execution) ▸ text (write-answer). Nothing here runs, and nothing decides what is allowed: the plan
 * carries every reference that it makes, and the guard is asked about all of them at once. What validation cannot
 * see, such as a null operand, becomes the plan's `problem`: told only to those who may make the references.
 *
 * Throws PosternError LIMIT_EXCEEDED.
 */
export function planOperation(input: {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Coerced by graphql-js. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly limits: PlanLimits;
}): QueryPlan {
  const recorder = new VariableRecorder(input.variables);
  const planner = new Planner({ recorder, fragments: fragmentsOf(input.document) }, input.limits);
  const queryType = input.schema.getQueryType();
  if (!queryType) throw new Error('The schema has no query type.');
  const roots = planner.planRoots(queryType, input.operation);
  return { roots, ...planner.found(), observations: recorder.observations };
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
    ),
  );
}

/** One walk over one operation; gathers what was found on the way. */
class Planner {
  readonly #source: SelectionSource;
  readonly #limits: PlanLimits;
  readonly #outputFields = new Set<GraphQLField<unknown, unknown>>();
  readonly #references = new Map<string, Reference>();
  readonly #budget = new WorkBudget();
  #problem: BadUserInput | null = null;

  constructor(source: SelectionSource, limits: PlanLimits) {
    this.#source = source;
    this.#limits = limits;
  }

  found(): Pick<QueryPlan, 'outputFields' | 'references' | 'problem'> {
    return {
      outputFields: [...this.#outputFields],
      references: [...this.#references.values()],
      problem: this.#problem,
    };
  }

  planRoots(type: GraphQLObjectType, operation: OperationDefinitionNode): readonly RootPlan[] {
    const fields = collectFields(this.#source, type, [operation]);
    return [...fields].map(([key, nodes]) => this.#planRoot(type, key, nodes));
  }

  #planRoot(type: GraphQLObjectType, key: string, nodes: readonly [FieldNode, ...FieldNode[]]): RootPlan {
    this.#budget.spend('root fields');
    const name = nodes[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    if (name === '__schema' || name === '__type') return { kind: 'introspection', key, nodes };
    const field = this.#select(type, name);
    const meaning = meaningOf(field);
    switch (meaning.kind) {
      case 'nothing':
        return { kind: 'constant', key, value: null };
      case 'list':
        return { kind: 'rows', key, single: false, rows: this.#planList(key, nodes, field, meaning.table) };
      case 'byPk':
        return {
          kind: 'rows',
          key,
          single: true,
          rows: this.#planByKey(key, nodes, field, meaning.table, meaning.key),
        };
      case 'column':
        throw new Error(`The column ${name} stands at the root.`);
    }
  }

  #planList(
    key: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    field: GraphQLField<unknown, unknown>,
    table: NamedTable,
  ): RowsPlan {
    const argument = (name: string) => this.#argument(nodes[0], field, name);
    const where = this.#planWhere(argument('where'), table, `${key}.where`);
    const orderBy = this.#planOrder(argument('orderBy'), table, `${key}.orderBy`);
    const offset = argument('offset');
    return {
      table,
      output: this.#planOutput(nodes, field),
      where,
      // The key appended here is no reference: it only makes the order total.
      orderBy: [
        ...orderBy,
        ...(table.primaryKey ?? []).map((column) => ({ column, direction: 'ASC' as const })),
      ],
      limit: this.#planLimit(argument('limit')),
      offset: offset?.kind === 'leaf' ? offset.source : null,
    };
  }

  #planByKey(
    key: string,
    nodes: readonly [FieldNode, ...FieldNode[]],
    field: GraphQLField<unknown, unknown>,
    table: NamedTable,
    columns: readonly NamedColumn[],
  ): RowsPlan {
    const filters = columns.flatMap((column): Filter[] => {
      this.#refer(table, column);
      const operand = this.#argument(nodes[0], field, column.name);
      if (operand?.kind === 'leaf')
        return [{ kind: 'compare', column, operator: 'eq', operand: operand.source }];
      this.#refuse(`${key}.${column.name}`, 'must be a value and not null.');
      return [];
    });
    return {
      table,
      output: this.#planOutput(nodes, field),
      where: { kind: 'and', filters },
      orderBy: [],
      limit: { kind: 'one' },
      offset: null,
    };
  }

  #planOutput(
    nodes: readonly [FieldNode, ...FieldNode[]],
    field: GraphQLField<unknown, unknown>,
  ): readonly OutputPlan[] {
    const type = rowTypeOf(field);
    return [...collectFields(this.#source, type, nodes)].map(([key, [node]]): OutputPlan => {
      if (node.name.value === '__typename') return { kind: 'constant', key, value: type.name };
      this.#budget.spend('output fields');
      const meaning = meaningOf(this.#select(type, node.name.value));
      if (meaning.kind !== 'column') throw new Error(`${type.name}.${node.name.value} is no column.`);
      return { kind: 'column', key, column: meaning.column };
    });
  }

  #planWhere(tree: InputTree | undefined, table: NamedTable, path: string): Filter | null {
    if (!tree || tree.kind === 'null') return null;
    const filter = parseFilter(tree, table, path, (column) => this.#refer(table, column));
    if (filter.kind === 'parsed') return filter.value;
    this.#refuse(filter.field, filter.problem);
    return null;
  }

  #planOrder(tree: InputTree | undefined, table: NamedTable, path: string): readonly OrderTerm[] {
    const refer = (column: NamedColumn) => this.#refer(table, column);
    const terms = orderTerms(tree, table, this.#source.recorder, refer);
    if (terms.kind === 'parsed') return terms.value;
    this.#refuse(path, terms.problem);
    return [];
  }

  /** A plan with a problem is never run: what stands in its place here is of no consequence. */
  #refuse(field: string, message: string): void {
    this.#problem ??= new BadUserInput([{ field, message }]);
  }

  #planLimit(tree: InputTree | undefined): LimitPlan {
    if (tree?.kind !== 'leaf') return { kind: 'default', rows: this.#limits.defaultLimit };
    return { kind: 'given', source: tree.source, max: this.#limits.maxLimit };
  }

  #select(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> {
    const field = type.getFields()[name];
    if (!field) throw new Error(`A validated operation selects ${type.name}.${name}, which does not exist.`);
    this.#outputFields.add(field);
    return field;
  }

  #argument(node: FieldNode, field: GraphQLField<unknown, unknown>, name: string): InputTree | undefined {
    const written = node.arguments?.find((argument) => argument.name.value === name);
    const definition = field.args.find((argument) => argument.name === name);
    if (!written || !definition) return undefined;
    return readInput(written.value, definition.type, {
      recorder: this.#source.recorder,
      budget: this.#budget,
    });
  }

  #refer(table: NamedTable, column: NamedColumn): void {
    this.#references.set(`${table.id}.${column.id}`, { table, column, verb: 'select' });
  }
}

function rowTypeOf(field: GraphQLField<unknown, unknown>): GraphQLObjectType {
  let type: unknown = field.type;
  while (typeof type === 'object' && type !== null && 'ofType' in type) type = type.ofType;
  return type as GraphQLObjectType;
}
