import type { Secret } from './secret.js';

/**
 * A password as it is judged, hashed and compared: NFKC (NIST SP 800-63B-4, 3.1.1.2), so that what looks the same is the
 * same, whichever keyboard it was typed on.
 */
export function passwordText(password: Secret): string {
  return password.reveal().normalize('NFKC');
}
