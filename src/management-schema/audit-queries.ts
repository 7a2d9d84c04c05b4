import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `auditEvents`. */
export function defineAuditQueries(builder: ManagementBuilder, refs: ManagementRefs): void {
  const filter = defineFilter(builder);
  builder.queryFields((t) => ({
    auditEvents: t.field({
      type: refs.auditEventConnection,
      description: 'Every change that was made, the newest first, a page at a time.',
      authScopes: { capability: ['auditEvents:select'] },
      args: {
        ...pageArguments(builder),
        where: t.arg({ ...coveredByField, type: filter, description: 'Only events that fit all of this.' }),
      },
      resolve: (_root, { where, ...page }, { controlPlane }) =>
        controlPlane.audit.page({
          ...pageRequestOf(page),
          ...withoutAbsent({ where: where && filterOf(where) }),
        }),
    }),
  }));
}

type AuditEventFilter = ReturnType<typeof defineFilter>['$inferInput'];

function filterOf({ from, until, ...others }: AuditEventFilter) {
  return withoutAbsent({ ...others, fromMs: from, untilMs: until });
}

function defineFilter(builder: ManagementBuilder) {
  return builder.inputType('AuditEventFilter', {
    description: 'Which audit events to list. Everything that is given must fit.',
    fields: (t) => ({
      actor: t.string({
        ...needs('auditEvents.actor:select'),
        description: 'Done by the API key or the signed-in user with this id, or by "operator".',
      }),
      action: t.string({
        ...needs('auditEvents.action:select'),
        description: 'Exactly this action, such as "apiKeys.revoke".',
      }),
      target: t.string({
        ...needs('auditEvents.target:select'),
        description: 'Changes of what has this id.',
      }),
      from: t.field({
        ...needs('auditEvents.at:select'),
        type: 'DateTime',
        description: 'At this instant or after it.',
      }),
      until: t.field({
        ...needs('auditEvents.at:select'),
        type: 'DateTime',
        description: 'Before this instant.',
      }),
    }),
  });
}
