import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  isIntrospectionType,
  isListType,
  isObjectType,
  type GraphQLField,
  type GraphQLSchema,
} from 'graphql';
import { PosternError } from '../foundation/postern-error.js';

/** Of all lists of an operation together. */
const MAX_ROWS = 100_000;
/** Texts and the like, of which a row may have many. */
const MAX_VALUES = 1_000_000;

type Resolve = NonNullable<GraphQLField<unknown, unknown>['resolve']>;
interface Counts {
  rows: number;
  values: number;
}

/**
 * How long a list becomes of which nobody says how long (the groups of a user, the rights of a key) is known only when it
 * is there. So what `OperationBudget` cannot charge before an operation runs is counted while it runs, before anything of
 * the list is looked at: lists within lists within lists keep the gateway busy no longer than pages do.
 */
export function limitLists(schema: GraphQLSchema): void {
  const countsOf = new WeakMap<object, Counts>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (isListType(getNullableType(field.type))) field.resolve = counted(field, countsOf);
    }
  }
}

function counted(field: GraphQLField<unknown, unknown>, countsOf: WeakMap<object, Counts>): Resolve {
  const resolve = field.resolve ?? defaultFieldResolver;
  const kind = isObjectType(getNamedType(field.type)) ? 'rows' : 'values';
  return (source, args: Record<string, unknown>, context, info) => {
    // One for each operation.
    const operation = context as object;
    const count = (list: unknown): unknown => {
      const counts = countsOf.get(operation) ?? { rows: 0, values: 0 };
      countsOf.set(operation, counts);
      counts[kind] += Array.isArray(list) ? list.length : 0;
      if (counts.rows > MAX_ROWS || counts.values > MAX_VALUES) throw tooMuch();
      return list;
    };
    const resolved: unknown = resolve(source, args, context, info);
    return isPromise(resolved) ? resolved.then(count) : count(resolved);
  };
}

function tooMuch(): PosternError {
  return new PosternError(
    'LIMIT_EXCEEDED',
    `The lists of the operation come to more than ${MAX_ROWS} rows or ${MAX_VALUES} values. Ask for smaller pages ("first"), or for fewer lists within lists.`,
    { max: MAX_ROWS },
  );
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
