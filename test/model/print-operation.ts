import type { Arguments, Operation, Selection } from './model-world.js';
import { tableNamed } from './model-schema.js';

/** As a document; with `asVariables` the roots' filters travel as variables. */
export function printOperation(
  operation: Operation,
  asVariables: boolean,
): { readonly text: string; readonly variables: Record<string, unknown> } {
  const variables: Record<string, unknown> = {};
  const declared: string[] = [];
  const roots = operation.map(({ alias, table, byKey, args, selection }) => {
    if (byKey) return `${alias}: ${table}ByPk(${printMembers(byKey)}) ${printSelection(selection)}`;
    const { where, ...others } = args;
    if (!where || !asVariables)
      return `${alias}: ${table}${printArguments(args)} ${printSelection(selection)}`;
    variables[alias] = where;
    declared.push(`$${alias}: ${tableNamed(table).typeName}Filter`);
    return `${alias}: ${table}${printArguments(others, [`where: $${alias}`])} ${printSelection(selection)}`;
  });
  const head = declared.length > 0 ? `query (${declared.join(', ')}) ` : '';
  return { text: `${head}{ ${roots.join(' ')} }`, variables };
}

function printSelection({ columns, relations }: Selection): string {
  const inner = relations.map(
    ({ alias, name, args, selection }) =>
      `${alias}: ${name}${printArguments(args)} ${printSelection(selection)}`,
  );
  return `{ ${[...columns, ...inner].join(' ')} }`;
}

function printArguments({ where, orderBy, limit, offset }: Arguments, more: readonly string[] = []): string {
  const terms = orderBy?.map(({ column, direction }) => `{ ${column}: ${direction} }`);
  const printed = [
    ...more,
    ...(where ? [`where: ${printValue(where)}`] : []),
    ...(terms ? [`orderBy: [${terms.join(', ')}]`] : []),
    ...(limit === undefined ? [] : [`limit: ${limit}`]),
    ...(offset === undefined ? [] : [`offset: ${offset}`]),
  ];
  return printed.length > 0 ? `(${printed.join(', ')})` : '';
}

function printValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{ ${printMembers(value)} }`;
  return JSON.stringify(value);
}

function printMembers(value: object): string {
  return Object.entries(value)
    .map(([name, member]) => `${name}: ${printValue(member)}`)
    .join(', ');
}
