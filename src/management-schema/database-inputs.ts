import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';

export function defineAddDatabaseInput(builder: ManagementBuilder) {
  return builder.inputType('AddDatabaseInput', {
    description: 'A database to register. It is connected to once before it is.',
    fields: (t) => ({
      slug: t.string({
        ...needs('databases.slug:insert'),
        required: true,
        description:
          'Its short name, as in /graphql/crm: lower-case letters, digits and hyphens. Cannot be changed later.',
      }),
      url: t.string({
        ...needs('databases:connect'),
        required: true,
        description: `Where it is: ${urlDescription}`,
      }),
      settings: t.field({
        ...needs('databases.settings:insert'),
        type: 'JSON',
        description: `How it is to be served, such as ${settingsExample}. Absent: everything at its default.`,
      }),
    }),
  });
}

export function defineUpdateDatabaseInput(builder: ManagementBuilder) {
  return builder.inputType('UpdateDatabaseInput', {
    description: 'A change of a database. What is absent stays as it is; null is refused.',
    fields: (t) => ({
      slug: t.string({ ...coveredByField, required: true, description: slugDescription }),
      version: t.int({
        ...coveredByField,
        required: true,
        description:
          'The version that was read. When it is no longer the current one, nothing is changed: CONFLICT.',
      }),
      url: t.string({
        ...needs('databases:connect'),
        description: `Where it is from now on: ${urlDescription}`,
      }),
      enabled: t.boolean({
        ...needs('databases.enabled:update'),
        description: 'False refuses every key of the database.',
      }),
      settings: t.field({
        ...needs('databases.settings:update'),
        type: 'JSON',
        description: `Settings to change, such as ${settingsExample}; the others stay. The database gateway has the policies for its keys only: requireValidUntil, maxLifetimeDays, requireAllowedAddresses.`,
      }),
      unsetSettings: t.stringList({
        ...needs('databases.settings:update'),
        description: 'Settings to put back to their defaults, by name.',
      }),
    }),
  });
}

export function defineDatabaseSlugInput(builder: ManagementBuilder) {
  return builder.inputType('DatabaseSlugInput', {
    description: 'Names a database.',
    fields: (t) => ({
      slug: t.string({ ...coveredByField, required: true, description: slugDescription }),
    }),
  });
}

const slugDescription = 'The slug of the database.';

const urlDescription = 'postgres://user:password@host:port/database. It is never shown again.';

const settingsExample =
  '{"guardedColumns": ["person.privateNote"], "denials": "HIDE", "maxLifetimeDays": 90, "sessionSettings": {"app.user_id": "$user.id"}}';
