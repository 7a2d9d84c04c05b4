import type { ClientAddress } from '../authentication/client-address.js';
import { formatAddress } from '../foundation/ip-address.js';

/** A refusal as the control plane remembers it, for administrators. */
export interface Denial {
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly atMs: number;
  /** Public facts of the refusal, such as `missing`. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Decisions {
  /** Remembers a refusal in the background; the id is what the caller is told. */
  note(denial: Omit<Denial, 'address'> & { readonly address: ClientAddress | string | null }): string;
}

/** `noteDenial` gives the decision id: under a flood many denials share one. */
export function createDecisions(noteDenial: (denial: Denial) => string): Decisions {
  return {
    note: (denial) => noteDenial({ ...denial, address: addressText(denial.address) }),
  };
}

function addressText(address: ClientAddress | string | null): string | null {
  if (address === null || typeof address === 'string') return address;
  return address.kind === 'known' ? formatAddress(address.address) : null;
}
