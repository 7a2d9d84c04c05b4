import { send } from '../../api/send.js';
import { AuditExportDocument, type AuditEventFilter } from '../../generated/graphql.js';

export const EXPORT_LIMIT = 10_000;
const PAGE_SIZE = 100;

export interface ReadEvents {
  /** One JSON object each, with its line end. */
  readonly lines: readonly string[];
  /** False: there are more than an export holds, or it was stopped. */
  readonly isWhole: boolean;
}

/** Walks the pages by their cursors: what is recorded meanwhile moves nothing, since the newest stand first. */
export async function readAuditEvents(
  where: AuditEventFilter,
  signal: AbortSignal,
  onProgress: (count: number) => void,
): Promise<ReadEvents> {
  const lines: string[] = [];
  let after: string | null = null;
  while (lines.length < EXPORT_LIMIT && !signal.aborted) {
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(where, after);
    lines.push(...page.nodes.map((event) => `${JSON.stringify(event)}\n`));
    onProgress(lines.length);
    if (!page.pageInfo.hasNextPage) return { lines, isWhole: true };
    after = page.pageInfo.endCursor;
  }
  return { lines, isWhole: false };
}

async function readPage(where: AuditEventFilter, after: string | null) {
  const { auditEvents } = await send(AuditExportDocument, {
    first: PAGE_SIZE,
    ...(after !== null && { after }),
    where,
  });
  return auditEvents;
}
