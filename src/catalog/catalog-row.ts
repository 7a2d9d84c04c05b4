/** A row of a catalog query, by column name. Lists arrive as JSON text, so that no driver's array parser matters. */
export type Row = Readonly<Record<string, unknown>>;

export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`The catalog column ${column} is not text.`);
  return value;
}

export function readNullableText(row: Row, column: string): string | null {
  return row[column] === null ? null : readText(row, column);
}

export function readFlag(row: Row, column: string): boolean {
  const value = row[column];
  if (typeof value !== 'boolean') throw new Error(`The catalog column ${column} is not a boolean.`);
  return value;
}

export function readTexts(row: Row, column: string): readonly string[] {
  const value: unknown = JSON.parse(readText(row, column));
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new Error(`The catalog column ${column} is not a list of text.`);
  }
  return value;
}

/** By code unit: the same everywhere, unlike the order of a database's collation. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export function readNumber(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new Error(`The catalog column ${column} is not a number.`);
  return value;
}

/** A list of objects, by the names of their members. */
export function readRows(row: Row, column: string): readonly Row[] {
  const value: unknown = JSON.parse(readText(row, column));
  if (!Array.isArray(value)) throw new Error(`The catalog column ${column} is not a list.`);
  return value.map((item: unknown) => {
    if (typeof item === 'object' && item !== null) return item as Row;
    throw new Error(`The catalog column ${column} is not a list of objects.`);
  });
}
