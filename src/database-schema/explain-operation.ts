import type { RunValues } from '../filters/value-source.js';
import { bindStatement, type BoundStatement } from '../planning/bind-statement.js';
import { compileCondition } from '../planning/compile-condition.js';
import { describePlan } from '../planning/describe-plan.js';
import { occurrencesOf, type PlacedOccurrence } from '../planning/plan-occurrences.js';
import { planOperation } from '../planning/plan-operation.js';
import type { QueryPlan } from '../planning/query-plan.js';
import type { Reference } from '../planning/reference.js';
import { rowsInWords } from '../row-rules/rows-in-words.js';
import type { CallerAccess } from './caller-access.js';
import { neededReferences } from './guard.js';
import { judgeOperation, type OperationVerdict } from './judge-operation.js';
import {
  coerceVariables,
  planningSchema,
  prepareOperation,
  type OperationRequest,
} from './prepare-operation.js';
import type { ServedDatabase } from './served-database.js';

/** What would become of an operation, by the code that runs it; nothing is run. */
export interface OperationExplanation {
  /** As running it would begin. */
  readonly verdict: OperationVerdict | { readonly kind: 'thrown'; readonly error: unknown };
  /** What it needs, in the order of FORBIDDEN's `missing`. Null: it was refused before that could be told. */
  readonly needed: readonly Reference[] | null;
  /** Only for an operation that would run. */
  readonly reads: ExplainedReads | null;
}

export interface ExplainedReads {
  readonly occurrences: readonly ExplainedOccurrence[];
  /** As JSON for people. */
  readonly plan: Readonly<Record<string, unknown>>;
}

/** One place of the operation where rows of a table are looked at. */
export interface ExplainedOccurrence {
  readonly path: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Which rows are to be seen there, and why. */
  readonly rows: string;
  /** The same as SQL on the alias "t". Null: every row. */
  readonly condition: Pick<BoundStatement, 'text' | 'values'> | null;
}

export function explainOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  nowMs: number,
  /** In the order of the facts that the access was made of. */
  groupNames: readonly string[],
): OperationExplanation {
  const verdict = judge(served, access, request, nowMs);
  if (verdict.kind === 'invalid' || verdict.kind === 'badVariables') {
    return { verdict, needed: null, reads: null };
  }
  const planned = plan(served, access, request, nowMs);
  if (planned === null) return { verdict, needed: null, reads: null };
  const reads = (): ExplainedReads => ({
    occurrences: occurrencesOf(planned.plan).map((occurrence) =>
      explainOccurrence(occurrence, access, planned.run, groupNames),
    ),
    plan: describePlan(planned.plan, access.rows.sight),
  });
  return {
    verdict,
    needed: neededReferences(planned.plan),
    reads: verdict.kind === 'ready' ? reads() : null,
  };
}

function judge(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  nowMs: number,
): OperationExplanation['verdict'] {
  try {
    return judgeOperation(served, access, request, nowMs);
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

/** As it was planned to be judged: a plan is not kept, and planning is pure. Null where planning itself is refused. */
function plan(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  nowMs: number,
): { readonly plan: QueryPlan; readonly run: RunValues } | null {
  const { document, operation } = request;
  try {
    const prepared = prepareOperation(served, access, request);
    const variables = coerceVariables(served, access, prepared, request);
    if (variables.kind === 'refused') return null;
    const { schema } = planningSchema(served, access);
    const { values } = variables;
    return {
      plan: planOperation({ schema, document, operation, variables: values, limits: served.settings }),
      run: { variables: values, caller: access.values, nowMs },
    };
  } catch {
    // It was thrown to the judge, too, who kept it.
    return null;
  }
}

function explainOccurrence(
  place: PlacedOccurrence,
  access: CallerAccess,
  run: RunValues,
  groupNames: readonly string[],
): ExplainedOccurrence {
  const { path, table, columns, aggregated } = place;
  const explanation = access.rows.explainSight(place);
  const condition = compileCondition(explanation.condition);
  return {
    path,
    table: table.name,
    columns: [...new Set([...columns, ...(aggregated ?? [])])].map(({ name }) => name),
    rows: rowsInWords(explanation, table, access.rows, groupNames),
    condition: condition && bindStatement(condition, run),
  };
}
