import { introspect } from '../catalog/introspect.js';
import { openDataPool, readOnSnapshot, type DataPool } from '../execution/data-pool.js';
import { PosternError } from '../foundation/postern-error.js';
import type { CursorSealing } from '../planning/cursor.js';
import type { Secret } from '../foundation/secret.js';
import { hideNames, namesOfNothing } from '../naming/hide-names.js';
import { nameCatalog } from '../naming/name-catalog.js';
import type { NameLock } from '../naming/name-lock.js';
import type { NamedCatalog } from '../naming/named-catalog.js';
import { serveDatabase, type ServedDatabase, type ServedSettings } from './served-database.js';

/** A database as the control plane has it registered. */
export interface Registration {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
  readonly url: Secret;
  readonly settings: ServedSettings & {
    readonly schemas: readonly string[];
    /** `<table>`, `<table>.<column>` and `<table>.<relation>` by GraphQL name. */
    readonly hide: readonly string[];
    readonly statementTimeoutMs: number;
  };
}

export interface ServedDatabasesNeeds {
  /** Null for an unknown id, and for a database that was removed. */
  readonly registrationOf: (id: string) => Promise<Registration | null>;
  /** Lets a pure function extend the name lock of a database, under a lock that holds against other instances. */
  readonly extendNameLock: <Result extends { readonly lock: NameLock }>(
    id: string,
    extend: (lock: NameLock) => Result,
  ) => Promise<Result>;
  readonly log: (event: 'served' | 'refused', facts: Readonly<Record<string, unknown>>) => void;
  /** Makes cursors; `label` has to be the same to open one again. */
  readonly cursors: CursorSealing;
  readonly pollMs: number;
  readonly maxConnections: number;
}

/** The databases that are served now. */
export interface ServedDatabases {
  /**
   * The database, built from its registration at `version` or later; built on first use, then kept and followed.
   * Throws PosternError DATABASE_UNAVAILABLE.
   */
  get(id: string, version: number): Promise<ServedDatabase>;
  close(): Promise<void>;
}

/** How long a database that could not be read is left alone. */
const RETRY_AFTER_MS = 1_000;

export function createServedDatabases(needs: ServedDatabasesNeeds): ServedDatabases {
  const entries = new Map<string, ServedEntry>();
  const timer = setInterval(() => {
    for (const entry of entries.values()) void entry.follow();
  }, needs.pollMs);
  timer.unref();
  return {
    get: (id, version) => {
      let entry = entries.get(id);
      if (!entry) entries.set(id, (entry = new ServedEntry(id, needs)));
      return entry.atLeast(version);
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all([...entries.values()].map((entry) => entry.close()));
    },
  };
}

interface Build {
  readonly served: ServedDatabase;
  readonly catalogFingerprint: string;
  /** Whose connections `served.data` has. */
  readonly url: string;
}

/** One database over time: the newest good build, and at most one build under way. */
class ServedEntry {
  readonly #id: string;
  readonly #needs: ServedDatabasesNeeds;
  #current: Build | null = null;
  #building: Promise<ServedDatabase> | null = null;
  #failedAtMs = -Infinity;

  constructor(id: string, needs: ServedDatabasesNeeds) {
    this.#id = id;
    this.#needs = needs;
  }

  async atLeast(version: number): Promise<ServedDatabase> {
    const current = this.#current?.served;
    if (current && current.version >= version) return current;
    if (performance.now() - this.#failedAtMs < RETRY_AFTER_MS) throw new PosternError('DATABASE_UNAVAILABLE');
    const built = await this.#build();
    if (built.version >= version) return built;
    // The build that was joined had begun before the change.
    return this.#build();
  }

  /** Looks whether catalog or registration changed. The old build serves until the new one is good. */
  async follow(): Promise<void> {
    if (!this.#current) return;
    await this.#build().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#building?.catch(() => undefined);
    await this.#current?.served.data.close();
  }

  #build(): Promise<ServedDatabase> {
    this.#building ??= this.#buildNow().finally(() => (this.#building = null));
    return this.#building;
  }

  async #buildNow(): Promise<ServedDatabase> {
    try {
      return await this.#buildFrom(await this.#needs.registrationOf(this.#id));
    } catch (error) {
      this.#failedAtMs = performance.now();
      this.#needs.log('refused', { databaseId: this.#id, error: String(error) });
      throw error instanceof PosternError ? error : new PosternError('DATABASE_UNAVAILABLE');
    }
  }

