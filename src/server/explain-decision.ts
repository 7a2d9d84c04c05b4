import { explainCapabilities } from '../authentication/effective-capabilities.js';
import { includes } from '../capability/capability-set.js';
import { storeCapability } from '../capability/capability-text.js';
import { denote } from '../capability/denotation.js';
import type { ExplainDecision } from '../management-schema/access-explanation.js';
import { AccessTrace } from './access-trace.js';
import { explainKey, type KeyState } from './explain-caller.js';
import { explainNeeds, explainSubset, type Need } from './explain-rights.js';

type DatabaseOffer = Parameters<typeof explainCapabilities>[1];

export interface ExplainDecisionNeeds {
  /** Read after the call. */
  readonly stateOfKey: (keyId: string) => Promise<KeyState | null>;
  /** Throws PosternError DATABASE_UNAVAILABLE. */
  readonly offerOf: (databaseId: string) => Promise<DatabaseOffer>;
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
    const offer = await needs.offerOf(state.database.id);
    const rights = explainCapabilities(state, offer);
    explainSubset(trace, state, rights);
    const asked = readNeeds(detail?.['missing'], offer);
    explainNeeds(trace, asked, state, offer, rights);
    const missing = asked.filter(({ isIn }) => !isIn(rights.effective)).map(({ text }) => text);
    return missing.length > 0 ? trace.refuseFailed('FORBIDDEN', missing) : trace.end();
  };
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

function readNeeds(missing: unknown, { space }: DatabaseOffer): readonly Need[] {
  const texts = Array.isArray(missing) ? missing.filter((text) => typeof text === 'string') : [];
  return texts.map((text) => {
    const stored = storeCapability(space, text);
    // Fail closed: what is no capability of this database any more, such as a session's variable, nobody has.
    if (stored.kind === 'refused') return { text, isIn: () => false };
    const denoted = denote(space, [stored.value]);
    return { text, isIn: (set) => includes(set, denoted) };
  });
}
