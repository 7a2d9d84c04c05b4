import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

/** One operation, asked over and over. */
export interface Load {
  readonly url: string;
  readonly query: string;
  /** Turn and turn about. */
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** A process of its own, so that the load does not run on the gateway's thread; one for all keys, so that it stays warm. */
export interface LoadProcess {
  /** Requests a second with this key, for so long. */
  run(key: string, seconds: number): Promise<number>;
  close(): void;
}

const CONNECTIONS = 32;

interface Slice {
  readonly key: string;
  readonly seconds: number;
}

export function startLoad(load: Load): LoadProcess {
  const child = fork(fileURLToPath(import.meta.url), { env: { ...process.env, LOAD: JSON.stringify(load) } });
  const ended = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The load ended with ${code}.`)));
  });
  ended.catch(() => undefined);
  return {
    run: (key, seconds) => {
      const slice: Slice = { key, seconds };
      child.send(slice);
      return Promise.race([once(child, 'message').then(([rate]) => Number(rate)), ended]);
    },
    close: () => child.disconnect(),
  };
}

async function runSlice({ url, query, variables }: Load, { key, seconds }: Slice): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const bodies = variables.map((values) => JSON.stringify({ query, variables: values }));
  const begun = performance.now();
  let count = 0;
  const connection = async (index: number): Promise<void> => {
    for (let turn = index; performance.now() < begun + seconds * 1000; turn += CONNECTIONS) {
      await post(url, key, agent, bodies[turn % bodies.length] ?? '');
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => connection(index)));
  agent.destroy();
  return (count * 1000) / (performance.now() - begun);
}

function post(url: string, key: string, agent: Agent, body: string): Promise<void> {
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
        if (response.statusCode === 200 && text.startsWith('{"data":')) resolve();
        else reject(new Error(`${response.statusCode ?? 0} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const given = process.env['LOAD'];
if (given !== undefined) {
  const load = JSON.parse(given) as Load;
  // What fails ends the process, and so whoever waits for a rate.
  process.on('message', (slice) => void runSlice(load, slice as Slice).then((rate) => process.send?.(rate)));
}
