import { blockContains, parsePeerAddress, type AddressBlock } from '../foundation/ip-address.js';

/**
 * Whether the client sent the request by TLS: to us, or to a trusted proxy that says so in `X-Forwarded-Proto`. Of several
 * proxies the first one met the client. The header of any other peer is as if it were not there.
 */
export function isEncryptedRequest(connection: {
  /** Of the request's URL, with its colon. */
  readonly protocol: string;
  readonly peerAddress: string | null;
  readonly header: (name: string) => string | null;
  readonly trustedProxies: readonly AddressBlock[];
}): boolean {
  if (connection.protocol === 'https:') return true;
  const peer = connection.peerAddress === null ? null : parsePeerAddress(connection.peerAddress);
  if (peer?.kind !== 'parsed') return false;
  if (!connection.trustedProxies.some((block) => blockContains(block, peer.value))) return false;
  const [first = ''] = (connection.header('x-forwarded-proto') ?? '').split(',');
  return first.trim().toLowerCase() === 'https';
}
