import { runRead } from '../execution/run-read.js';
import { writeData, type WrittenData } from '../planning/write-answer.js';
import type { CallerAccess } from './caller-access.js';
import { introspect } from './introspection.js';
import { judgeOperation, type OperationVerdict } from './judge-operation.js';
import type { OperationRequest } from './prepare-operation.js';
import type { ServedDatabase } from './served-database.js';

/** What became of an operation on a registered database. */
export type OperationOutcome =
  { readonly kind: 'data'; readonly written: WrittenData } | Exclude<OperationVerdict, { kind: 'ready' }>;

/**
 * Judge ▸ run ▸ write. Nothing runs unless all of it is allowed. Throws PosternError for what a single value or the
 * database refuses.
 */
export async function runOperation(
  served: ServedDatabase,
  access: CallerAccess,
  request: OperationRequest,
  /** The instant at which the caller is judged; milliseconds since 1970. */
  nowMs: number,
): Promise<OperationOutcome> {
  const verdict = judgeOperation(served, access, request, nowMs);
  if (verdict.kind !== 'ready') return verdict;
  const { compiled, statements, session, values } = verdict;
  const rows = statements.length > 0 ? await runRead(served.data.pool, statements, session) : [];
  return {
    kind: 'data',
    written: writeData(
      compiled,
      rows,
      introspect(() => served.visibleTo(access.effective).schema, compiled, request),
      values,
    ),
  };
}
