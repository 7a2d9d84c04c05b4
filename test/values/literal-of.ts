/** A JSON value as it is written in a document; texts of an enum without quotes. */
export function literalOf(value: unknown, isEnum = false): string {
  if (Array.isArray(value)) return `[${value.map((item) => literalOf(item, isEnum)).join(', ')}]`;
  if (isEnum && typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([name, member]) => `${name}: ${literalOf(member)}`)
    .join(', ')} }`;
}
