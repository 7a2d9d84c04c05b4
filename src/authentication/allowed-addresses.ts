import type { KeyFacts } from '../control-plane/authorization-state.js';
import { blockContains, parseAddressList, type AddressBlock } from '../foundation/ip-address.js';
import type { ClientAddress } from './client-address.js';

/** Whether the key may be used from there. A key without a list is open to every address, and to unknown ones. */
export function isAddressAllowed(key: KeyFacts, address: ClientAddress): boolean {
  const allowed = allowedAddressesOf(key);
  if (allowed.kind === 'anywhere') return true;
  return address.kind === 'known' && allowed.blocks.some((block) => blockContains(block, address.address));
}

type AllowedAddresses =
  { readonly kind: 'anywhere' } | { readonly kind: 'listed'; readonly blocks: readonly AddressBlock[] };

/** The parsed list, by the facts that it was read from: new facts, new list. What an address got is never kept. */
const parsedLists = new WeakMap<KeyFacts, AllowedAddresses>();

function allowedAddressesOf(key: KeyFacts): AllowedAddresses {
  const known = parsedLists.get(key);
  if (known !== undefined) return known;
  const allowed = readAllowedAddresses(key.allowedAddresses);
  parsedLists.set(key, allowed);
  return allowed;
}

function readAllowedAddresses(stored: readonly string[] | null): AllowedAddresses {
  if (stored === null) return { kind: 'anywhere' };
  const blocks = parseAddressList(stored);
  // Fail closed: a stored list that is empty or cannot be read admits nobody.
  return { kind: 'listed', blocks: blocks.kind === 'parsed' ? blocks.value : [] };
}
