import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

import { readScalar, takesNumbers, type TextScalarName } from '../filters/scalar-values.js';
import { readJsonLiteral } from './json-literal.js';

/** Those that GraphQL does not bring itself. */
export type CustomScalarName = TextScalarName | 'JSON';

interface ScalarRules {
  readonly description: string;
  readonly specifiedBy: string;
}

const RFC_3339 = 'https://www.rfc-editor.org/rfc/rfc3339';
const ISO_8601 = 'https://www.iso.org/iso-8601-date-and-time-format.html';

const rules: Readonly<Record<CustomScalarName, ScalarRules>> = {
  BigInt: {
    description: 'A whole number of up to 64 bits: a string in answers, a string or a safe integer in input.',
    specifiedBy: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-INT',
  },
  Decimal: {
    description: 'An exact number of any length: a string in answers, a string or a number in input.',
    specifiedBy: 'https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-NUMERIC-DECIMAL',
  },
  UUID: {
    description: 'A universally unique identifier.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc9562',
  },
  DateTime: {
    description: 'An instant with offset, such as 2026-03-01T09:30:00Z. Answers are in UTC.',
    specifiedBy: RFC_3339,
  },
  LocalDateTime: {
    description: 'A date and time without zone, such as 2026-03-01T09:30:00.',
    specifiedBy: ISO_8601,
  },
  Date: {
    description: 'A calendar day, such as 2026-03-01.',
    specifiedBy: RFC_3339,
  },
  Time: {
    description: 'A time of day without zone, such as 09:30:00.',
    specifiedBy: ISO_8601,
  },
  Interval: {
    description: 'A length of time in ISO 8601, such as P1DT2H.',
    specifiedBy: ISO_8601,
  },
  JSON: {
    description: 'Any JSON value.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc8259',
  },
  Bytes: {
    description: 'Bytes in base64.',
    specifiedBy: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  },
};

export function createScalar(name: CustomScalarName): GraphQLScalarType {
  const { description, specifiedBy } = rules[name];
  const read = (value: unknown, literal: ValueNode | undefined): unknown => {
    const result = readScalar(name, value);
    if (result.kind === 'parsed') return result.value;
    throw new GraphQLError(result.problem, literal ? { nodes: literal } : {});
  };
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: specifiedBy,
    parseValue: (value) => read(value, undefined),
    // A number in the document is taken as written, so that no digit is lost on the way.
    parseLiteral: (node) =>
      name === 'JSON' ? readJson(node) : read(literalValue(node, takesNumbers(name)), node),
  });
}

function readJson(node: ValueNode): string {
  const text = readJsonLiteral(node);
  if (text.kind === 'parsed') return text.value;
  throw new GraphQLError(text.problem, { nodes: node });
}

function literalValue(node: ValueNode, numbers: boolean): unknown {
  if (node.kind === Kind.STRING) return node.value;
  return numbers && (node.kind === Kind.INT || node.kind === Kind.FLOAT) ? node.value : undefined;
}
