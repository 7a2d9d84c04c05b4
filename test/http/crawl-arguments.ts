import { astFromValue, isRequiredArgument, print } from 'graphql';
import type { AnyField } from './crawl-schema.js';

export type Row = Readonly<Record<string, unknown>>;

/** Values of one row for the arguments that must be given; null: no row has them all. */
export function argumentsFromRow(field: AnyField, rows: readonly Row[]): Row | null {
  const names = field.args.filter(isRequiredArgument).map(({ name }) => name);
  if (names.length === 0) return {};
  const row = rows.find((candidate) => names.every((name) => (candidate[name] ?? null) !== null));
  return row ? Object.fromEntries(names.map((name) => [name, row[name]])) : null;
}

/** Two rows are enough of any list. */
const FIXED: Row = { limit: 2, first: 2 };

/** `(limit: 2, filmId: 1)`; empty where nothing is given. */
export function writeArguments(field: AnyField, values: Row): string {
  const given = field.args.flatMap(({ name, type }) => {
    const value = values[name] ?? FIXED[name];
    const node = value === undefined ? null : astFromValue(value, type);
    return node ? [`${name}: ${print(node)}`] : [];
  });
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}
