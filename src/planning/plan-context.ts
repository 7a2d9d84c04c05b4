import type { FieldNode, GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { parsed } from '../foundation/parsed.js';
import { BadUserInput } from '../foundation/postern-error.js';
import type { Filter } from '../filters/filter.js';
import type { InputTree } from '../filters/input-tree.js';
import type { AnyOccurrence } from '../filters/occurrence.js';
import type { OperandType } from '../filters/filter-reading.js';
import { parseFilter } from '../filters/parse-filter.js';
import { parseOperand } from '../filters/parse-operand.js';
import type { ValueSource } from '../filters/value-source.js';
import type { NamedColumn, NamedRelation, NamedTable } from '../naming/named-catalog.js';
import { collectFields, type CollectedFields, type SelectionSource } from './collect-fields.js';
import type { PlanLimits, QueryPlan } from './query-plan.js';
import { readInput } from './read-input.js';
import { printReference, type Reference } from './reference.js';
import { planValue, type ValueSelection } from './value-selection.js';
import { WorkBudget } from './work-budget.js';

export type OutputField = GraphQLField<unknown, unknown>;
export type FieldNodes = readonly [FieldNode, ...FieldNode[]];

/** One selected field: where it stands, and all that was written about it. */
export interface FieldPlace {
  /** By response keys, such as `organisation.person`. */
  readonly path: string;
  readonly nodes: FieldNodes;
  readonly field: OutputField;
}

/** One walk over one operation: what the planner's parts share, and what they find on the way. */
export class PlanContext {
  readonly schema: GraphQLSchema;
  readonly limits: PlanLimits;
  readonly budget = new WorkBudget();
  readonly #source: SelectionSource;
  readonly #outputFields = new Set<OutputField>();
  readonly #references = new Map<string, Reference>();
  #problem: BadUserInput | null = null;

  constructor(schema: GraphQLSchema, source: SelectionSource, limits: PlanLimits) {
    this.schema = schema;
    this.limits = limits;
    this.#source = source;
  }

  get recorder(): SelectionSource['recorder'] {
    return this.#source.recorder;
  }

  found(): Pick<QueryPlan, 'outputFields' | 'references' | 'problem'> {
    return {
      outputFields: [...this.#outputFields],
      references: [...this.#references.values()],
      problem: this.#problem,
    };
  }

  collect(type: GraphQLObjectType, parents: Parameters<typeof collectFields>[2]): CollectedFields {
    return collectFields(this.#source, type, parents);
  }

  /** The field of the type, noted as selected. */
  select(type: GraphQLObjectType, name: string): OutputField {
    const field = type.getFields()[name];
    if (!field) throw new Error(`A validated operation selects ${type.name}.${name}, which does not exist.`);
    this.#outputFields.add(field);
    return field;
  }

  argument(node: FieldNode, field: OutputField, name: string): InputTree | undefined {
    const written = node.arguments?.find((argument) => argument.name.value === name);
    const definition = field.args.find((argument) => argument.name === name);
    if (!written || !definition) return undefined;
    return readInput(written.value, definition.type, { recorder: this.recorder, budget: this.budget });
  }

  where(tree: InputTree | undefined, occurrence: AnyOccurrence, path: string): Filter | null {
    if (!tree || tree.kind === 'null') return null;
    const filter = parseFilter(tree, occurrence, path, {
      onReference: (table, column) => {
        if (column === null) this.budget.spend('relations in conditions');
        this.note({ table, column, verb: 'select' });
      },
      readOperand: parsed,
      refusesEmpty: false,
    });
    if (filter.kind === 'parsed') return filter.value;
    this.refuse(filter.field, filter.problem);
    return null;
  }

  /** Where the values of an operand come from; null: it was refused. */
  operand(tree: InputTree, type: OperandType, path: string): ValueSource | null {
    const operand = parseOperand(tree, type, path, { readOperand: parsed, refusesEmpty: false });
    if (operand.kind === 'parsed') return operand.value;
    this.refuse(operand.field, operand.problem);
    return null;
  }

  /** What is shown of a value that is an object. */
  valueOf(field: OutputField, nodes: FieldNodes): ValueSelection | null {
    return planValue(this.#source, field, nodes, (type, name) => {
      this.budget.spend('output fields');
      return this.select(type, name);
    });
  }

  /** A column that is looked at without being shown. */
  refer(occurrence: AnyOccurrence, column: NamedColumn): void {
    occurrence.columns.add(column);
    this.note({ table: occurrence.table, column, verb: 'select' });
  }

  /** Both sides of the foreign key belong to the occurrences on both sides of it. */
  enter(relation: NamedRelation, from: AnyOccurrence, target: AnyOccurrence): void {
    for (const column of relation.columns) from.columns.add(column);
    for (const column of relation.targetColumns) target.columns.add(column);
  }

  /** The same where no field's scopes ask for it: in an order. */
  referToRelation(relation: NamedRelation, from: AnyOccurrence, target: AnyOccurrence): void {
    this.enter(relation, from, target);
    for (const column of relation.columns) this.refer(from, column);
    for (const column of relation.targetColumns) this.refer(target, column);
    this.noteRows(relation.target);
  }

  noteRows(table: NamedTable): void {
    this.note({ table, column: null, verb: 'select' });
  }

  note(reference: Reference): void {
    this.#references.set(printReference(reference), reference);
  }

  /** A plan with a problem is never run: what stands in its place there is of no consequence. */
  refuse(field: string, message: string): void {
    this.#problem ??= new BadUserInput([{ field, message }]);
  }
}

/** What a field gives, or a list of. */
export function rowTypeOf(field: OutputField): GraphQLObjectType {
  let type: unknown = field.type;
  while (typeof type === 'object' && type !== null && 'ofType' in type) type = type.ofType;
  return type as GraphQLObjectType;
}
