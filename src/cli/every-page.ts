import type { Page, PageRequest } from '../control-plane/control-plane.js';

const PAGE_SIZE = 200;

/** A whole list, page by page. */
export async function readEveryPage<Row>(
  readPage: (request: PageRequest) => Promise<Page<Row>>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let after: string | null = null;
  for (;;) {
    const page: Page<Row> = await readPage({ first: PAGE_SIZE, after });
    rows.push(...page.edges.map((edge) => edge.node));
    const last = page.edges.at(-1);
    if (!page.hasNextPage || last === undefined) return rows;
    after = last.cursor;
  }
}
