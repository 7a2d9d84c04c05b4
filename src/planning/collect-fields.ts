import {
  Kind,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type SelectionNode,
} from 'graphql';
import { BadUserInput } from '../foundation/postern-error.js';
import type { VariableRecorder } from './variable-recorder.js';

/** The fields of one response object, by response key, in the order of the answer (GraphQL specification 6.3.2). */
export type CollectedFields = ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]>;

export interface SelectionSource {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly recorder: VariableRecorder;
}

/** Merges the selections of one object: through fragments, with `@skip` and `@include` applied. */
export function collectFields(
  source: SelectionSource,
  type: GraphQLObjectType,
  parents: readonly {
    readonly selectionSet?: { readonly selections: readonly SelectionNode[] } | undefined;
  }[],
): CollectedFields {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  for (const parent of parents)
    collectInto(fields, visited, source, type, parent.selectionSet?.selections ?? []);
  return fields;
}

function collectInto(
  fields: Map<string, [FieldNode, ...FieldNode[]]>,
  visited: Set<string>,
  source: SelectionSource,
  type: GraphQLObjectType,
  selections: readonly SelectionNode[],
): void {
  for (const selection of selections) {
    if (!isIncluded(selection.directives ?? [], source.recorder)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = fields.get(key);
      if (known) known.push(selection);
      else fields.set(key, [selection]);
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD && visited.has(selection.name.value)) continue;
    if (selection.kind === Kind.FRAGMENT_SPREAD) visited.add(selection.name.value);
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? source.fragments.get(selection.name.value) : selection;
    if (!fragment) throw new Error('A validated document spreads a fragment that it does not define.');
    if (fragment.typeCondition && !isNamed(type, fragment.typeCondition.name.value)) continue;
    collectInto(fields, visited, source, type, fragment.selectionSet.selections);
  }
}

/** The type itself or an interface of it; there are no unions. */
function isNamed(type: GraphQLObjectType, name: string): boolean {
  return type.name === name || type.getInterfaces().some((one) => one.name === name);
}

function isIncluded(directives: readonly DirectiveNode[], recorder: VariableRecorder): boolean {
  return directives.every((directive) => {
    const name = directive.name.value;
    if (name !== 'skip' && name !== 'include') return true;
    const value = directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
    const condition =
      value?.kind === Kind.VARIABLE
        ? recorder.value([value.name.value])
        : value?.kind === Kind.BOOLEAN && value.value;
    // A variable that has a default may still be sent as null.
    if (typeof condition !== 'boolean') {
      throw new BadUserInput([{ field: `@${name}.if`, message: 'must be true or false and not null.' }]);
    }
    return condition === (name === 'include');
  });
}
