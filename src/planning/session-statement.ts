import { sql } from 'kysely';
import type { ValueSource } from '../filters/value-source.js';
import { Parameter } from '../filters/parameter.js';
import { nameStatement, type CompiledStatement } from './compiled-statement.js';

/** What a database's own walls are told for the time of one transaction. */
export interface SessionPlan {
  /** Null: the role of the connection. */
  readonly role: string | null;
  readonly settings: readonly { readonly name: string; readonly source: ValueSource }[];
}

/** `SET LOCAL` for all of them at once, before anything else is read. Null where there is nothing to set. */
export function compileSession({ role, settings }: SessionPlan): CompiledStatement | null {
  const constant = (value: string) => sql`${new Parameter({ kind: 'constant', value })}::text`;
  const parts = [
    // The role last: it may not be allowed to set what the connection's role is.
    ...settings.map(
      ({ name, source }) => sql`set_config(${constant(name)}, ${new Parameter(source)}::text, true)`,
    ),
    ...(role === null ? [] : [sql`set_config('role', ${constant(role)}, true)`]),
  ];
  return parts.length === 0 ? null : nameStatement(sql`select ${sql.join(parts)}`);
}
