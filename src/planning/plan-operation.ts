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
import { columnHolds, parseFilter } from '../filters/parse-filter.js';
import { operandOf } from '../filters/operators.js';
import { parseOperand } from '../filters/parse-operand.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { Filter } from '../filters/filter.js';
import type { InputTree } from '../filters/input-tree.js';
import { occurrenceOf, type Occurrence } from '../filters/occurrence.js';
import { parsed } from '../foundation/parsed.js';
import type { NamedColumn, NamedRelation } from '../naming/named-catalog.js';
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
import { printReference, type Reference } from './reference.js';
import { planValue, type ValueSelection } from './value-selection.js';
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

  #planRoot(type: GraphQLObjectType, key: string, nodes: FieldNodes): RootPlan {
    this.#budget.spend('root fields');
    const name = nodes[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    if (name === '__schema' || name === '__type') return { kind: 'introspection', key, nodes };
    const field = this.#select(type, name);
    const meaning = meaningOf(field);
    switch (meaning.kind) {
      case 'nothing':
        return { kind: 'constant', key, value: null };
      case 'list': {
        const rows = this.#planList(key, nodes, field, occurrenceOf(meaning.table));
        return { kind: 'rows', key, single: false, rows };
      }
      case 'byPk': {
        const rows = this.#planByKey(key, nodes, field, occurrenceOf(meaning.table), meaning.key);
        return { kind: 'rows', key, single: true, rows };
      }
      case 'column':
      case 'relation':
      case 'member':
        throw new Error(`${name} stands at the root and belongs into a row.`);
    }
  }

  #planList(path: string, nodes: FieldNodes, field: OutputField, occurrence: Occurrence): RowsPlan {
    const { table } = occurrence;
    const argument = (name: string) => this.#argument(nodes[0], field, name);
    const where = this.#planWhere(argument('where'), occurrence, `${path}.where`);
    const orderBy = this.#planOrder(argument('orderBy'), occurrence, `${path}.orderBy`);
    const offset = argument('offset');
    return {
      occurrence,
      path,
      output: this.#planOutput(path, nodes, field, occurrence),
      where,
      // The key appended here is no reference: it only makes the order total.
      orderBy: [
        ...orderBy,
        ...table.orderKey
          .filter((column) => !orderBy.some((term) => term.column === column))
          .map((column) => ({ column, direction: 'ASC' as const })),
      ],
      limit: this.#planLimit(argument('limit')),
      offset: offset?.kind === 'leaf' ? offset.source : null,
    };
  }

  #planByKey(
    path: string,
    nodes: FieldNodes,
    field: OutputField,
    occurrence: Occurrence,
    columns: readonly NamedColumn[],
  ): RowsPlan {
    const filters = columns.flatMap((column): Filter[] => {
      this.#refer(occurrence, column);
      const operand = this.#argument(nodes[0], field, column.name);
      const place = `${path}.${column.name}`;
      if (!operand || operand.kind === 'null') {
        this.#refuse(place, 'must be a value and not null.');
        return [];
      }
      const type = { kind: operandOf('eq', columnHolds(column)), column };
      const read = parseOperand(operand, type, place, { readOperand: parsed, refusesEmpty: false });
      if (read.kind === 'parsed') return [{ kind: 'compare', column, operator: 'eq', operand: read.value }];
      this.#refuse(read.field, read.problem);
      return [];
    });
    return {
      occurrence,
      path,
      output: this.#planOutput(path, nodes, field, occurrence),
      where: { kind: 'and', filters },
      orderBy: [],
      limit: { kind: 'one' },
      offset: null,
    };
  }

  #planOutput(
    path: string,
    nodes: FieldNodes,
    field: OutputField,
    occurrence: Occurrence,
  ): readonly OutputPlan[] {
    const type = rowTypeOf(field);
    return [...collectFields(this.#source, type, nodes)].map(([key, inner]): OutputPlan => {
      const name = inner[0].name.value;
      if (name === '__typename') return { kind: 'constant', key, value: type.name };
      this.#budget.spend('output fields');
      const selected = this.#select(type, name);
      const meaning = meaningOf(selected);
      if (meaning.kind === 'relation') {
        return this.#planRelation(`${path}.${key}`, key, inner, selected, occurrence, meaning.relation);
      }
      if (meaning.kind !== 'column') throw new Error(`${type.name}.${name} is no column.`);
      occurrence.columns.add(meaning.column);
      return { kind: 'column', key, column: meaning.column, selection: this.#planValue(selected, inner) };
    });
  }

  #planValue(field: OutputField, nodes: FieldNodes): ValueSelection | null {
    return planValue(this.#source, field, nodes, (type, name) => {
      this.#budget.spend('output fields');
      return this.#select(type, name);
    });
  }

  /** The scopes of the field ask for both sides of the foreign key, which belong to both occurrences. */
  #planRelation(
    path: string,
    key: string,
    nodes: FieldNodes,
    field: OutputField,
    occurrence: Occurrence,
    relation: NamedRelation,
  ): OutputPlan {
    this.#budget.spend('relations in fields');
    for (const column of relation.columns) occurrence.columns.add(column);
    const target = occurrenceOf(relation.target);
    for (const column of relation.targetColumns) target.columns.add(column);
    return relation.isToMany
      ? { kind: 'toMany', key, relation, rows: this.#planList(path, nodes, field, target) }
      : {
          kind: 'toOne',
          key,
          relation,
          row: { occurrence: target, output: this.#planOutput(path, nodes, field, target) },
        };
  }

  #planWhere(tree: InputTree | undefined, occurrence: Occurrence, path: string): Filter | null {
    if (!tree || tree.kind === 'null') return null;
    const filter = parseFilter(tree, occurrence, path, {
      onReference: (table, column) => {
        if (column === null) this.#budget.spend('relations in conditions');
        this.#note({ table, column, verb: 'select' });
      },
      readOperand: parsed,
      refusesEmpty: false,
    });
    if (filter.kind === 'parsed') return filter.value;
    this.#refuse(filter.field, filter.problem);
    return null;
  }

  #planOrder(tree: InputTree | undefined, occurrence: Occurrence, path: string): readonly OrderTerm[] {
    const refer = (column: NamedColumn) => this.#refer(occurrence, column);
    const terms = orderTerms(tree, occurrence.table, this.#source.recorder, refer);
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

  #refer(occurrence: Occurrence, column: NamedColumn): void {
    occurrence.columns.add(column);
    this.#note({ table: occurrence.table, column, verb: 'select' });
  }

  #note(reference: Reference): void {
    this.#references.set(printReference(reference), reference);
  }
}

type FieldNodes = readonly [FieldNode, ...FieldNode[]];
type OutputField = GraphQLField<unknown, unknown>;

function rowTypeOf(field: GraphQLField<unknown, unknown>): GraphQLObjectType {
  let type: unknown = field.type;
  while (typeof type === 'object' && type !== null && 'ofType' in type) type = type.ofType;
  return type as GraphQLObjectType;
}
