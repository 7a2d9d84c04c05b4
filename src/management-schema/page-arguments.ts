import type { PageRequest } from '../control-plane/control-plane.js';
import { coveredByField } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import { withoutAbsent } from './without-absent.js';

/** Of the control plane's lists: how many rows a page has when nothing is said, and at most. */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 500;

/** Relay's arguments for a page in either direction. */
export function pageArguments(builder: ManagementBuilder) {
  return builder.args((t) => ({
    first: t.int({
      ...coveredByField,
      description: 'At most this many rows, from the start or from `after`.',
    }),
    after: t.string({ ...coveredByField, description: 'Only rows after this cursor.' }),
    last: t.int({ ...coveredByField, description: 'At most this many rows, from the end or from `before`.' }),
    before: t.string({ ...coveredByField, description: 'Only rows before this cursor.' }),
  }));
}

/** The page asked for, without the other arguments of the field. */
export function pageRequestOf(args: {
  [Name in keyof PageRequest]: PageRequest[Name] | undefined;
}): PageRequest {
  return withoutAbsent({ first: args.first, after: args.after, last: args.last, before: args.before });
}
