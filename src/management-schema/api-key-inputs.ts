import { columnOfRestriction, type ApiKeyEnums } from './api-key-enums.js';
import { coveredByField, needs, needsPerValue } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementColumn } from './management-catalog.js';

const inserts = (column: ManagementColumn<'apiKeys'>) => needs(`apiKeys.${column}:insert`);
const updates = (column: ManagementColumn<'apiKeys'>) => needs(`apiKeys.${column}:update`);

export function defineCreateApiKeyInput(builder: ManagementBuilder) {
  return builder.inputType('CreateApiKeyInput', {
    description: 'A new API key. Only name, user and database are required; everything else narrows it.',
    fields: (t) => ({
      name: t.string({ ...inserts('name'), required: true, description: 'What people will call it.' }),
      description: t.string({ ...inserts('description'), description: 'What it is for, in free words.' }),
      tags: t.stringList({ ...inserts('tags'), description: 'Labels to find it by.' }),
      accessAsUserId: t.id({
        ...inserts('accessAs'),
        required: true,
        description: 'The id of the user whom it acts for.',
      }),
      database: t.string({
        ...inserts('database'),
        required: true,
        description: 'The slug of the one database that it opens. Cannot be changed later.',
      }),
      validFrom: t.field({
        ...inserts('validFrom'),
        type: 'DateTime',
        description: 'Valid from this instant on. Absent: at once.',
      }),
      validUntil: t.field({
        ...inserts('validUntil'),
        type: 'DateTime',
        description: 'Valid before this instant, and no longer at it. Absent: no end.',
      }),
      allowedAddresses: t.stringList({
        ...inserts('allowedAddresses'),
        description: `${addressesDescription} Absent: from anywhere. An empty list is refused.`,
      }),
      capabilities: t.stringList({
        ...inserts('capabilities'),
        description: `${capabilitiesDescription} Absent: everything the user has, also what is granted later. An empty list is refused.`,
      }),
      rowNarrowing: t.field({ ...inserts('rowNarrowing'), type: 'JSON', description: narrowingDescription }),
    }),
  });
}

export function defineUpdateApiKeyInput(builder: ManagementBuilder, enums: ApiKeyEnums) {
  return builder.inputType('UpdateApiKeyInput', {
    description:
      'A change of an API key. What is absent stays as it is; null is refused. Say `unset` to take a restriction away.',
    fields: (t) => ({
      id: t.id({ ...coveredByField, required: true, description: 'The id of the key.' }),
      version: t.int({
        ...coveredByField,
        required: true,
        description:
          'The version that was read. When it is no longer the current one, nothing is changed: CONFLICT.',
      }),
      name: t.string({ ...updates('name'), description: 'What people will call it.' }),
      description: t.string({ ...updates('description'), description: 'What it is for, in free words.' }),
      tags: t.stringList({
        ...updates('tags'),
        description: 'Labels to find it by, in place of the present ones.',
      }),
      accessAsUserId: t.id({
        ...updates('accessAs'),
        description: 'The id of the user whom it acts for from now on.',
      }),
      validFrom: t.field({
        ...updates('validFrom'),
        type: 'DateTime',
        description: 'Valid from this instant on.',
      }),
      validUntil: t.field({
        ...updates('validUntil'),
        type: 'DateTime',
        description: 'Valid before this instant, and no longer at it.',
      }),
      allowedAddresses: t.stringList({ ...updates('allowedAddresses'), description: addressesDescription }),
      capabilities: t.stringList({ ...updates('capabilities'), description: capabilitiesDescription }),
      rowNarrowing: t.field({ ...updates('rowNarrowing'), type: 'JSON', description: narrowingDescription }),
      unset: t.field({
        ...needsPerValue((value) => columnOfRestriction[value as keyof typeof columnOfRestriction]),
        type: [enums.restriction],
        description: 'Restrictions to take away.',
      }),
    }),
  });
}

const addressesDescription =
  'IPv4 and IPv6 addresses and CIDR blocks that it may be used from, such as ["203.0.113.7", "2001:db8::/32"].';

const capabilitiesDescription =
  'The subset that it is narrowed to, such as ["person:select", "activity:*"]. It never adds to what its user may do.';

const narrowingDescription =
  'The rows that it is narrowed to: {"tables": {"person": <filter>}, "otherTables": "NONE" or "ALL"}.';
