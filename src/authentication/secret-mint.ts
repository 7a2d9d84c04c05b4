import type { MintedSecret } from '../control-plane/control-plane.js';
import { digestSecret, type Peppers } from './digest.js';
import { formatSecret, newSecretPart } from './secret-format.js';

/** Makes keys for the control plane: the text that is shown once, its digest under the current pepper, and a hint. */
export function createSecretMint(peppers: Peppers): (keyId: string) => MintedSecret {
  return (keyId) => {
    const part = newSecretPart();
    const secret = formatSecret({ mode: 'live', keyId, secret: part });
    return { secret, digest: digestSecret(peppers.current, part), hint: secret.reveal().slice(-HINT_LENGTH) };
  };
}

// All of it lies in the checksum, so the hint gives away nothing of the secret that guessing could use.
const HINT_LENGTH = 4;
