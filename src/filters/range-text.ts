/** A range as the API writes it, to PostgreSQL's text of it. A bound that is absent or null is open. */
export function rangeText(value: unknown): unknown {
  // PostgreSQL's own text, as it stands in a node id.
  if (typeof value === 'string') return value;
  // Null stays what it is: it may be an item of an array.
  if (typeof value !== 'object' || value === null) return null;
  const range = value as Readonly<Record<string, unknown>>;
  if (range['isEmpty'] === true) return 'empty';
  // Where nothing is said, as most people mean it and as PostgreSQL writes those of whole numbers and days.
  const from = range['lowerInclusive'] === false ? '(' : '[';
  const to = range['upperInclusive'] === true ? ']' : ')';
  return `${from}${boundText(range['lower'])},${boundText(range['upper'])}${to}`;
}

export function multirangeText(value: unknown): unknown {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? `{${value.map(rangeText).join(',')}}` : null;
}

function boundText(bound: unknown): string {
  if (bound === null || bound === undefined) return '';
  if (typeof bound !== 'string' && typeof bound !== 'number') throw new Error('A bound is of another type.');
  return `"${String(bound).replace(/["\\]/g, '\\$&')}"`;
}
