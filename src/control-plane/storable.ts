/** Text that a stranger sent: cut, and without what PostgreSQL refuses. */
export function storableText(text: string): string {
  return text.slice(0, 300).replace(/[\p{Cc}\p{Cs}]/gu, ' ');
}

/** The value as jsonb will give it back, with each text in it made storable. */
export function storableJson(value: unknown): unknown {
  const text = JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'string' ? storableText(member) : member,
  );
  return JSON.parse(text);
}

/** A statement's worth each. */
export function inBatches<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const size = 500;
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
