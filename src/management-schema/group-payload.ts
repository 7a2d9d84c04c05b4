import type { ObjectRef } from '@pothos/core';
import type { GroupRecord } from '../control-plane/records.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

export type GroupPayloadRef = ObjectRef<ManagementTypes, { readonly group: GroupRecord }>;

/** What every change of a group answers. */
export function defineGroupPayload(builder: ManagementBuilder, refs: ManagementRefs): GroupPayloadRef {
  return builder.objectRef<{ readonly group: GroupRecord }>('GroupPayload').implement({
    description: 'The group after the change.',
    fields: (t) => ({
      group: t.field({
        type: refs.group,
        description: 'The group as it stands now; one that was deleted, as it was, with nothing left in it.',
        authScopes: { capability: ['groups:select'] },
        resolve: (payload) => payload.group,
      }),
    }),
  });
}
