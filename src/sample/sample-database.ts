import { makeActivities } from './activities.js';
import { makeOpportunities } from './opportunities.js';
import { makeOrganisations } from './organisations.js';
import { makePeople } from './people.js';
import { makeProducts } from './products.js';
import { sampleSchema, sampleTables, type SampleTable } from './sample-schema.js';
import { makeSupportCases } from './support-cases.js';

/**
 * The sample database `crm`: a small CRM that is the same on every machine, so that examples and tests can name
 * its rows. Every address and number in it is reserved: it reaches nobody.
 *
 * Makes and fills the tables in the empty database behind `query`, all or nothing; does nothing where they stand
 * already. `query` must be one connection, not a pool: the whole is one transaction.
 */
export async function createSampleDatabase(query: SampleQuery): Promise<void> {
  await query('BEGIN');
  try {
    // Two gateways that start at once must not both fill it.
    await query('SELECT pg_advisory_xact_lock($1)', [SAMPLE_LOCK]);
    if (!(await isSamplePresent(query))) await fillDatabase(query);
    await query('COMMIT');
  } catch (error) {
    await query('ROLLBACK');
    throw error;
  }
}

/** Runs one statement (without `values`: also several) on one connection; what it returns has `rows`. */
export type SampleQuery = (sql: string, values?: unknown[]) => Promise<unknown>;

const SAMPLE_LOCK = 7_206_341;

async function isSamplePresent(query: SampleQuery): Promise<boolean> {
  const result = await query(`SELECT 1 WHERE to_regclass('public.organisation') IS NOT NULL`);
  return isObject(result) && Array.isArray(result['rows']) && result['rows'].length > 0;
}

async function fillDatabase(query: SampleQuery): Promise<void> {
  // The tables belong to `public` whatever the connection's search path says.
  await query('SET LOCAL search_path TO public');
  await query(sampleSchema);
  const rows = makeSampleRows();
  for (const table of sampleTables) await insertRows(query, table, rows[table]);
  await query(`ANALYZE ${sampleTables.join(', ')}`);
}

/** Every row, by table; ids count from 1. */
export function makeSampleRows(): Readonly<Record<SampleTable, readonly object[]>> {
  const organisations = makeOrganisations();
  const people = makePeople(organisations);
  const products = makeProducts();
  const { opportunities, lines } = makeOpportunities(organisations, people, products);
  const supportCases = makeSupportCases(people, products);
  return {
    organisation: organisations,
    person: people,
    product: products,
    opportunity: opportunities,
    opportunity_line: lines,
    support_case: supportCases,
    activity: makeActivities(people, opportunities, supportCases),
  };
}

const ROWS_A_STATEMENT = 2500;

async function insertRows(query: SampleQuery, table: SampleTable, rows: readonly object[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
    const chunk = JSON.stringify(rows.slice(start, start + ROWS_A_STATEMENT));
    await query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [chunk]);
  }
  // The ids were given, so the sequence behind them has to be told where to go on.
  await query(`SELECT setval(pg_get_serial_sequence('${table}', 'id'), ${rows.length})`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
