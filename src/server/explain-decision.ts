import { effectiveCapabilities, explainCapabilities } from '../authentication/effective-capabilities.js';
import { allowsColumn, allowsNamed, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import { readCapability } from '../capability/capability-syntax.js';
import { storeCapability } from '../capability/capability-text.js';
import { accessOf } from '../database-schema/caller-access.js';
import type { ServedDatabases } from '../database-schema/served-databases.js';
import type { AccessExplanation, ExplainDecision } from '../management-schema/access-explanation.js';
import { AccessTrace } from './access-trace.js';
import { explainKey, type KeyState } from './explain-caller.js';
import { failSession } from './explain-on-database.js';
import { explainNeeds, explainSubset, type Need } from './explain-rights.js';

type DatabaseOffer = Parameters<typeof explainCapabilities>[1];

export interface ExplainDecisionNeeds {
  /** Read after the call. */
  readonly stateOfKey: (keyId: string) => Promise<KeyState | null>;
  /** Throws PosternError DATABASE_UNAVAILABLE. */
  readonly offerOf: (databaseId: string) => Promise<DatabaseOffer>;
  readonly databases: Pick<ServedDatabases, 'get'>;
}

/**
 * A refusal of the past, judged again by the functions that refuse: the key, the address and the time that were noted,
 * with users, groups and keys as they are now. Operations are not kept: of a FORBIDDEN one the capabilities that it
 * lacked are asked for again, one by one. Null where nothing was noted that could be judged.
 */
export function createExplainDecision(needs: ExplainDecisionNeeds): ExplainDecision {
  return async ({ isShared, keyId, code, address, atMs, detail }) => {
    if (isShared || keyId === null) return null;
    const trace = new AccessTrace();
    const state = await needs.stateOfKey(keyId);
    if (state !== null && detail?.['cause'] === 'wrong-secret') {
      return trace.refuse(
        'key',
        'INVALID_API_KEY',
        `Another secret than one of "${state.key.name}" was presented.`,
      );
    }
    const refused = explainKey(trace, keyId, state, address, atMs);
    if (refused !== null) return refused;
    if (state === null) throw new Error('A key was let in that does not exist.');
    if (code !== 'FORBIDDEN') return REJUDGED.includes(code) ? trace.end() : null;
    const missing = readTexts(detail?.['missing']);
    const isOfSession = missing.length > 0 && missing.every((text) => text.startsWith('$'));
    return isOfSession ? explainSession(needs, trace, state) : explainMissing(needs, trace, state, missing);
  };
}

async function explainMissing(
  needs: ExplainDecisionNeeds,
  trace: AccessTrace,
  state: KeyState,
  texts: readonly string[],
): Promise<AccessExplanation> {
  const offer = await needs.offerOf(state.database.id);
  const rights = explainCapabilities(state, offer);
  explainSubset(trace, state, rights);
  const asked = texts.map((text) => needOf(text, offer));
  explainNeeds(trace, asked, state, offer, rights);
  const missing = asked.filter(({ isIn }) => !isIn(rights.effective)).map(({ text }) => text);
  return missing.length > 0 ? trace.refuseFailed('FORBIDDEN', missing) : trace.end();
}

/** What the session settings of the database lacked of the caller. */
async function explainSession(
  needs: ExplainDecisionNeeds,
  trace: AccessTrace,
  state: KeyState,
): Promise<AccessExplanation> {
  const served = await needs.databases.get(state.database.id, state.database.version);
  const { session } = accessOf(served, state, effectiveCapabilities(state, served.offer));
  if (session.kind === 'missing') return failSession(trace, session.missing);
  trace.pass('session', 'The session settings of the database can be filled in.');
  return trace.end();
}

/** Refusals of the key itself: where it passes today, that is what is to be said. */
const REJUDGED: readonly string[] = [
  'INVALID_API_KEY',
  'KEY_REVOKED',
  'KEY_DISABLED',
  'USER_DELETED',
  'USER_DISABLED',
  'DATABASE_DISABLED',
  'KEY_EXPIRED',
  'KEY_NOT_YET_VALID',
  'NO_API_ACCESS',
];

function readTexts(noted: unknown): readonly string[] {
  return Array.isArray(noted) ? noted.filter((text) => typeof text === 'string') : [];
}

/** As a reference, as which it was missing: `person:select` is the row alone, whatever it would grant. */
function needOf(text: string, { space }: DatabaseOffer): Need {
  const stored = storeCapability(space, text);
  // Fail closed: nobody has what the database does not know any more.
  if (stored.kind === 'refused') return { text, isIn: () => false };
  const read = readCapability(stored.value);
  const isIn = (set: CapabilitySet): boolean => {
    if (space.named.includes(stored.value)) return allowsNamed(set, stored.value);
    if (read === null || read.verb === '*') return false;
    const { table, verb } = read;
    return (
      allowsRow(set, table, verb) && (read.kind === 'table' || allowsColumn(set, table, read.column, verb))
    );
  };
  return { text, isIn };
}
