import type { AccessExplanationRef } from './access-explanation-type.js';
import { shownByExplanations, shownOfKeys } from './explain-access-query.js';
import type { ManagementBuilder } from './management-builder.js';
import type { ManagementRefs } from './management-refs.js';
import { dearField } from './operation-budget.js';

/** `Decision.explanation`. */
export function defineDecisionExplanation(
  builder: ManagementBuilder,
  refs: ManagementRefs,
  explanation: AccessExplanationRef,
): void {
  builder.objectField(refs.decision, 'explanation', (t) =>
    t.field({
      ...dearField,
      type: explanation,
      description:
        'The refusal judged again, by the code that refuses: the key, the address and the time as they were noted, with users, groups and keys as they are now. Operations are not kept: of a FORBIDDEN one the capabilities that it lacked are asked for again, one by one, so that `allowed` says that none of them is missing any more. Null: nothing was noted that could be judged.',
      nullable: true,
      authScopes: { capability: [...shownByExplanations, ...shownOfKeys] },
      resolve: (decision, _args, { explainDecision }) => explainDecision(decision),
    }),
  );
}
