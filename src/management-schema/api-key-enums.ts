import type { EnumRef } from '@pothos/core';
import type { ApiKeyState } from '../authentication/key-state.js';
import type { ApiKeyOrder, ApiKeyRestriction } from '../control-plane/control-plane.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { CapabilityReference } from './management-catalog.js';

type Ref<Value> = EnumRef<ManagementTypes, Value>;

export interface ApiKeyEnums {
  readonly state: Ref<ApiKeyState>;
  readonly order: Ref<ApiKeyOrder>;
  readonly restriction: Ref<ApiKeyRestriction>;
}

export function defineApiKeyEnums(builder: ManagementBuilder): ApiKeyEnums {
  return {
    state: builder.enumType('ApiKeyState', {
      description: 'Whether a key works now, and if not, the first reason why.',
      values: described(stateDescriptions),
    }),
    order: builder.enumType('ApiKeyOrder', {
      description: 'How a list of API keys is sorted. Keys without the instant in question come last.',
      values: described(orderDescriptions),
    }),
    restriction: builder.enumType('ApiKeyRestriction', {
      description:
        'What an update can take away from a key. Taking a restriction away makes the key stronger.',
      values: described(restrictionDescriptions),
    }),
  };
}

/** What an order reads: `NAME_ASC` the column `name`. */
export const columnOfOrder: Readonly<Record<ApiKeyOrder, CapabilityReference>> = {
  NAME_ASC: 'apiKeys.name:select',
  NAME_DESC: 'apiKeys.name:select',
  CREATED_AT_ASC: 'apiKeys.createdAt:select',
  CREATED_AT_DESC: 'apiKeys.createdAt:select',
  VALID_UNTIL_ASC: 'apiKeys.validUntil:select',
  VALID_UNTIL_DESC: 'apiKeys.validUntil:select',
  LAST_USED_AT_ASC: 'apiKeys.lastUsedAt:select',
  LAST_USED_AT_DESC: 'apiKeys.lastUsedAt:select',
};

/** What taking a restriction away writes. */
export const columnOfRestriction: Readonly<Record<ApiKeyRestriction, CapabilityReference>> = {
  DESCRIPTION: 'apiKeys.description:update',
  VALID_FROM: 'apiKeys.validFrom:update',
  VALID_UNTIL: 'apiKeys.validUntil:update',
  ALLOWED_ADDRESSES: 'apiKeys.allowedAddresses:update',
  CAPABILITIES: 'apiKeys.capabilities:update',
  ROW_NARROWING: 'apiKeys.rowNarrowing:update',
};

const stateDescriptions: Readonly<Record<ApiKeyState, string>> = {
  ACTIVE: 'It works.',
  NOT_YET_VALID: 'Its `validFrom` lies in the future.',
  EXPIRED: 'Its `validUntil` has come.',
  USER_DISABLED: 'The user whom it acts for is disabled; it works again when the user is enabled.',
  USER_DELETED: 'The user whom it acts for was deleted; it works again when it is assigned to another user.',
  DATABASE_DISABLED: 'The database that it opens is disabled.',
  NO_EFFECTIVE_CAPABILITIES:
    'It is accepted but may do nothing: its user has no capability here, or none that the key names.',
  DISABLED: 'It was disabled and can be enabled again.',
  REVOKED: 'It was revoked. Its secret never works again.',
};

const orderDescriptions: Readonly<Record<ApiKeyOrder, string>> = {
  NAME_ASC: 'By name, from A.',
  NAME_DESC: 'By name, from Z.',
  CREATED_AT_ASC: 'The oldest first.',
  CREATED_AT_DESC: 'The newest first.',
  VALID_UNTIL_ASC: 'Those that expire first first.',
  VALID_UNTIL_DESC: 'Those that expire last first.',
  LAST_USED_AT_ASC: 'Those that were not used for longest first.',
  LAST_USED_AT_DESC: 'The most recently used first.',
};

const restrictionDescriptions: Readonly<Record<ApiKeyRestriction, string>> = {
  DESCRIPTION: 'The description. It restricts nothing, but is emptied in the same way.',
  VALID_FROM: 'The start: valid from now on.',
  VALID_UNTIL: 'The end: valid until revoked.',
  ALLOWED_ADDRESSES: 'The list of source addresses: usable from anywhere.',
  CAPABILITIES: 'The subset of capabilities: everything that its user may do, also what is granted later.',
  ROW_NARROWING: 'The narrowing of rows: every row that its user may reach.',
};

type EnumValuesOf<Value extends string> = Record<
  Value,
  { readonly description: string; readonly value: Value }
>;

function described<Value extends string>(descriptions: Readonly<Record<Value, string>>): EnumValuesOf<Value> {
  const entries = (Object.entries(descriptions) as [Value, string][]).map(([value, description]) => [
    value,
    { description, value },
  ]);
  return Object.fromEntries(entries) as EnumValuesOf<Value>;
}
