import type { DataPool } from './data-pool.js';

/** What of the role that the gateway takes lets it pass by the database's own walls. */
export interface RolePowers {
  readonly role: string;
  readonly isSuperuser: boolean;
  readonly bypassesRowSecurity: boolean;
  /** Tables with row level security that it owns, and which is not forced on owners; some of them. */
  readonly ownedTables: readonly string[];
}

/** Of the session role where there is one, else of the connection's. Throws what PostgreSQL throws. */
export async function inspectRole({ pool }: DataPool, sessionRole: string | null): Promise<RolePowers> {
  const { rows } = await pool.query<{
    role: string;
    is_superuser: boolean;
    bypasses_row_security: boolean;
    owned_tables: string[];
  }>(
    `select r.rolname as role, r.rolsuper as is_superuser, r.rolbypassrls as bypasses_row_security,
       array(
         select c.oid::regclass::text from pg_catalog.pg_class c
         where c.relkind in ('r', 'p') and c.relrowsecurity and not c.relforcerowsecurity
           and pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE')
         order by 1 limit 5
       ) as owned_tables
     from pg_catalog.pg_roles r where r.rolname = coalesce($1, current_user)`,
    [sessionRole],
  );
  const [row] = rows;
  if (!row) throw new Error(`There is no role ${JSON.stringify(sessionRole)} in the database.`);
  return {
    role: row.role,
    isSuperuser: row.is_superuser,
    bypassesRowSecurity: row.bypasses_row_security,
    ownedTables: row.owned_tables,
  };
}
