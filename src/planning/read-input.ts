import {
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  valueFromAST,
  type GraphQLInputType,
  type GraphQLLeafType,
  type ValueNode,
} from 'graphql';
import type { InputTree } from '../filters/input-tree.js';
import type { ValuePath } from '../filters/value-source.js';
import type { VariableRecorder } from './variable-recorder.js';
import type { WorkBudget } from './work-budget.js';

export interface InputReading {
  readonly recorder: VariableRecorder;
  readonly budget: WorkBudget;
}

/**
 * The structure of an argument, whether written out, taken from variables, or both. Leaves stay sources; only
 * what decides the structure is looked at, through the recorder. Undefined: not given.
 */
export function readInput(
  node: ValueNode,
  type: GraphQLInputType,
  reading: InputReading,
): InputTree | undefined {
  return reading.budget.nested(() => readWritten(node, type, reading));
}

function readWritten(node: ValueNode, type: GraphQLInputType, reading: InputReading): InputTree | undefined {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (node.kind === Kind.VARIABLE) return readVariable([node.name.value], bare, reading);
  if (node.kind === Kind.NULL) return { kind: 'null' };
  if (isListType(bare)) return readList(node, bare.ofType, reading);
  if (!isInputObjectType(bare)) return constantLeaf(node, bare);
  if (node.kind !== Kind.OBJECT) throw new Error('A validated input object is written as something else.');
  const fields = new Map<string, InputTree>();
  const definitions = bare.getFields();
  for (const field of node.fields) {
    const definition = definitions[field.name.value];
    if (!definition) throw new Error(`A validated input object has the unknown field ${field.name.value}.`);
    const value = readInput(field.value, definition.type, reading);
    if (value) fields.set(field.name.value, value);
  }
  return { kind: 'object', fields };
}

function readList(node: ValueNode, itemType: GraphQLInputType, reading: InputReading): InputTree {
  // A single value where a list is expected means a list of one (GraphQL specification 3.12).
  const nodes = node.kind === Kind.LIST ? node.values : [node];
  const items = nodes.map((item) => readInput(item, itemType, reading) ?? ({ kind: 'null' } as const));
  return isLeafList(itemType) ? joinLeaves(items) : { kind: 'list', items };
}

function readVariable(path: ValuePath, type: GraphQLInputType, reading: InputReading): InputTree | undefined {
  return reading.budget.nested(() => readGiven(path, type, reading));
}

function readGiven(path: ValuePath, type: GraphQLInputType, reading: InputReading): InputTree | undefined {
  const bare = isNonNullType(type) ? type.ofType : type;
  const presence = reading.recorder.presence(path);
  if (presence === 'absent') return undefined;
  if (presence === 'null') return { kind: 'null' };
  if (isListType(bare) && !isLeafList(bare.ofType)) {
    const items = Array.from({ length: reading.recorder.length(path) }, (_, index) => {
      return readVariable([...path, index], bare.ofType, reading) ?? ({ kind: 'null' } as const);
    });
    return { kind: 'list', items };
  }
  if (!isInputObjectType(bare)) return { kind: 'leaf', source: { kind: 'variable', path } };
  const definitions = bare.getFields();
  const fields = new Map<string, InputTree>();
  for (const name of reading.recorder.members(path)) {
    const definition = definitions[name];
    if (!definition) throw new Error(`A coerced variable has the unknown member ${name}.`);
    const value = readVariable([...path, name], definition.type, reading);
    if (value) fields.set(name, value);
  }
  return { kind: 'object', fields };
}

/** A list of leaves travels as one value: its length decides nothing. */
function isLeafList(itemType: GraphQLInputType): boolean {
  const bare = isNonNullType(itemType) ? itemType.ofType : itemType;
  return !isInputObjectType(bare) && !(isListType(bare) && !isLeafList(bare.ofType));
}

function joinLeaves(items: readonly InputTree[]): InputTree {
  const sources = items.flatMap((item) => (item.kind === 'leaf' ? [item.source] : []));
  // A variable that has a default may still be sent as null; in SQL that would make the whole list unknown.
  if (sources.length < items.length) return { kind: 'list', items };
  return { kind: 'leaf', source: { kind: 'list', items: sources } };
}

function constantLeaf(node: ValueNode, type: GraphQLLeafType): InputTree {
  const value: unknown = valueFromAST(node, type);
  if (value === undefined) throw new Error(`A validated value is no ${type.name}.`);
  return { kind: 'leaf', source: { kind: 'constant', value } };
}
