import { bindStatement } from '../planning/bind-statement.js';
import { compilePlan } from '../planning/compile-plan.js';
import { describePlan } from '../planning/describe-plan.js';
import { planOperation } from '../planning/plan-operation.js';
import type { CallerAccess } from './caller-access.js';
import { guard } from './guard.js';
import {
  coerceVariables,
  planningSchema,
  prepareOperation,
  type OperationRequest,
} from './prepare-operation.js';
import type { ServedDatabase } from './served-database.js';

/** What would become of an operation, by the code that runs it; nothing is run. */
export type Explanation =
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }
  | { readonly kind: 'forbidden'; readonly missing: readonly string[] }
  | {
      readonly kind: 'allowed';
      readonly plan: Readonly<Record<string, unknown>>;
      /** In the order of their running; the first sets the session, where the database is registered with one. */
      readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[];
    };

/** Throws PosternError where a value is refused only when it is bound, or where a limit is exceeded. */
export function explainOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  nowMs: number,
): Explanation {
  const prepared = prepareOperation(served, access, request);
  if (prepared.errors.length > 0 && !prepared.fitsFullSchema) {
    return { kind: 'invalid', problems: prepared.errors.map(({ message }) => message) };
  }
  const variables = coerceVariables(served, access, prepared, request);
  if (variables.kind === 'refused') {
    return { kind: 'invalid', problems: variables.errors.map(({ message }) => message) };
  }
  const schema = planningSchema(served, access);
  const plan = planOperation({
    schema: schema.schema,
    document: request.document,
    operation: request.operation,
    variables: variables.values,
    limits: served.settings,
  });
  const verdict = guard(schema.builder, plan, access.effective);
  if (verdict.kind === 'forbidden') return verdict;
  if (plan.problem) return { kind: 'invalid', problems: [plan.problem.message] };
  const { session } = access;
  if (session.kind === 'missing') return { kind: 'forbidden', missing: session.missing };
  const { sight } = access.rows;
  const { statements } = compilePlan(plan, sight);
  const run = { variables: variables.values, caller: access.values, nowMs };
  const all = session.kind === 'set' ? [session.statement, ...statements] : statements;
  return {
    kind: 'allowed',
    plan: describePlan(plan, sight),
    statements: all.map((statement) => {
      const { text, values } = bindStatement(statement, run);
      return { sql: text, parameters: values };
    }),
  };
}
