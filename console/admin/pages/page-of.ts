export const PAGE_SIZE = 25;

/** A place in a list that goes by cursors, as it stands in the address of a page. */
export interface Place {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** The variables that ask for the page at this place. */
export function pageOf({ after, before }: Place): {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
} {
  if (before !== undefined) return { last: PAGE_SIZE, before };
  return { first: PAGE_SIZE, ...(after !== undefined && { after }) };
}

/** Of what stands in an address, the members with these names that are text; anybody can type an address. */
export function readTexts<Name extends string>(
  given: Record<string, unknown>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const found = names.flatMap((name) => {
    const value = given[name];
    const isText = (typeof value === 'string' && value !== '') || typeof value === 'number';
    return isText ? [[name, String(value)] as const] : [];
  });
  return Object.fromEntries(found) as Partial<Record<Name, string>>;
}
