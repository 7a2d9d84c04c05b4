import {
  resolveClientAddress,
  type ClientAddress,
  type ClientAddressHeader,
} from '../authentication/client-address.js';
import { isEncryptedRequest } from '../authentication/encrypted-request.js';
import type { AddressBlock } from '../foundation/ip-address.js';
import type { RequestFacts } from './operation-request.js';

/** Whose words on a client are believed. */
export interface ProxySettings {
  readonly trustedProxies: readonly AddressBlock[];
  readonly clientAddressHeader: ClientAddressHeader;
}

export function clientAddressOf(
  { trustedProxies, clientAddressHeader }: ProxySettings,
  facts: RequestFacts,
): ClientAddress {
  return resolveClientAddress({
    peerAddress: facts.peerAddress ?? null,
    header: (name) => facts.headers.get(name),
    trustedProxies,
    clientAddressHeader,
  });
}

export function isEncrypted(
  { trustedProxies }: Pick<ProxySettings, 'trustedProxies'>,
  facts: RequestFacts,
): boolean {
  return isEncryptedRequest({
    protocol: facts.protocol,
    peerAddress: facts.peerAddress ?? null,
    header: (name) => facts.headers.get(name),
    trustedProxies,
  });
}
