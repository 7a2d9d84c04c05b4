import {
  executeSync,
  Kind,
  print,
  type DocumentNode,
  type GraphQLSchema,
  type VariableDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CompiledOperation } from '../planning/compile-plan.js';
import type { OperationRequest } from './prepare-operation.js';

const NONE: ReadonlyMap<string, string> = new Map();
/** Together, in characters, of all schemas: there may be many visible ones. */
const MAX_TEXT = 32_000_000;
const texts = new LRUCache<string, ReadonlyMap<string, string>>({
  maxSize: MAX_TEXT,
  sizeCalculation: (written, key) => key.length + [...written.values()].join('').length + 1,
});

/** A schema's name in keys: kept apart from the schema, so that no text keeps one alive. */
const numbers = new WeakMap<GraphQLSchema, number>();
let lastNumber = 0;

function numberOf(schema: GraphQLSchema): number {
  const number = numbers.get(schema) ?? (lastNumber += 1);
  numbers.set(schema, number);
  return number;
}

/**
 * JSON text of the `__schema` and `__type` fields of an operation, by response key, answered by graphql-js on the
 * schema that the caller may see. Kept for each schema: a full introspection blocks for half a second where there
 * are hundreds of tables.
 */
export function introspect(
  visibleSchema: () => GraphQLSchema,
  compiled: CompiledOperation,
  request: OperationRequest,
): ReadonlyMap<string, string> {
  const nodes = compiled.roots.flatMap((root) => (root.kind === 'introspection' ? root.nodes : []));
  if (nodes.length === 0) return NONE;
  const visible = visibleSchema();
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: request.operation.operation,
        variableDefinitions: (request.operation.variableDefinitions ?? []).filter(isPlain),
        selectionSet: { kind: Kind.SELECTION_SET, selections: nodes },
      },
      ...request.document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION),
    ],
  };
  const key = `${numberOf(visible)} ${print(document)} ${JSON.stringify(request.variables)}`;
  const text = texts.get(key) ?? answer(visible, document, request.variables);
  texts.set(key, text);
  return text;
}

/** Arguments and directives of introspection take nothing but these. */
function isPlain({ type }: VariableDefinitionNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && (named.name.value === 'Boolean' || named.name.value === 'String');
}

function answer(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, string> {
  const { data, errors } = executeSync({ schema, document, variableValues });
  if (errors?.[0]) throw errors[0];
  return new Map(Object.entries(data ?? {}).map(([name, value]) => [name, JSON.stringify(value)]));
}
