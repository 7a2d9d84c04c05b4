import type { CapabilitySpace } from '../capability/capability-space.js';
import { includes, intersect, type CapabilitySet } from '../capability/capability-set.js';
import { storeCapability } from '../capability/capability-text.js';
import { denote } from '../capability/denotation.js';
import type { Problems } from './problems.js';

const MAX_CAPABILITIES = 1000;

/** Capabilities by name to their stored form, each once. What cannot be read is noted and left out. */
export function readCapabilities(
  problems: Problems,
  field: string,
  space: CapabilitySpace,
  texts: readonly string[],
): string[] {
  if (texts.length > MAX_CAPABILITIES) {
    problems.add(field, `at most ${MAX_CAPABILITIES} capabilities are allowed; these are ${texts.length}.`);
    return [];
  }
  const stored = new Set<string>();
  for (const text of texts) {
    const capability = storeCapability(space, text);
    if (capability.kind === 'refused') problems.add(field, capability.problem);
    else stored.add(capability.value);
  }
  return [...stored];
}

/** A subset of capabilities for a key: as above, and none that its user lacks. Nothing lifts this. */
export function readSubset(
  problems: Problems,
  field: string,
  space: CapabilitySpace,
  texts: readonly string[],
  userRights: CapabilitySet,
): string[] {
  if (texts.length === 0) {
    problems.add(
      field,
      'an empty list would permit nothing: name at least one capability, or leave it out for all that the user has.',
    );
    return [];
  }
  const stored = readCapabilities(problems, field, space, texts);
  // Others wait for the lock meanwhile: nothing is worked out over a list that is refused for its length.
  if (texts.length > MAX_CAPABILITIES) return stored;
  const lacking = texts.filter((text) => isLacking(space, text, userRights));
  if (lacking.length > 0) {
    const names = lacking.slice(0, 20).map((text) => JSON.stringify(text));
    problems.add(
      field,
      `the user whom the key acts for does not have ${names.join(', ')}: grant it to one of the user's groups first, or leave it out.`,
    );
  }
  return stored;
}

/** A wildcard stands for whatever the user has of it, so it must only meet the user's rights somewhere. */
function isLacking(space: CapabilitySpace, text: string, userRights: CapabilitySet): boolean {
  const capability = storeCapability(space, text);
  if (capability.kind === 'refused') return false;
  const denoted = denote(space, [capability.value]);
  return text.includes('*') ? intersect(denoted, userRights).isEmpty() : !includes(userRights, denoted);
}
