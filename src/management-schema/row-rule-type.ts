import type { EnumRef } from '@pothos/core';
import { readsColumn } from './column-scopes.js';
import type { ManagementBuilder, ManagementTypes } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';

/** The verbs that can have a row rule, as the control plane writes them. */
export type RuledVerb = 'select' | 'insert' | 'update' | 'delete' | 'aggregate';

export type VerbRef = EnumRef<ManagementTypes, RuledVerb>;

export function defineVerb(builder: ManagementBuilder): VerbRef {
  return builder.enumType('Verb', {
    description: 'What can be done with the rows of a table.',
    values: {
      SELECT: { value: 'select', description: 'Reading them.' },
      INSERT: { value: 'insert', description: 'Making them.' },
      UPDATE: { value: 'update', description: 'Changing them.' },
      DELETE: { value: 'delete', description: 'Deleting them.' },
      AGGREGATE: { value: 'aggregate', description: 'Counting them and calculating over them.' },
    } as const,
  });
}

/** `RowRule`. */
export function defineRowRule(refs: ManagementRefs, verb: VerbRef): void {
  const authScopes = readsColumn('groups', 'rowRules');
  refs.rowRule.implement({
    description: "Which rows of a table a group's grant of a verb reaches.",
    fields: (t) => ({
      table: t.string({
        description: 'The table, by its GraphQL name; where the table is gone, as it is stored.',
        authScopes,
        resolve: async ({ databaseId, rule }, _args, { loaders }) => {
          const { space } = await loaders.offerOfDatabase.load(databaseId);
          return space.tables.find(({ key }) => key === rule.table)?.name ?? rule.table;
        },
      }),
      verb: t.field({
        type: verb,
        description: 'What the rule narrows.',
        authScopes,
        // The table of rules holds no other verbs: migrations/0001.
        resolve: ({ rule }) => rule.verb as RuledVerb,
      }),
      where: t.field({
        type: 'JSON',
        description: 'The rows, by a filter as in `where` of a query, with variables such as "$user.id".',
        authScopes,
        resolve: ({ rule }) => rule.where,
      }),
      check: t.field({
        type: 'JSON',
        description: 'What must hold for a row after it was written. Null: `where`.',
        nullable: true,
        authScopes,
        resolve: ({ rule }) => rule.check,
      }),
      presets: t.field({
        type: 'JSON',
        description: "Values that are written in place of the caller's, by column. Null: none.",
        nullable: true,
        authScopes,
        resolve: ({ rule }) => rule.presets,
      }),
      broken: t.string({
        description:
          'What is wrong with the rule on the tables as they are now. A broken rule closes the grant that it narrows. Null: nothing.',
        nullable: true,
        authScopes,
        resolve: async ({ databaseId, rule }, _args, { loaders }) => {
          const problems = (await loaders.offerOfDatabase.load(databaseId)).checkRowRule(rule);
          return problems.map(({ field, message }) => `${field}: ${message}`).join(' ') || null;
        },
      }),
    }),
  });
}
