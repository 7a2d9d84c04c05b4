import { sql } from 'kysely';
import { Parameter } from '../filters/parameter.js';
import { printSource } from '../filters/print-filter.js';
import { nameStatement, type CompiledStatement } from './compiled-statement.js';

/**
 * What PostgreSQL would refuse only where it has a row to look at: a regular expression with an error, a word too long
 * to be searched for. Such an error would tell of rows that nobody may see, so everything of the kind is tried on an
 * empty text first, in the same transaction: where one is refused, nothing is read. Null: there is nothing to try.
 */
export function compileCheck(statements: readonly CompiledStatement[]): CompiledStatement | null {
  const parameters = new Map<string, Parameter>();
  for (const { parameters: all } of statements) {
    for (const parameter of all) {
      if (parameter.check === null) continue;
      parameters.set(JSON.stringify([parameter.check, printSource(parameter.source)]), parameter);
    }
  }
  if (parameters.size === 0) return null;
  const tries = [...parameters.values()].map(({ source, convert, check }) => {
    const value = sql`${new Parameter(source, convert)}::text`;
    switch (check) {
      case 'query':
        return sql`pg_catalog.websearch_to_tsquery(${value})`;
      case 'similar':
        return sql`'' similar to ${value}`;
      default:
        return sql`'' operator(pg_catalog.~) ${value}`;
    }
  });
  return nameStatement(sql`select ${sql.join(tries)}`);
}
