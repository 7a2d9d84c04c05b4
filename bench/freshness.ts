import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startTestGateway, type TestGateway } from '../test/support/test-gateway.js';
import { startTestServer, stopTestServer } from '../test/support/test-server.js';

/*
 * What the freshness protocol costs: see bench/README.md. Two gateways on one PostgreSQL, one that confirms every
 * request and one that never does, are loaded in turn by another process. Only ratios mean anything.
 */

const CONNECTIONS = 32;
const ROUNDS = Number(process.env['ROUNDS'] ?? 7);
const SECONDS = Number(process.env['SECONDS'] ?? 4);
const PEOPLE = 4_000;
const QUERY = 'query ($id: Int!) { personByPk(id: $id) { id firstName lastName email organisationId } }';

interface Load {
  readonly url: string;
  readonly key: string;
  readonly seconds: number;
}

/** Requests a second. */
async function main(): Promise<void> {
  await startTestServer();
  const subjects = [
    await prepare('protocol on', {}),
    await prepare('never confirmed', { AUTH_MAX_STALENESS_MS: '3600000' }),
  ];
  for (const subject of subjects) await loadFromOutside(subject, 2);
  for (const subject of subjects) subject.readsBefore = await revisionReads(subject.gateway);
  for (let round = 1; round <= ROUNDS; round += 1) {
    // Whoever goes second finds a warmer machine: turn and turn about.
    const order = round % 2 === 1 ? subjects : [...subjects].reverse();
    for (const subject of order) subject.rates.push(await loadFromOutside(subject, SECONDS));
    console.log(
      `round ${round}: ${subjects.map(({ name, rates }) => `${name} ${format(rates.at(-1))}`).join(', ')}`,
    );
  }
  await report(subjects);
  for (const { gateway } of subjects) await gateway.close();
  await stopTestServer();
}

interface Subject {
  readonly name: string;
  readonly gateway: TestGateway;
  readonly url: string;
  readonly rates: number[];
  readsBefore: number;
}

async function prepare(name: string, environment: Readonly<Record<string, string>>): Promise<Subject> {
  const gateway = await startTestGateway({ LOG_LEVEL: 'error', ...environment });
  const { url } = await gateway.server.listen();
  return { name, gateway, url: `${url}/graphql`, rates: [], readsBefore: 0 };
}

async function report(subjects: readonly Subject[]): Promise<void> {
  for (const { name, gateway, rates, readsBefore } of subjects) {
    const requests = rates.reduce((sum, rate) => sum + rate * SECONDS, 0);
    const reads = (await revisionReads(gateway)) - readsBefore;
    console.log(
      `${name}: median ${format(median(rates))}; ${(requests / Math.max(reads, 1)).toFixed(1)} requests a confirmation`,
    );
  }
  const [on, off] = subjects.map(({ rates }) => median(rates));
  console.log(`ratio: ${((on ?? NaN) / (off ?? NaN)).toFixed(3)} of the requests/s without the protocol`);
  const ratios = (subjects[0]?.rates ?? []).map((rate, round) => rate / (subjects[1]?.rates[round] ?? NaN));
  console.log(
    `by round: ${ratios.map((ratio) => ratio.toFixed(3)).join(' ')}; median ${median(ratios).toFixed(3)}`,
  );
}

/** How often the revision was read so far, as PostgreSQL counts it (about a second late). */
async function revisionReads(gateway: TestGateway): Promise<number> {
  await sleep(1_500);
  const client = new pg.Client({ connectionString: gateway.controlPlaneUrl });
  await client.connect();
  const { rows } = await client.query<{ scans: number }>(
    `select (seq_scan + coalesce(idx_scan, 0))::int as scans from pg_stat_user_tables where relname = 'revision'`,
  );
  await client.end();
  return rows[0]?.scans ?? 0;
}

/** From a process of its own, so that the load does not run on the gateway's thread. */
function loadFromOutside({ url, gateway }: Subject, seconds: number): Promise<number> {
  const load: Load = { url, key: gateway.keys.crm, seconds };
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), {
      env: { ...process.env, LOAD: JSON.stringify(load) },
    });
    child.once('message', (rate) => resolve(Number(rate)));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code !== 0) reject(new Error(`The load ended with ${code}.`));
    });
  });
}

async function generateLoad({ url, key, seconds }: Load): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const until = performance.now() + seconds * 1000;
  let count = 0;
  const connection = async (index: number): Promise<void> => {
    for (let turn = index; performance.now() < until; turn += CONNECTIONS) {
      await askOnce(url, key, agent, (turn % PEOPLE) + 1);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => connection(index)));
  agent.destroy();
  return count / seconds;
}

function askOnce(url: string, key: string, agent: Agent, id: number): Promise<void> {
  const body = JSON.stringify({ query: QUERY, variables: { id } });
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        if (response.statusCode === 200 && text.includes(`"id":${id},`)) resolve();
        else reject(new Error(`${response.statusCode ?? 0} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function format(rate: number | undefined): string {
  return `${Math.round(rate ?? NaN)}/s`;
}

const given = process.env['LOAD'];
if (given === undefined) await main();
else process.send?.(await generateLoad(JSON.parse(given) as Load));
