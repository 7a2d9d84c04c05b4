import type { ClientAddress } from '../authentication/client-address.js';
import { formatAddress } from '../foundation/ip-address.js';
import { newId } from '../foundation/ids.js';

/** A refusal as the control plane remembers it, for administrators. */
export interface Denial {
  readonly decisionId: string;
  readonly code: string;
  readonly keyId: string | null;
  readonly address: string | null;
  readonly atMs: number;
  /** Public facts of the refusal, such as `missing`. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Decisions {
  /** Remembers a refusal in the background; the id is what the caller is told. */
  note(
    denial: Omit<Denial, 'decisionId' | 'address'> & { readonly address: ClientAddress | string | null },
  ): string;
}

export function createDecisions(noteDenial: (denial: Denial) => void): Decisions {
  return {
    note: (denial) => {
      const decisionId = newId();
      noteDenial({ ...denial, address: addressText(denial.address), decisionId });
      return decisionId;
    },
  };
}

function addressText(address: ClientAddress | string | null): string | null {
  if (address === null || typeof address === 'string') return address;
  return address.kind === 'known' ? formatAddress(address.address) : null;
}
