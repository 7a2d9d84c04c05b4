import {
  getNullableType,
  isInputObjectType,
  isListType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import type { CapabilityReference } from './management-catalog.js';

/**
 * What an argument, or a field of an input, needs beside what its output field needs, since scope-auth never sees
 * those: a filter or an order reads a column, a value to be stored writes one. Kept in `extensions`.
 */
export type InputNeeds =
  | { readonly kind: 'coveredByField' }
  | { readonly kind: 'capabilities'; readonly references: readonly CapabilityReference[] }
  /** By value: an order needs the column that it names. */
  | { readonly kind: 'perValue'; readonly referencesOf: (value: string) => CapabilityReference };

interface WithNeeds {
  readonly extensions: { readonly needs: InputNeeds };
}

/** Pages, ids, and whatever else reads or writes no column. */
export const coveredByField: WithNeeds = { extensions: { needs: { kind: 'coveredByField' } } };

export function needs(...references: [CapabilityReference, ...CapabilityReference[]]): WithNeeds {
  return { extensions: { needs: { kind: 'capabilities', references } } };
}

/** For an argument of enum values, each of which names a column. */
export function needsPerValue(referencesOf: (value: string) => CapabilityReference): WithNeeds {
  return { extensions: { needs: { kind: 'perValue', referencesOf } } };
}

/** Throws where nothing was declared: an input that nobody thought about must not pass. */
export function needsOf(input: GraphQLArgument | GraphQLInputField): InputNeeds {
  const declared = input.extensions['needs'] as InputNeeds | undefined;
  if (declared === undefined) throw new Error(`The input ${input.name} does not say what it needs.`);
  return declared;
}

/** The references that arguments make, by their coerced values. Absent and null values make none. */
export function referencesOfArguments(
  declared: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): CapabilityReference[] {
  return declared.flatMap((argument) => referencesOfInput(argument, values[argument.name]));
}

function referencesOfInput(
  input: GraphQLArgument | GraphQLInputField,
  value: unknown,
): CapabilityReference[] {
  if (value === undefined || value === null) return [];
  return [...ownReferences(needsOf(input), value), ...innerReferences(input.type, value)];
}

function ownReferences(declared: InputNeeds, value: unknown): readonly CapabilityReference[] {
  switch (declared.kind) {
    case 'coveredByField':
      return [];
    case 'capabilities':
      return declared.references;
    case 'perValue':
      return (Array.isArray(value) ? value : [value]).map((item) => declared.referencesOf(String(item)));
  }
}

function innerReferences(type: GraphQLInputType, value: unknown): CapabilityReference[] {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return (value as unknown[]).flatMap((item) => innerReferences(nullable.ofType, item));
  }
  if (!isInputObjectType(nullable) || value === null) return [];
  const members = value as Readonly<Record<string, unknown>>;
  return Object.values(nullable.getFields()).flatMap((field) =>
    referencesOfInput(field, members[field.name]),
  );
}
