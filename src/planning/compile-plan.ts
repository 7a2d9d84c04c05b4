import type { RawBuilder } from 'kysely';
import type { Sight } from '../filters/occurrence.js';
import { compileCheck } from './check-statement.js';
import { compileGroups } from './compile-groups.js';
import { compileLevels } from './compile-levels.js';
import type { CursorSealing } from './cursor.js';
import { nameStatement, type CompiledStatement } from './compiled-statement.js';
import { createLevels } from './levels.js';
import type { QueryPlan, ReadingRoot, RootPlan } from './query-plan.js';
import { createGroupsWriter, createRootWriter } from './root-writer.js';
import type { LevelScope } from './rows-sql.js';
import type { RootWriter } from './write-rows.js';

/** A plan ready to run: statements, and how each root of the answer is written from their rows. */
export interface CompiledOperation {
  readonly statements: readonly CompiledStatement[];
  /** In the order of the answer. */
  readonly roots: readonly CompiledRoot[];
}

export type CompiledRoot =
  | {
      readonly kind: 'read';
      readonly key: string;
      /** Index into `statements`. */
      readonly statement: number;
      readonly write: RootWriter;
    }
  | Exclude<RootPlan, ReadingRoot>;

/** One statement for each root that reads rows, whatever its depth. `sight`: which rows there are to be seen. */
export function compilePlan(plan: QueryPlan, sight: Sight, cursors: CursorSealing): CompiledOperation {
  const statements: CompiledStatement[] = [];
  const roots = plan.roots.map((root): CompiledRoot => {
    if (root.kind === 'constant' || root.kind === 'introspection') return root;
    const { query, write } = compileRoot(root, scopeOf(sight, cursors), cursors);
    const statement = statements.push(nameStatement(query)) - 1;
    return { kind: 'read', key: root.key, statement, write };
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

/** Aliases begin anew in each statement. */
function scopeOf(sight: Sight, cursors: CursorSealing): LevelScope {
  let aliases = 0;
  return { sight, cursors, nextAlias: () => `r${(aliases += 1)}` };
}

function compileRoot(
  root: ReadingRoot,
  scope: LevelScope,
  cursors: CursorSealing,
): { readonly query: RawBuilder<unknown>; readonly write: RootWriter } {
  if (root.kind === 'groups') {
    const { query, shape } = compileGroups(root.groups, scope);
    const { limit } = root.groups;
    return { query, write: createGroupsWriter(shape, limit.kind === 'default' ? limit.rows : null) };
  }
  const { levels, shape } = createLevels(root);
  const { query, layout } = compileLevels(levels, scope);
  return { query, write: createRootWriter(shape, levels.length, layout, cursors) };
}
