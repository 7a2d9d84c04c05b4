import type { Locator } from 'playwright-core';

/** A node of the page, as much of it as is asked for here. */
interface Node {
  readonly textContent: string | null;
  readonly ownerDocument: { getElementById(id: string): Node | null };
  getAttribute(name: string): string | null;
}

/** What stands at a field and is read out with it: its hint, and what is wrong with it. */
export const descriptionOf = (field: Locator): Promise<string> =>
  field.evaluate((element: Node) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id) => element.ownerDocument.getElementById(id)?.textContent ?? '')
      .join(' '),
  );
