import type { ObjectRef } from '@pothos/core';
import type { UserRecord } from '../control-plane/records.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

export type UserPayloadRef = ObjectRef<ManagementTypes, { readonly user: UserRecord }>;

export function defineUserPayload(builder: ManagementBuilder, refs: ManagementRefs): UserPayloadRef {
  return builder.objectRef<{ readonly user: UserRecord }>('UserPayload').implement({
    description: 'The user after the change.',
    fields: (t) => ({
      user: t.field({
        type: refs.user,
        description: 'The user as it stands now.',
        authScopes: { capability: ['users:select'] },
        resolve: (payload) => payload.user,
      }),
    }),
  });
}
