import { parsed, refused, type Parsed } from '../foundation/parsed.js';
import { Secret } from '../foundation/secret.js';

/**
 * A pepper as set by the operator or read from its file: at least 32 random bytes as base64url or hex text. The
 * text itself is the key; it is not decoded. The sentences never show it.
 */
export function parsePepper(text: string): Parsed<Secret> {
  if (!/^[0-9A-Za-z_+/=-]+$/.test(text)) {
    return refused(`it may hold only the characters of base64url or hex. ${HOW_TO_MAKE_ONE}`);
  }
  const needed = /^[0-9a-fA-F]+$/.test(text) ? 64 : 43;
  if (text.length < needed) {
    return refused(
      `it has ${text.length} characters; 32 bytes are 43 as base64url or 64 as hex. ${HOW_TO_MAKE_ONE}`,
    );
  }
  // Random text of this length has more; a placeholder or one repeated character has not.
  if (new Set(text).size < 8) return refused(`it is not random. ${HOW_TO_MAKE_ONE}`);
  return parsed(new Secret(text));
}

const HOW_TO_MAKE_ONE =
  "Make one with: node -p \"require('node:crypto').randomBytes(32).toString('base64url')\"";
