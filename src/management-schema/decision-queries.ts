import { isId } from '../foundation/ids.js';
import { coveredByField, needs } from './input-needs.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { pageArguments, pageRequestOf } from './page-arguments.js';
import { withoutAbsent } from './without-absent.js';

/** `decisions` and `decision`. */
export function defineDecisionQueries(builder: ManagementBuilder, refs: ManagementRefs): void {
  const filter = defineFilter(builder);
  builder.queryFields((t) => ({
    decision: t.field({
      type: refs.decision,
      description:
        'Why a request was refused, by the `decisionId` of its error; at once, and for 30 days. Null when there is none with this id.',
      nullable: true,
      authScopes: { capability: ['decisions:select'] },
      args: {
        id: t.arg.id({
          ...coveredByField,
          required: true,
          description: 'The `decisionId` that the caller was told.',
        }),
      },
      resolve: (_root, { id }, { loaders }) => (isId(id) ? loaders.decision.load(id) : null),
    }),
    decisions: t.field({
      type: refs.decisionConnection,
      description:
        'Requests that were refused, the newest first, a page at a time. Of a flood the first ones only: `count` says how many there were. Those of the last seconds may be missing.',
      authScopes: { capability: ['decisions:select'] },
      args: {
        ...pageArguments(builder),
        where: t.arg({
          ...coveredByField,
          type: filter,
          description: 'Only decisions that fit all of this.',
        }),
      },
      resolve: (_root, { where, ...page }, { controlPlane }) =>
        controlPlane.decisions.page({
          ...pageRequestOf(page),
          ...withoutAbsent({ where: where && filterOf(where) }),
        }),
    }),
  }));
}

type DecisionFilter = ReturnType<typeof defineFilter>['$inferInput'];

function filterOf({ from, until, ...others }: DecisionFilter) {
  return withoutAbsent({ ...others, fromMs: from, untilMs: until });
}

function defineFilter(builder: ManagementBuilder) {
  return builder.inputType('DecisionFilter', {
    description: 'Which decisions to list. Everything that is given must fit.',
    fields: (t) => ({
      apiKeyId: t.id({
        ...needs('decisions.apiKey:select', 'apiKeys.id:select'),
        description: 'Refusals of the key with this id.',
      }),
      code: t.string({
        ...needs('decisions.code:select'),
        description: 'With exactly this code, such as "INVALID_API_KEY".',
      }),
      from: t.field({
        ...needs('decisions.at:select'),
        type: 'DateTime',
        description: 'At this instant or after it.',
      }),
      until: t.field({
        ...needs('decisions.at:select'),
        type: 'DateTime',
        description: 'Before this instant.',
      }),
    }),
  });
}
