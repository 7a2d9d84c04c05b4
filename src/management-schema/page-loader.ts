import DataLoader from 'dataloader';
import type { Page, PageRequest } from '../control-plane/control-plane.js';

/** The pages that many rows of one level ask for: one statement for all that ask for the same page, however many. */
export interface PageLoader<Row> {
  load(parentId: string, request: PageRequest): Promise<Page<Row>>;
  clearAll(): void;
}

export function createPageLoader<Row>(
  loadPages: (parentIds: readonly string[], request: PageRequest) => Promise<readonly (Page<Row> | Error)[]>,
): PageLoader<Row> {
  const loaders = new Map<string, DataLoader<string, Page<Row>>>();
  return {
    load: (parentId, request) => {
      const { first, after, last, before } = request;
      const key = JSON.stringify([first, after, last, before]);
      const loader = loaders.get(key) ?? new DataLoader((ids) => loadPages(ids, request));
      loaders.set(key, loader);
      return loader.load(parentId);
    },
    clearAll: () => loaders.clear(),
  };
}
