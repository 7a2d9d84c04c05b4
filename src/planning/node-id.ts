/** What a `nodeId` says: a table by its GraphQL name, and PostgreSQL's texts of the primary key. */
export interface NodeId {
  readonly tableName: string;
  readonly key: readonly string[];
}

/** Opaque by agreement only: it holds nothing that its reader may not read, since the columns of the key are asked for. */
export function writeNodeId(tableName: string, key: readonly (string | null)[]): string {
  return Buffer.from(JSON.stringify([tableName, ...key]), 'utf8').toString('base64url');
}

/** A key is an index entry, which PostgreSQL keeps below 2,700 bytes, and a name is 63 at most. */
const MAX_LENGTH = 10_000;

/** Null for whatever was not written so. */
export function readNodeId(value: unknown): NodeId | null {
  if (typeof value !== 'string' || value.length > MAX_LENGTH) return null;
  const [tableName, ...key] = readTexts(Buffer.from(value, 'base64url').toString('utf8'));
  if (tableName === undefined || key.some((text) => text.includes('\0'))) return null;
  return { tableName, key };
}

function readTexts(text: string): readonly string[] {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts : [];
  } catch {
    return [];
  }
}
