import {
  getNamedType,
  isObjectType,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
} from 'graphql';
import { collectFields, type SelectionSource } from './collect-fields.js';
import { meaningOf, type RangeMember } from './field-meaning.js';

/** What is shown of a value that is an object: a range, or a composite, whose members go by their position. */
export type ValueSelection = readonly SelectedMember[];

export type SelectedMember =
  | { readonly kind: 'constant'; readonly key: string; readonly value: string }
  | {
      readonly kind: 'member';
      readonly key: string;
      readonly member: RangeMember | number;
      readonly selection: ValueSelection | null;
    };

/** Null where the value is shown as it is. Members belong to their column: there is nothing more to refer to. */
export function planValue(
  source: SelectionSource,
  field: GraphQLField<unknown, unknown>,
  nodes: readonly [FieldNode, ...FieldNode[]],
  select: (type: GraphQLObjectType, name: string) => GraphQLField<unknown, unknown>,
): ValueSelection | null {
  const type = getNamedType(field.type);
  if (!isObjectType(type)) return null;
  return [...collectFields(source, type, nodes)].map(([key, inner]): SelectedMember => {
    const name = inner[0].name.value;
    if (name === '__typename') return { kind: 'constant', key, value: type.name };
    const selected = select(type, name);
    const meaning = meaningOf(selected);
    if (meaning.kind !== 'member') throw new Error(`${type.name}.${name} is no member of a value.`);
    const { member } = meaning;
    return { kind: 'member', key, member, selection: planValue(source, selected, inner, select) };
  });
}
