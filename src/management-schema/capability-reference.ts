import { allowsColumn, allowsNamed, allowsRow, type CapabilitySet } from '../capability/capability-set.js';
import { verbs, type Verb } from '../capability/verb.js';
import { managementSpace, type CapabilityReference } from './management-catalog.js';

/** Whether the capabilities cover the reference. One that the space does not know is covered by nothing. */
export function holds(effective: CapabilitySet, reference: CapabilityReference): boolean {
  if (managementSpace.named.includes(reference)) return allowsNamed(effective, reference);
  const parts = /^(?<table>\w+)(?:\.(?<column>\w+))?:(?<verb>\w+)$/.exec(reference)?.groups;
  const verb = verbs.find((known) => known === parts?.['verb']);
  const table = parts?.['table'];
  if (table === undefined || verb === undefined) return false;
  return allows(effective, table, parts?.['column'], verb);
}

/** Those that are not covered, each once, in the order given. */
export function missingOf(
  effective: CapabilitySet,
  references: Iterable<CapabilityReference>,
): CapabilityReference[] {
  return [...new Set(references)].filter((reference) => !holds(effective, reference));
}

// A column is always read, written or compared in a row, so that its reference asks for both.
function allows(effective: CapabilitySet, table: string, column: string | undefined, verb: Verb): boolean {
  return (
    allowsRow(effective, table, verb) &&
    (column === undefined || allowsColumn(effective, table, column, verb))
  );
}
