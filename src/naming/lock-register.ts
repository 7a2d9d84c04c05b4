import type { LockedKind, NameLock, NameLockEntry } from './name-lock.js';

const idPrefixes: Readonly<Record<LockedKind, string>> = {
  table: 't',
  column: 'c',
  enum: 'e',
  enumValue: 'v',
  relation: 'r',
  composite: 'm',
  attribute: 'a',
};

/**
 * A name lock while names are being added to it. Entries are never changed or removed: what has left the database
 * keeps its name, and gets it back when it returns.
 */
export class LockRegister {
  /** Before anything was added: somebody may have granted what was there. */
  readonly hadTables: boolean;
  readonly #entries: NameLockEntry[];
  readonly #byPath = new Map<string, NameLockEntry>();
  /** Columns and relations by table, values by enum, attributes by composite, the others by kind, each in the order of issue. */
  readonly #byOwner = new Map<string, NameLockEntry[]>();
  readonly #highest = new Map<LockedKind, number>();

  constructor(lock: NameLock) {
    this.hadTables = lock.entries.some((entry) => entry.kind === 'table');
    this.#entries = [...lock.entries];
    const inOrder = [...lock.entries].sort((left, right) => numberOf(left) - numberOf(right));
    for (const entry of inOrder) this.#index(entry);
  }

  find(kind: LockedKind, path: readonly string[]): NameLockEntry | undefined {
    return this.#byPath.get(keyOf(kind, path));
  }

  /** Every entry of the kind (for what has an owner: under this table or type), in the order of issue. */
  entriesOf(kind: LockedKind, owner: readonly string[] = []): readonly NameLockEntry[] {
    return this.#byOwner.get(keyOf(kind, owner)) ?? [];
  }

  add(kind: LockedKind, path: readonly string[], name: string, appearedLater = false): NameLockEntry {
    const id = `${idPrefixes[kind]}${(this.#highest.get(kind) ?? 0) + 1}`;
    const entry = { id, kind, path, name, appearedLater };
    this.#entries.push(entry);
    this.#index(entry);
    return entry;
  }

  toLock(): NameLock {
    return { entries: [...this.#entries] };
  }

  #index(entry: NameLockEntry): void {
    this.#byPath.set(keyOf(entry.kind, entry.path), entry);
    const owner = keyOf(entry.kind, isOwned(entry.kind) ? entry.path.slice(0, 2) : []);
    const siblings = this.#byOwner.get(owner);
    if (siblings === undefined) this.#byOwner.set(owner, [entry]);
    else siblings.push(entry);
    this.#highest.set(entry.kind, Math.max(this.#highest.get(entry.kind) ?? 0, numberOf(entry)));
  }
}

function isOwned(kind: LockedKind): boolean {
  return kind === 'column' || kind === 'enumValue' || kind === 'relation' || kind === 'attribute';
}

function numberOf(entry: NameLockEntry): number {
  const digits = /^[tcevrma](\d+)$/.exec(entry.id)?.[1];
  if (digits === undefined)
    throw new Error(`The name lock has an entry with the id ${JSON.stringify(entry.id)}.`);
  return Number(digits);
}

// JSON keeps ["a","b.c"] and ["a.b","c"] apart.
function keyOf(kind: LockedKind, path: readonly string[]): string {
  return JSON.stringify([kind, ...path]);
}