  async #buildFrom(registration: Registration | null): Promise<ServedDatabase> {
    if (!registration) return this.#stopServing();
    const previous = this.#current;
    const url = registration.url.reveal();
    const keepsPool = previous?.url === url;
    const data = keepsPool ? previous.served.data : this.#openPool(registration);
    try {
      this.#current = { ...(await this.#readAndServe(registration, data, previous)), url };
      if (previous && !keepsPool) void previous.served.data.close();
      return this.#current.served;
    } catch (error) {
      if (!keepsPool) void data.close();
      throw error;
    }
  }

  /** Nobody is let in any more: what was built for it goes, and its connections are closed when they are idle. */
  #stopServing(): never {
    const previous = this.#current;
    this.#current = null;
    if (previous) void previous.served.data.close();
    throw new PosternError('DATABASE_UNAVAILABLE');
  }

  async #readAndServe(
    registration: Registration,
    data: DataPool,
    previous: Build | null,
  ): Promise<Omit<Build, 'url'>> {
    const { schemas } = registration.settings;
    const catalog = await readOnSnapshot(data, (query) => introspect(query, { schemas }));
    const catalogFingerprint = catalog.fingerprint;
    const isSame =
      previous?.served.version === registration.version && previous.catalogFingerprint === catalogFingerprint;
    if (isSame && previous.served.data === data) return previous;
    const { named: all } = await this.#needs.extendNameLock(this.#id, (lock) =>
      nameCatalog(catalog, lock, { defaultSchema: 'public' }),
    );
    const { id, slug, version, settings } = registration;
    const named = hideNames(all, settings.hide);
    const cursors = cursorsOf(this.#needs.cursors, id);
    this.#needs.log('served', { database: slug, version, tables: named.tables.length });
    const idle = guardsOfNothing(all, settings.guardedColumns);
    if (idle.length > 0) this.#needs.log('refused', { database: slug, guardedColumnsThatDoNotExist: idle });
    const unknown = namesOfNothing(all, settings.hide);
    if (unknown.length > 0)
      this.#needs.log('refused', { database: slug, hiddenNamesThatDoNotExist: unknown });
    return {
      served: serveDatabase({
        id,
        slug,
        version,
        settings,
        named,
        data,
        cursors,
        previous: previous?.served ?? null,
      }),
      catalogFingerprint,
    };
  }

  #openPool(registration: Registration): DataPool {
    return openDataPool({
      url: registration.url,
      statementTimeoutMs: registration.settings.statementTimeoutMs,
      maxConnections: this.#needs.maxConnections,
      onIdleError: (error) => {
        this.#needs.log('refused', { databaseId: this.#id, error: error.message });
      },
    });
  }
}

/** A cursor of one database is none of another. */
function cursorsOf({ seal, unseal }: CursorSealing, id: string): CursorSealing {
  return {
    seal: (order, plain) => seal(`${id} ${order}`, plain),
    unseal: (order, sealed) => unseal(`${id} ${order}`, sealed),
  };
}

/** Guards whose column is not there: a slip of the pen, or a column that was renamed or dropped. */
export function guardsOfNothing(named: NamedCatalog, guardedColumns: readonly string[]): readonly string[] {
  const names = new Set(
    named.tables.flatMap((table) => table.columns.map((column) => `${table.name}.${column.name}`)),
  );
  return guardedColumns.filter((name) => !names.has(name));
}
