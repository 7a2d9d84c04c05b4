import type { RuledGrant } from './sound-rights.js';

/**
 * A group's rules with those that follow from them: its rule for reading a table holds for counting and calculating over
 * it too, unless there is one for that. Else whoever limits what a group reads would let it sum up what it may not see.
 */
export function withInheritedRules<Rule extends RuledGrant>(rules: readonly Rule[]): readonly Rule[] {
  const inherited = rules.filter(
    ({ table, verb }) =>
      verb === 'select' && !rules.some((other) => other.table === table && other.verb === 'aggregate'),
  );
  return inherited.length === 0
    ? rules
    : [...rules, ...inherited.map((rule) => ({ ...rule, verb: 'aggregate' }))];
}
