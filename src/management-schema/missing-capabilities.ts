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
import type { CapabilityReference } from './management-catalog.js';
import { referencesOfField } from './schema-guard.js';

/**
 * Everything that a valid operation needs and the caller lacks, before anything runs: its fields, and what their
 * arguments read and write. The plugin asks again, field by field, when it runs.
 */
export function findMissingCapabilities(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Readonly<Record<string, unknown>> | null | undefined,
  effective: CapabilitySet,
): string[] {
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root) throw new PosternError('BAD_REQUEST', 'The document has no such operation.');
  const walk: Walk = {
    schema,
    fragments: fragmentsOf(document),
    variables: coerceVariables(schema, operation, variables ?? {}),
    references: new Set(),
    expanded: new Set(),
  };
  walkSelections(walk, operation.selectionSet, root);
  return missingOf(effective, walk.references);
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Record<string, unknown>;
  readonly references: Set<CapabilityReference>;
  readonly expanded: Set<string>;
}

function walkSelections(walk: Walk, selectionSet: SelectionSetNode, parent: GraphQLObjectType): void {
  for (const selection of selectionSet.selections) {
    if (!isSelected(walk, selection)) continue;
    if (selection.kind === Kind.FIELD) walkField(walk, selection, parent);
    else if (selection.kind === Kind.INLINE_FRAGMENT) walkSelections(walk, selection.selectionSet, parent);
    else walkSpread(walk, selection.name.value);
  }
}

function walkField(walk: Walk, node: FieldNode, parent: GraphQLObjectType): void {
  // `__typename`, `__schema` and `__type` are answered from the visible schema and need nothing here.
  const field = node.name.value.startsWith('__') ? undefined : parent.getFields()[node.name.value];
  if (field === undefined) return;
  for (const reference of referencesOfField(parent.name, field)) walk.references.add(reference);
  const values = tryCoerce(() => getArgumentValues(field, node, walk.variables));
  for (const reference of referencesOfArguments(field.args, values)) walk.references.add(reference);
  const type = getNamedType(field.type);
  if (node.selectionSet && isObjectType(type)) walkSelections(walk, node.selectionSet, type);
}

function walkSpread(walk: Walk, name: string): void {
  const fragment = walk.fragments.get(name);
  // Each fragment once: its needs do not depend on where it is spread, and a cycle must not hang us.
  if (fragment === undefined || walk.expanded.has(name)) return;
  walk.expanded.add(name);
  const type = typeFromAST(walk.schema, fragment.typeCondition);
  if (isObjectType(type)) walkSelections(walk, fragment.selectionSet, type);
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
