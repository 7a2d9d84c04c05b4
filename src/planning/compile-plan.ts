import { createHash } from 'node:crypto';
import type { RawBuilder } from 'kysely';
import type { Sight } from '../filters/occurrence.js';
import type { Parameter } from '../filters/parameter.js';
import { compileGroups } from './compile-groups.js';
import { compileLevels } from './compile-levels.js';
import type { CursorSealing } from './cursor.js';
import { compileSql } from './compile-sql.js';
import { createLevels } from './levels.js';
import type { QueryPlan, ReadingRoot, RootPlan } from './query-plan.js';
import { createGroupsWriter, createRootWriter } from './root-writer.js';
import type { LevelScope } from './rows-sql.js';
import type { RootWriter } from './write-rows.js';

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
  return { statements, roots };
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

export function nameStatement(query: RawBuilder<unknown>): CompiledStatement {
  const { text, parameters } = compileSql(query);
  // PostgreSQL cuts names at 63 bytes; the digest keeps two statements from sharing one.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return { name: `postern_${digest}`, text, parameters };
}
