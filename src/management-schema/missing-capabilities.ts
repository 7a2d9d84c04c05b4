import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CapabilitySet } from '../capability/capability-set.js';
import { PosternError } from '../foundation/postern-error.js';
import { missingOf } from './capability-reference.js';
import { referencesOfArguments } from './input-needs.js';
import { OperationBudget } from './operation-budget.js';
import type { CapabilityReference } from './management-catalog.js';
import { referencesOfField } from './schema-guard.js';

/**
 * Everything that a valid operation needs and the caller lacks, before anything runs: its fields, and what their
 * arguments read and write. The plugin asks again, field by field, when it runs. Throws PosternError LIMIT_EXCEEDED for an
 * operation that asks for too much, whatever its caller may do.
 */
export function findMissingCapabilities(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
  effective: CapabilitySet,
): CapabilityReference[] {
  return missingOf(effective, findNeededCapabilities(schema, document, operationName, variables));
}

/** Everything that a valid operation needs, whoever asks; each once. Throws PosternError LIMIT_EXCEEDED. */
export function findNeededCapabilities(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
): ReadonlySet<CapabilityReference> {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new PosternError('BAD_REQUEST', 'The document has no such operation.');
  const walk: Walk = {
    schema,
    fragments: fragmentsOf(document),
    variables: coerceVariables(schema, operation, variables ?? {}),
    references: new Set(),
    budget: new OperationBudget(),
  };
  walkSelections(walk, operation.selectionSet, root, 1);
  return walk.references;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
  readonly references: Set<CapabilityReference>;
  readonly budget: OperationBudget;
}

/** For as many rows of `parent` as the pages above may hold. */
function walkSelections(
  walk: Walk,
  selectionSet: SelectionSetNode,
  parent: GraphQLObjectType,
  rows: number,
): void {
  for (const selection of selectionSet.selections) {
    walk.budget.step();
    if (!isSelected(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) walkField(walk, selection, parent, rows);
    else if (selection.kind === Kind.INLINE_FRAGMENT)
      walkSelections(walk, selection.selectionSet, parent, rows);
    else walkSpread(walk, selection.name.value, rows);
  }
}

function walkField(walk: Walk, node: FieldNode, parent: GraphQLObjectType, rows: number): void {
  // `__typename`, `__schema` and `__type` are answered from the visible schema and need nothing here.
  const field = node.name.value.startsWith('__') ? undefined : parent.getFields()[node.name.value];
  if (field === undefined) return;
  for (const reference of referencesOfField(parent.name, field)) walk.references.add(reference);
  const values = tryCoerce(() => getArgumentValues(field, node, walk.variables));
  for (const reference of referencesOfArguments(field.args, values)) walk.references.add(reference);
  const below = walk.budget.spend(field, values, rows);
  const type = getNamedType(field.type);
  if (node.selectionSet && isObjectType(type)) walkSelections(walk, node.selectionSet, type, below);
}

function walkSpread(walk: Walk, name: string, rows: number): void {
  const fragment = walk.fragments.get(name);
  if (fragment === undefined) return;
  const type = typeFromAST(walk.schema, fragment.typeCondition);
  if (isObjectType(type)) walkSelections(walk, fragment.selectionSet, type, rows);
}

function isSelected(walk: Walk, selection: SelectionNode): boolean {
  const skip = tryCoerce(() => getDirectiveValues(GraphQLSkipDirective, selection, walk.variables) ?? {});
  const include = tryCoerce(
    () => getDirectiveValues(GraphQLIncludeDirective, selection, walk.variables) ?? {},
  );
  return skip['if'] !== true && include['if'] !== false;
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

// Variables that do not fit stop graphql-js before the first resolver, with its own error.
function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return getVariableValues(schema, operation.variableDefinitions ?? [], variables).coerced ?? {};
}

// Arguments that do not fit stop graphql-js before their resolver; until then the field's own needs count.
function tryCoerce(coerce: () => Record<string, unknown>): Record<string, unknown> {
  try {
    return coerce();
  } catch {
    return {};
  }
}
