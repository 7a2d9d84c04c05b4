import type { CreateApiKeyInput, EditedKeyFragment, UpdateApiKeyInput } from '../../generated/graphql.js';
import { splitList } from './addresses.js';

/** An API key as it stands in the form. */
export interface KeyDraft {
  readonly accessAsUserId: string | null;
  readonly database: string;
  readonly name: string;
  readonly description: string;
  /** Instants; null: open. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  /** Empty: from anywhere. */
  readonly addresses: readonly string[];
  /** Typed, but not read as addresses: the key must not be saved without them. */
  readonly unreadAddresses: string;
  /** Null: everything of the user, also what comes later. */
  readonly capabilities: readonly string[] | null;
  /** JSON text; empty: none. */
  readonly rowNarrowing: string;
  readonly tags: readonly string[];
}

export const emptyDraft: KeyDraft = {
  accessAsUserId: null,
  database: '',
  name: '',
  description: '',
  validFrom: null,
  validUntil: null,
  addresses: [],
  unreadAddresses: '',
  capabilities: null,
  rowNarrowing: '',
  tags: [],
};

export function draftOf(key: EditedKeyFragment): KeyDraft {
  return {
    accessAsUserId: key.accessAs?.id ?? null,
    database: key.database.slug,
    name: key.name,
    description: key.description ?? '',
    validFrom: key.validFrom,
    validUntil: key.validUntil,
    addresses: key.allowedAddresses ?? [],
    unreadAddresses: '',
    capabilities: key.capabilities,
    rowNarrowing: key.rowNarrowing === null ? '' : JSON.stringify(key.rowNarrowing, null, 2),
    tags: key.tags,
  };
}

export const isSameDraft = (left: KeyDraft, right: KeyDraft): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

export function createInputOf(draft: KeyDraft): CreateApiKeyInput {
  const { accessAsUserId, database, name, description, validFrom, validUntil, tags } = draft;
  return {
    accessAsUserId: accessAsUserId ?? '',
    database,
    name,
    ...(description !== '' && { description }),
    ...(validFrom !== null && { validFrom }),
    ...(validUntil !== null && { validUntil }),
    ...(addressesOf(draft).length > 0 && { allowedAddresses: addressesOf(draft) }),
    ...(draft.capabilities !== null && { capabilities: [...draft.capabilities] }),
    ...(draft.rowNarrowing.trim() !== '' && { rowNarrowing: JSON.parse(draft.rowNarrowing) as unknown }),
    ...(tags.length > 0 && { tags: [...tags] }),
  };
}

/** With what was typed last: the gateway says what it thinks of that, rather than that it goes missing. */
const addressesOf = ({ addresses, unreadAddresses }: KeyDraft): string[] => [
  ...addresses,
  ...splitList(unreadAddresses),
];

/** Only what was changed; what was taken away is named in `unset`. */
export function updateInputOf(
  id: string,
  version: number,
  before: KeyDraft,
  after: KeyDraft,
): UpdateApiKeyInput {
  const isChanged = (field: keyof KeyDraft): boolean =>
    JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const unset = [
    ...(isChanged('description') && after.description === '' ? ['DESCRIPTION' as const] : []),
    ...(isChanged('validFrom') && after.validFrom === null ? ['VALID_FROM' as const] : []),
    ...(isChanged('validUntil') && after.validUntil === null ? ['VALID_UNTIL' as const] : []),
    ...(isChanged('addresses') && addressesOf(after).length === 0 ? ['ALLOWED_ADDRESSES' as const] : []),
    ...(isChanged('capabilities') && after.capabilities === null ? ['CAPABILITIES' as const] : []),
    ...(isChanged('rowNarrowing') && after.rowNarrowing.trim() === '' ? ['ROW_NARROWING' as const] : []),
  ];
  return {
    id,
    version,
    ...(isChanged('name') && { name: after.name }),
    ...(isChanged('accessAsUserId') && { accessAsUserId: after.accessAsUserId ?? '' }),
    ...(isChanged('description') && after.description !== '' && { description: after.description }),
    ...(isChanged('validFrom') && after.validFrom !== null && { validFrom: after.validFrom }),
    ...(isChanged('validUntil') && after.validUntil !== null && { validUntil: after.validUntil }),
    ...((isChanged('addresses') || isChanged('unreadAddresses')) &&
      addressesOf(after).length > 0 && { allowedAddresses: addressesOf(after) }),
    ...(isChanged('capabilities') &&
      after.capabilities !== null && { capabilities: [...after.capabilities] }),
    ...(isChanged('rowNarrowing') &&
      after.rowNarrowing.trim() !== '' && { rowNarrowing: JSON.parse(after.rowNarrowing) as unknown }),
    ...(isChanged('tags') && { tags: [...after.tags] }),
    ...(unset.length > 0 && { unset }),
  };
}
