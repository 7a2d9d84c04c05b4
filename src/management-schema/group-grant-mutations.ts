import { change } from './change.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { GroupPayloadRef } from './group-payload.js';
import type { VerbRef } from './row-rule-type.js';
import { withoutAbsent } from './without-absent.js';

/** `grantCapabilities`, `revokeCapabilities`, `setRowRule` and `removeRowRule`. */
export function defineGroupGrantMutations(
  builder: ManagementBuilder,
  payload: GroupPayloadRef,
  verb: VerbRef,
): void {
  const capabilities = defineCapabilitiesInput(builder);
  const setInput = defineSetInput(builder, verb);
  const removeInput = defineRemoveInput(builder, verb);
  builder.mutationFields((t) => ({
    grantCapabilities: t.field({
      type: payload,
      description: 'Lets the members of a group do more. What it grants already stays as it is.',
      authScopes: { capability: ['groups.capabilities:update'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: capabilities,
          required: true,
          description: 'What to grant.',
        }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.grant(actor, input.groupId, input.capabilities),
        })),
    }),
    revokeCapabilities: t.field({
      type: payload,
      description:
        'Takes grants from a group, by the very words in which they were granted. What it does not grant is passed over.',
      authScopes: { capability: ['groups.capabilities:update'] },
      args: {
        input: t.arg({
          ...coveredByField,
          type: capabilities,
          required: true,
          description: 'What to take away.',
        }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.revoke(actor, input.groupId, input.capabilities),
        })),
    }),
    setRowRule: t.field({
      type: payload,
      description:
        "Narrows a group's grant of a verb on a table to some rows, in place of the rule that it has. Checked against the tables as they are now.",
      authScopes: { capability: ['groups.rowRules:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: setInput, required: true, description: 'The rule.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({
          group: await groups.setRowRule(actor, { ...withoutAbsent(input), where: input.where }),
        })),
    }),
    removeRowRule: t.field({
      type: payload,
      description: "Takes a rule away: the group's grant reaches all rows again.",
      authScopes: { capability: ['groups.rowRules:update'] },
      args: {
        input: t.arg({ ...coveredByField, type: removeInput, required: true, description: 'Which rule.' }),
      },
      resolve: (_root, { input }, context) =>
        change(context, async ({ groups }, actor) => ({ group: await groups.removeRowRule(actor, input) })),
    }),
  }));
}

const GROUP = 'The id of the group.';

function defineCapabilitiesInput(builder: ManagementBuilder) {
  return builder.inputType('GroupCapabilitiesInput', {
    description: 'A group, and capabilities in its database.',
    fields: (t) => ({
      groupId: t.id({ ...coveredByField, required: true, description: GROUP }),
      capabilities: t.stringList({
        ...needs('groups.capabilities:update'),
        required: true,
        description: 'Such as ["person:select", "person.privateNote:select"]; "*" for any table or any verb.',
      }),
    }),
  });
}

function defineSetInput(builder: ManagementBuilder, verb: VerbRef) {
  const writesRule = needs('groups.rowRules:update');
  return builder.inputType('SetRowRuleInput', {
    description: 'Which rows a grant reaches.',
    fields: (t) => ({
      groupId: t.id({ ...coveredByField, required: true, description: GROUP }),
      table: t.string({ ...writesRule, required: true, description: 'The table, by its GraphQL name.' }),
      verb: t.field({ ...writesRule, type: verb, required: true, description: 'What to narrow.' }),
      where: t.field({
        ...writesRule,
        type: 'JSON',
        required: true,
        description:
          'The rows, by a filter as in `where` of a query, such as {"ownerEmail": {"eq": "$user.email"}}. Variables: $user.id, $user.email, $user.attributes.<path>, $key.id, $key.tags, $now.',
      }),
      check: t.field({
        ...writesRule,
        type: 'JSON',
        description: 'What must hold for a row after it was written. Absent: `where`.',
      }),
      presets: t.field({
        ...writesRule,
        type: 'JSON',
        description: 'Values to write in place of the caller\'s, such as {"ownerEmail": "$user.email"}.',
      }),
    }),
  });
}

function defineRemoveInput(builder: ManagementBuilder, verb: VerbRef) {
  return builder.inputType('RemoveRowRuleInput', {
    description: 'Names a rule.',
    fields: (t) => ({
      groupId: t.id({ ...coveredByField, required: true, description: GROUP }),
      table: t.string({
        ...coveredByField,
        required: true,
        description: 'The table as `rowRules` shows it: by name, or as it is stored where the table is gone.',
      }),
      verb: t.field({ ...coveredByField, type: verb, required: true, description: 'What it narrows.' }),
    }),
  });
}
