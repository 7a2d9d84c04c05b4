import type { CreateApiKeyInput, EditedKeyFragment, UpdateApiKeyInput } from '../../generated/graphql.js';

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
    ...(draft.addresses.length > 0 && { allowedAddresses: [...draft.addresses] }),
    ...(draft.capabilities !== null && { capabilities: [...draft.capabilities] }),
    ...(draft.rowNarrowing.trim() !== '' && { rowNarrowing: JSON.parse(draft.rowNarrowing) as unknown }),
    ...(tags.length > 0 && { tags: [...tags] }),
  };
}

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
    ...(isChanged('addresses') && after.addresses.length === 0 ? ['ALLOWED_ADDRESSES' as const] : []),
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
    ...(isChanged('addresses') && after.addresses.length > 0 && { allowedAddresses: [...after.addresses] }),
    ...(isChanged('capabilities') &&
      after.capabilities !== null && { capabilities: [...after.capabilities] }),
    ...(isChanged('rowNarrowing') &&
      after.rowNarrowing.trim() !== '' && { rowNarrowing: JSON.parse(after.rowNarrowing) as unknown }),
    ...(isChanged('tags') && { tags: [...after.tags] }),
    ...(unset.length > 0 && { unset }),
  };
}
