import { formatSecret } from '../../src/authentication/secret-format.js';
import { Secret } from '../../src/foundation/secret.js';

/** A key's text with its checksum put right, so that what it names is looked at. */
export function checksummed(text: string): string {
  const [, mode, keyId = '', rest = ''] = text.split('_');
  const secret = new Secret(rest.slice(0, 43));
  return formatSecret({ mode: mode === 'test' ? 'test' : 'live', keyId, secret }).reveal();
}
