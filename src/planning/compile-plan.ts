import type { Sight } from '../filters/occurrence.js';
import { compileCheck } from './check-statement.js';
import { createListWriter, type ListWriter } from './list-writer.js';
import { compileLevels } from './compile-levels.js';
import { nameStatement, type CompiledStatement } from './compiled-statement.js';
import { createLevels } from './levels.js';
import type { QueryPlan, RootPlan } from './query-plan.js';

/** A plan ready to run: statements, and how each root of the answer is written from their rows. */
export interface CompiledOperation {
  readonly statements: readonly CompiledStatement[];
  /** In the order of the answer. */
  readonly roots: readonly CompiledRoot[];
}

export type CompiledRoot =
  | {
      readonly kind: 'rows';
      readonly key: string;
      readonly single: boolean;
      /** Index into `statements`. */
      readonly statement: number;
      readonly write: ListWriter;
    }
  | Exclude<RootPlan, { readonly kind: 'rows' }>;

/** One statement for each root that reads rows, whatever its depth. `sight`: which rows there are to be seen. */
export function compilePlan(plan: QueryPlan, sight: Sight): CompiledOperation {
  const statements: CompiledStatement[] = [];
  const roots = plan.roots.map((root): CompiledRoot => {
    if (root.kind !== 'rows') return root;
    const levels = createLevels(root.rows);
    const { query, layout } = compileLevels(levels, sight);
    const statement = statements.push(nameStatement(query)) - 1;
    return {
      kind: 'rows',
      key: root.key,
      single: root.single,
      statement,
      write: createListWriter(levels, layout),
    };
  });
  return withCheck({ statements, roots });
}

/** The check runs first, so that nothing is read where it fails. */
function withCheck({ statements, roots }: CompiledOperation): CompiledOperation {
  const check = compileCheck(statements);
  if (!check) return { statements, roots };
  return {
    statements: [check, ...statements],
    roots: roots.map((root) => ('statement' in root ? { ...root, statement: root.statement + 1 } : root)),
  };
}
