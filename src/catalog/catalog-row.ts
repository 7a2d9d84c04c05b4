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
