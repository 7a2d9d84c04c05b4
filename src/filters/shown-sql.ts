import { sql, type RawBuilder } from 'kysely';
import type { CatalogType } from '../catalog/catalog.js';
import { elementOf } from '../catalog/scalar.js';
import { valueKindOf } from '../catalog/value-kind.js';

/**
 * The type as which values are read and compared, where it is not their own. What PostgreSQL itself cannot compare is
 * compared as the text that is shown, so that what came out can be put in again. `money` is a number: its text depends
 * on the server's locale.
 */
export function shownType(type: CatalogType): string | null {
  const element = elementOf(type);
  if (element.kind !== 'other') return null;
  const isList = type.kind === 'array';
  if (element.sql === 'pg_catalog.money') return isList ? 'pg_catalog.numeric[]' : 'pg_catalog.numeric';
  if (element.isOrdered) return null;
  return isList ? 'pg_catalog.text[]' : 'pg_catalog.text';
}

export function shown(type: CatalogType, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  const cast = shownType(type);
  return cast === null ? ref : sql`${ref}::${sql.raw(cast)}`;
}

/** `=` and the like, which an extension's types have in its own schema: a search path may lead to another's. */
export function operatorOf(
  type: CatalogType,
  symbol: '=' | '<>' | '<' | '<=' | '>' | '>=',
): RawBuilder<unknown> {
  const schema = operatorSchemaOf(type);
  return sql.raw(schema === null ? symbol : `operator(${schema}.${symbol})`);
}

/** Null: the operators are PostgreSQL's own. */
export function operatorSchemaOf(type: CatalogType): string | null {
  if (shownType(type) !== null) return null;
  return type.kind === 'base' || type.kind === 'other' ? (type.operatorSchema ?? null) : null;
}

/** The type as which values are compared. An array of a domain is compared as one of what it rests on. */
export function comparedType(type: CatalogType): string {
  return shownType(type) ?? (type.kind === 'array' ? `${elementOf(type).sql}[]` : type.sql);
}

/**
 * For putting equal values together. PostgreSQL says nothing on whether two values of `json` are equal, nor on what holds
 * some: their texts are.
 */
export function distinguished(type: CatalogType, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  const isOpaque = ['json', 'composite', 'list'].includes(valueKindOf(type));
  return isOpaque ? sql`${ref}::pg_catalog.text` : compared(type, ref);
}

export function compared(type: CatalogType, ref: RawBuilder<unknown>): RawBuilder<unknown> {
  const cast = comparedType(type);
  return cast === type.sql ? ref : sql`${ref}::${sql.raw(cast)}`;
}
