import type { explainCapabilities } from '../authentication/effective-capabilities.js';
import { isEmpty, subtract, union, type CapabilitySet } from '../capability/capability-set.js';
import { printSet } from '../capability/capability-text.js';
import { soundRights } from '../capability/sound-rights.js';
import { denote } from '../capability/denotation.js';
import type { AccessTrace } from './access-trace.js';
import type { KeyState, UserState } from './explain-caller.js';

type DatabaseOffer = Parameters<typeof explainCapabilities>[1];
type Rights = ReturnType<typeof explainCapabilities>;
type BrokenRule = Rights['groups'][number]['brokenRules'][number];

/** One capability that an operation needs. */
export interface Need {
  /** As it would be granted. */
  readonly text: string;
  readonly isIn: (set: CapabilitySet) => boolean;
}

/** What the key leaves of the rights of its user. Refuses nothing: each capability is asked for by itself. */
export function explainSubset(trace: AccessTrace, state: KeyState | UserState, rights: Rights): void {
  trace.pass('subset', describeSubset(state, rights));
}

/** Which group grants or lacks each capability, and what removes it. `missing`: those that fail, in the order given. */
export function explainNeeds(
  trace: AccessTrace,
  needs: readonly Need[],
  state: KeyState | UserState,
  offer: DatabaseOffer,
  rights: Rights,
): void {
  const groups = state.groups
    .map((group, index) => ({
      name: group.name,
      grants: group.grants,
      granted: denote(offer.space, group.grants),
      rights: rights.groups[index]?.rights,
      brokenRules: rights.groups[index]?.brokenRules ?? [],
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
  for (const need of needs) {
    const granting = groups.filter((group) => group.rights && need.isIn(group.rights));
    const closed = groups.filter((group) => need.isIn(group.granted) && !granting.includes(group));
    const sentences = [
      granting.length > 0 ? `Granted by ${granting.map(({ name }) => name).join(', ')}.` : NOBODY,
      ...closed.map(
        ({ name, grants, brokenRules }) =>
          `${name} would grant it, but ${describeClosing(need, grants, brokenRules, offer)}.`,
      ),
      ...(rights.subset && !need.isIn(rights.subset) ? ["The key's subset does not include it."] : []),
      ...(rights.narrowingProblems.length > 0 ? [describeNarrowing(rights)] : []),
    ];
    const step = need.isIn(rights.effective) ? 'pass' : 'fail';
    trace[step]('capability', sentences.join(' '), need.text);
  }
}

const NOBODY = 'No group of the user grants it.';

function describeSubset(state: KeyState | UserState, rights: Rights): string {
  const { effective, subset } = rights;
  if (state.key === null) return `All rights of the user: ${printRights(effective)}.`;
  if (rights.narrowingProblems.length > 0) return describeNarrowing(rights);
  if (subset === null) return `The key has no subset, so all rights of its user: ${printRights(effective)}.`;
  const removed = subtract(grantedBy(rights), subset);
  const removes = isEmpty(removed) ? 'nothing' : printRights(removed);
  return `The key's subset leaves ${printRights(effective)} and removes ${removes}.`;
}

function grantedBy({ groups, effective }: Rights): CapabilitySet {
  return groups.map(({ rights }) => rights).reduce(union, effective);
}

function describeNarrowing({ narrowingProblems }: Rights): string {
  const problems = narrowingProblems.map(({ field, message }) => `${field} ${message}`).join(' ');
  return `The key's row narrowing cannot be understood any more, which closes everything: ${problems}`;
}

/** Longer lists are for `effectiveRights`. */
const MAX_PRINTED = 20;

function printRights(set: CapabilitySet): string {
  const texts = printSet(set);
  if (texts.length === 0) return 'nothing';
  const more = texts.length > MAX_PRINTED ? ` and ${texts.length - MAX_PRINTED} more` : '';
  return `${texts.slice(0, MAX_PRINTED).join(', ')}${more}`;
}

/** By the rules that close it each by itself. */
function describeClosing(
  need: Need,
  grants: readonly string[],
  brokenRules: readonly BrokenRule[],
  { space, laterTables }: DatabaseOffer,
): string {
  const closing = brokenRules.filter(
    ({ rule }) => !need.isIn(soundRights(space, grants, [rule], laterTables)),
  );
  const named = (closing.length > 0 ? closing : brokenRules).map(({ rule, problems }) => {
    const table = space.tables.find(({ key }) => key === rule.table)?.name ?? rule.table;
    const what = problems.map(({ field, message }) => `${field} ${message}`).join(' ');
    return `its row rule for ${table}:${rule.verb} is broken (${what})`;
  });
  return named.join(' and ');
}
