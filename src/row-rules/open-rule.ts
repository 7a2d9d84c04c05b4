import type { Filter } from '../filters/filter.js';
import type { CallerFilter } from './read-rule.js';
import type { CallerFacts } from './rule-variable.js';

/** A rule as it is for one caller. */
export type OpenRule =
  | { readonly kind: 'open'; readonly filter: Filter }
  /** Something that it takes from the caller is missing or of another type: it admits no row. */
  | { readonly kind: 'closed'; readonly problem: string };

/** Opens a rule for a caller; what it takes from the caller goes into `values`, by slot. */
export function openRule(rule: CallerFilter, facts: CallerFacts, values: Map<string, unknown>): OpenRule {
  const read = rule.slots.map((slot) => ({ slot, value: slot.read(facts) }));
  for (const { slot, value } of read) {
    // Fail closed: all of the rule, so that what is missing cannot open it under "not" or "or".
    if (value.kind === 'refused')
      return { kind: 'closed', problem: `${slot.variable ?? 'A value'} ${value.problem}` };
  }
  for (const { slot, value } of read) if (value.kind === 'parsed') values.set(slot.name, value.value);
  return { kind: 'open', filter: rule.filter };
}
