import pg from 'pg';
import { PosternError } from '../foundation/postern-error.js';
import type { Secret } from '../foundation/secret.js';
import { clientConfig, describeLoss, type ControlPlaneLog } from './connections.js';
import { asPublicError } from './database-errors.js';
import { withTimeout } from './time-out.js';

export interface RevisionReader {
  /** `gateway.revision`, by a read that begins after this call. Throws PosternError CONTROL_PLANE_UNAVAILABLE. */
  confirm(): Promise<string>;
  close(): Promise<void>;
}

interface Batch {
  readonly promise: Promise<string>;
  readonly resolve: (revision: string) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads the revision on a connection of its own, so that no confirmation queues behind data. At most one read
 * runs; whoever arrives meanwhile waits for the next one, which all of them share. Nobody joins a running read:
 * it may have seen the state before a change that was committed ahead of the arrival.
 */
export function createRevisionReader(
  url: Secret,
  options: { readonly timeoutMs: number; readonly log: ControlPlaneLog },
): RevisionReader {
  const connection = new RevisionConnection(url, options.log);
  let next: Batch | null = null;
  let running: Promise<void> | null = null;
  let closed = false;

  const runBatches = async (): Promise<void> => {
    while (next !== null) {
      const batch: Batch = next;
      // Before the read begins: from here on, whoever arrives belongs to the next one.
      next = null;
      try {
        batch.resolve(await connection.read(options.timeoutMs));
      } catch (error) {
        batch.reject(asPublicError(error));
      }
    }
    running = null;
  };

  return {
    confirm: () => {
      if (closed) return Promise.reject(new PosternError('CONTROL_PLANE_UNAVAILABLE'));
      next ??= newBatch();
      const { promise } = next;
      running ??= runBatches();
      return promise;
    },
    close: async () => {
      closed = true;
      await running;
      await connection.close();
    },
  };
}

function newBatch(): Batch {
  let resolve: Batch['resolve'] = () => undefined;
  let reject: Batch['reject'] = () => undefined;
  const promise = new Promise<string>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** Connects when it is first needed and again after every failure. */
class RevisionConnection {
  readonly #url: Secret;
  readonly #log: ControlPlaneLog;
  #client: pg.Client | null = null;

  constructor(url: Secret, log: ControlPlaneLog) {
    this.#url = url;
    this.#log = log;
  }

  async read(timeoutMs: number): Promise<string> {
    try {
      return await withTimeout(timeoutMs, this.#ask());
    } catch (error) {
      this.#log(describeLoss('revision', error));
      this.#destroy();
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #ask(): Promise<string> {
    const client = this.#client ?? (await this.#connect());
    // No values and no name: the simple protocol, one round trip, through any pooler.
    const { rows } = await client.query<{ revision: string; in_recovery: boolean }>(
      'SELECT revision::text AS revision, pg_is_in_recovery() AS in_recovery FROM gateway.revision',
    );
    const row = rows[0];
    // Fail closed: a replica may be behind. The next read connects anew and may find the new primary.
    if (row === undefined || row.in_recovery) throw new PosternError('CONTROL_PLANE_UNAVAILABLE');
    return row.revision;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(clientConfig(this.#url, 'revision'));
    this.#client = client;
    client.on('error', () => {
      if (this.#client === client) this.#client = null;
    });
    await client.connect();
    return client;
  }

  /** At once: a polite end would wait for the answer of a server that does not answer. */
  #destroy(): void {
    const client = this.#client;
    this.#client = null;
    client?.connection.stream.destroy();
  }
}
