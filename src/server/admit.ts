import { LRUCache } from 'lru-cache';
import { authenticate, type Authentication } from '../authentication/authenticate.js';
import type { KeyCaller, Reader } from '../authentication/caller.js';
import type { ClientAddress } from '../authentication/client-address.js';
import type { Peppers } from '../authentication/digest.js';
import type { ParsedCredential } from '../authentication/secret-format.js';
import type { Clock } from '../foundation/clock.js';
import { clientAddressOf, type ProxySettings } from './client-facts.js';
import type { RequestFacts } from './operation-request.js';

type State = KeyCaller['state'];

/** A caller's authorization state as it stood at a revision; null for a key that did not exist then. */
export interface LoadedState {
  readonly revision: string;
  readonly state: State | null;
}

export interface AdmissionNeeds extends ProxySettings {
  /** One snapshot, read after the call. */
  readonly loadState: (keyId: string) => Promise<LoadedState>;
  /** By a read that begins after the call. */
  readonly confirmRevision: () => Promise<string>;
  readonly peppers: Peppers;
  /** How old a confirmation may be; 0: every request has its own. */
  readonly maxStalenessMs: number;
  readonly clock: Clock;
}

/** Who is let in, first as far as is remembered, then for certain. */
export interface Admission {
  /** The instant at which the caller is judged: its arrival. */
  readonly nowMs: number;
  readonly address: ClientAddress;
  /** By what is in the cache: good enough to begin a reading operation, never to release its answer. */
  readonly provisional: Authentication;
  /**
   * By state that a read begun after the request arrived has confirmed: the only verdict that may leave the house.
   * The very object of `provisional` when nothing changed. Throws PosternError CONTROL_PLANE_UNAVAILABLE.
   */
  readonly confirm: () => Promise<Authentication>;
  /** The same without any staleness that the operator allows: for whatever changes something. */
  readonly confirmStrictly: () => Promise<Authentication>;
}

export type Admit = (facts: RequestFacts, credential: ParsedCredential) => Promise<Admission>;

const MAX_REMEMBERED_KEYS = 20_000;
const MAX_REMEMBERED_UNKNOWNS = 5_000;

/**
 * The freshness protocol (design §3): states are cached under the revision of their snapshot, and an answer waits
 * for a revision read of its own time. Verdicts are never cached. Unknown keys are remembered like known ones, so
 * that the second try with one costs the same work.
 */
export function createAdmit(needs: AdmissionNeeds): Admit {
  const memory = createMemory();
  const confirmations = createConfirmations(needs);

  return async (facts, credential) => {
    const address = clientAddressOf(needs, facts);
    const nowMs = needs.clock();
    const judge = (state: State | null): Authentication =>
      authenticate({ credential, address, nowMs, state, peppers: needs.peppers });
    if (credential.kind === 'malformed') return settledAdmission(address, nowMs, judge(null));
    const { keyId } = credential;
    const load = async (): Promise<Authentication> => {
      const begunAtMs = performance.now();
      const loaded = await needs.loadState(keyId);
      confirmations.note(loaded.revision, begunAtMs);
      memory.keep(keyId, loaded);
      return judge(loaded.state);
    };
    const known = memory.find(keyId);
    if (!known) return settledAdmission(address, nowMs, await load());
    const provisional = judge(known.state);
    const confirmBy = async (revision: Promise<string>): Promise<Authentication> =>
      (await revision) === known.revision ? provisional : load();
    // Begun now, while the operation runs; awaited later, and until then a failure must not count as unhandled.
    const confirmation = confirmBy(confirmations.confirm());
    confirmation.catch(() => undefined);
    return {
      address,
      nowMs,
      provisional,
      confirm: () => confirmation,
      confirmStrictly: () => (needs.maxStalenessMs === 0 ? confirmation : confirmBy(needs.confirmRevision())),
    };
  };
}

/** By what was read after the request arrived: it is certain from the start. */
export function settledAdmission(address: ClientAddress, nowMs: number, verdict: Authentication): Admission {
  const confirm = () => Promise.resolve(verdict);
  return { address, nowMs, provisional: verdict, confirm, confirmStrictly: confirm };
}

interface Memory {
  find(keyId: string): LoadedState | undefined;
  keep(keyId: string, loaded: LoadedState): void;
}

/** Ids that nobody has are kept apart: anybody can make up more of them than there is room for. */
function createMemory(): Memory {
  const keys = new LRUCache<string, LoadedState>({ max: MAX_REMEMBERED_KEYS });
  const unknowns = new LRUCache<string, LoadedState>({ max: MAX_REMEMBERED_UNKNOWNS });
  return {
    find: (keyId) => keys.get(keyId) ?? unknowns.get(keyId),
    keep: (keyId, loaded) => {
      (loaded.state ? unknowns : keys).delete(keyId);
      (loaded.state ? keys : unknowns).set(keyId, loaded);
    },
  };
}

interface Confirmations {
  confirm(): Promise<string>;
  /** A state that was loaded says which revision holds, too. */
  note(revision: string, begunAtMs: number): void;
}

/** With a staleness allowed by the operator, a confirmation serves all that arrive within it. */
function createConfirmations({ confirmRevision, maxStalenessMs }: AdmissionNeeds): Confirmations {
  if (maxStalenessMs === 0) return { confirm: confirmRevision, note: () => undefined };
  let last: { readonly revision: string; readonly begunAtMs: number } | null = null;
  const note: Confirmations['note'] = (revision, begunAtMs) => {
    if (!last || begunAtMs > last.begunAtMs) last = { revision, begunAtMs };
  };
  return {
    note,
    confirm: async () => {
      const begunAtMs = performance.now();
      if (last && begunAtMs - last.begunAtMs <= maxStalenessMs) return last.revision;
      const revision = await confirmRevision();
      note(revision, begunAtMs);
      return revision;
    },
  };
}

/** Whether everything that an answer depends on is the same for both, whatever else was changed meanwhile. */
export function answersAlike(left: Reader, right: Reader): boolean {
  return left.state === right.state || essence(left) === essence(right);
}

function essence({ state, address }: Reader): string {
  const { key, user, database, groups } = state;
  return JSON.stringify([key && { ...key, secrets: [] }, user, database, groups, address]);
}
