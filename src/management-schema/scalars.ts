import { GraphQLError, Kind, valueFromASTUntyped } from 'graphql';
import { formatInstant, parseInstant } from '../foundation/instant.js';
import type { ManagementBuilder } from './management-builder.js';

/** `DateTime` and `JSON`. */
export function defineScalars(builder: ManagementBuilder): void {
  builder.scalarType('DateTime', {
    description:
      'An instant with its offset from UTC, as in RFC 3339: "2030-01-31T09:00:00Z" or "2030-01-31T10:00:00.250+01:00". Kept to the millisecond, answered in UTC.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
    serialize: (instant) => formatInstant(instant),
    parseValue: readInstant,
    parseLiteral: (node) => readInstant(node.kind === Kind.STRING ? node.value : undefined),
  });
  builder.scalarType('JSON', {
    description: 'Any JSON value: an object, a list, a text, a number, true, false or null.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  });
}

/** Milliseconds since 1970. Throws GraphQLError, which graphql-js reports with the path of the value. */
function readInstant(value: unknown): number {
  if (typeof value !== 'string')
    throw new GraphQLError('A DateTime is a text such as "2030-01-31T09:00:00Z".');
  const instant = parseInstant(value);
  if (instant.kind === 'refused') throw new GraphQLError(instant.problem);
  return instant.value;
}
