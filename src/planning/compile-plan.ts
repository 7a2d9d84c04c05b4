import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import type { Sight } from '../filters/occurrence.js';
import type { Parameter } from '../filters/parameter.js';
import { createListWriter, type ListWriter } from './list-writer.js';
import { compileLevels } from './compile-levels.js';
import { compileSql } from './compile-sql.js';
import { createLevels } from './levels.js';
import type { QueryPlan, RootPlan } from './query-plan.js';

/** One statement of an operation: prepared by name once a connection, bound to values for each run. */
export interface CompiledStatement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

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
  return { statements, roots };
}

export function nameStatement(query: RawBuilder<unknown>): CompiledStatement {
  const { text, parameters } = compileSql(query);
  // PostgreSQL cuts names at 63 bytes; the digest keeps two statements from sharing one.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { name: `postern_${digest}`, text, parameters };
}
