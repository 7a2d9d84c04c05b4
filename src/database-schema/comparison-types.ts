import { InputListRef, type InputObjectRef, type InputTypeParam } from '@pothos/core';
import { elementOf, scalarOf } from '../catalog/scalar.js';
import { countOperators } from '../filters/filter.js';
import {
  operandAtPath,
  operandOf,
  operators,
  operatorsOf,
  pathOperators,
  type OperandKind,
  type OperatorName,
} from '../filters/operators.js';
import { columnHolds } from '../filters/parse-filter.js';
import type { NamedColumn } from '../naming/named-catalog.js';
import type { LeafTypeOf } from './leaf-types.js';
import { operatorDescriptions } from './operator-descriptions.js';
import type { DatabaseSchemaBuilder, DatabaseSchemaTypes } from './schema-builder.js';
import type { ValueTypes } from './value-types.js';

export interface ComparisonTypes {
  /** `StringFilter`, `IntArrayFilter`, `OpportunityStageFilter`: what can be asked about a column. */
  comparisonOf(column: NamedColumn): InputRef;
  /** About a number of rows or of items. */
  countOf(): InputRef;
}

type InputRef = InputObjectRef<DatabaseSchemaTypes, object>;
type Input = InputTypeParam<DatabaseSchemaTypes>;

export function createComparisonTypes(
  builder: DatabaseSchemaBuilder,
  leafOf: LeafTypeOf,
  values: ValueTypes,
): ComparisonTypes {
  const comparisons = new Map<string, InputRef>();
  let count: InputRef | undefined;
  let path: InputRef | undefined;
  const countOf = (): InputRef => (count ??= declareCount(builder));
  const pathOf = (): InputRef => (path ??= declarePath(builder));
  const operandType = (kind: OperandKind, column: NamedColumn): Input =>
    kind === 'count'
      ? countOf()
      : kind === 'path'
        ? pathOf()
        : (plainOperand(kind) ?? columnOperand(kind, column, leafOf, values));
  return {
    countOf,
    comparisonOf: (column) => {
      const name = comparisonName(column);
      const known = comparisons.get(name);
      if (known) return known;
      const declared = declareComparison(builder, name, column, operandType);
      comparisons.set(name, declared);
      return declared;
    },
  };
}

/** Columns that can only be missing share `NullFilter`, arrays that can only be counted `AnyArrayFilter`. */
function comparisonName(column: NamedColumn): string {
  const { type } = column.source;
  const holds = columnHolds(column);
  switch (holds) {
    case 'json':
    case 'composite':
      return 'NullFilter';
    case 'list':
      return 'AnyArrayFilter';
    case 'array':
      return `${itemName(column)}ArrayFilter`;
    case 'matrix':
      return `${itemName(column)}MatrixFilter`;
    case 'tsvector':
      return 'TSVectorFilter';
    case 'enum':
      return `${itemName(column)}Filter`;
    case 'range':
      return `${itemName(column)}Filter`;
    case 'multirange':
      if (type.kind !== 'multirange') throw new Error('A multirange is of another type.');
      return `${scalarOf(type.range.bound)}MultirangeFilter`;
    default:
      return `${holds}Filter`;
  }
}

function itemName({ source, enumType }: NamedColumn): string {
  const element = elementOf(source.type);
  if (element.kind === 'range') return `${scalarOf(element.bound)}Range`;
  return enumType ? enumType.typeName : scalarOf(element);
}

function declareComparison(
  builder: DatabaseSchemaBuilder,
  name: string,
  column: NamedColumn,
  operandType: (kind: OperandKind, column: NamedColumn) => Input,
): InputRef {
  const holds = columnHolds(column);
  return builder.inputRef<object>(name).implement({
    description: 'Conditions on one column; all of them must hold. A null operand is refused: use isNull.',
    fields: (t) =>
      Object.fromEntries(
        operatorsOf(holds).map((operator) => [
          operator,
          t.field({
            type: operandType(operandOf(operator, holds), column),
            required: false,
            description: operatorDescriptions[operator],
          }),
        ]),
      ),
  });
}

/** Of the same type, whatever the column. */
function plainOperand(kind: OperandKind): Input | null {
  switch (kind) {
    case 'boolean':
      return 'Boolean';
    case 'text':
    case 'pattern':
    case 'similar':
    case 'regex':
    case 'query':
      return 'String';
    case 'texts':
      return list('String');
    case 'json':
      return 'JSON';
    case 'jsons':
      return list('JSON');
    default:
      return null;
  }
}

function columnOperand(
  kind: OperandKind,
  column: NamedColumn,
  leafOf: LeafTypeOf,
  values: ValueTypes,
): Input {
  const { type } = column.source;
  if (kind === 'value') return leafOf(column);
  if (kind === 'values') return list(leafOf(column));
  if (kind === 'items' || kind === 'ranges') {
    const input = values.inputOf(column);
    if (input) return input;
  }
  const range = type.kind === 'multirange' ? type.range : type;
  if (range.kind === 'range' && kind === 'range') return values.rangeInputOf(range);
  if (range.kind === 'range' && kind === 'bound') return scalarOf(range.bound);
  throw new Error(`The column ${column.name} has no operand of the kind ${kind}.`);
}

function list(type: Input): Input {
  return new InputListRef<DatabaseSchemaTypes, unknown>(type, true);
}

function declareCount(builder: DatabaseSchemaBuilder): InputRef {
  return builder.inputRef<object>('CountFilter').implement({
    description: 'Conditions on a number; all of them must hold.',
    fields: (t) =>
      Object.fromEntries(
        countOperators.map((operator) => [
          operator,
          t.field({
            type: operators[operator].operand === 'values' ? list('Int') : 'Int',
            required: false,
            description: operatorDescriptions[operator],
          }),
        ]),
      ),
  });
}

function declarePath(builder: DatabaseSchemaBuilder): InputRef {
  return builder.inputRef<object>('JSONPathFilter').implement({
    description: 'Conditions on what stands at a path of a JSON value; all of them must hold.',
    fields: (t) => ({
      at: t.field({
        type: list('String'),
        required: true,
        description: 'Keys of objects and positions in lists, such as ["address", "lines", "0"].',
      }),
      ...Object.fromEntries(
        pathOperators.map((operator) => [
          operator,
          t.field({
            type: plainOperand(operandAtPath(operator)) ?? 'JSON',
            required: false,
            description: pathDescriptions[operator] ?? operatorDescriptions[operator],
          }),
        ]),
      ),
    }),
  });
}

const pathDescriptions: Readonly<Partial<Record<OperatorName, string>>> = {
  lt: 'Less than: a number than a number, a text than a text.',
  contains: 'Contains this JSON value.',
  like: 'A text that has this SQL pattern.',
  isNull: 'Whether there is nothing at the path, or JSON null.',
};
