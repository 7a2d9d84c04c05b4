import {
  blockContains,
  parseAddress,
  parsePeerAddress,
  type AddressBlock,
  type IpAddress,
} from '../foundation/ip-address.js';
import { readForwardedNodes } from './forwarded-header.js';

export type ClientAddress =
  | { readonly kind: 'known'; readonly address: IpAddress }
  /** Not "anybody": where a key lists addresses, it is refused. */
  | { readonly kind: 'unknown' };

export type ClientAddressHeader = 'x-forwarded-for' | 'forwarded' | 'x-real-ip';

/**
 * Who sent the request: the socket's peer, or, when that is a trusted proxy, the last of the configured header's
 * addresses that is not a trusted proxy. Everything left of that one was written by whoever sent it. When all are
 * trusted it is the leftmost; a trusted peer without the header is itself the client. Any other header, and any
 * header of another peer, is as if it were not there.
 */
export function resolveClientAddress(connection: {
  readonly peerAddress: string | null;
  /** By lower-case name; repeated headers joined by commas, as Node and fetch do. */
  readonly header: (name: string) => string | null;
  readonly trustedProxies: readonly AddressBlock[];
  readonly clientAddressHeader: ClientAddressHeader;
}): ClientAddress {
  const peer = connection.peerAddress === null ? null : parsePeerAddress(connection.peerAddress);
  if (peer?.kind !== 'parsed') return UNKNOWN;
  const isTrusted = (address: IpAddress): boolean =>
    connection.trustedProxies.some((block) => blockContains(block, address));
  const header = isTrusted(peer.value) ? connection.header(connection.clientAddressHeader) : null;
  if (header === null) return { kind: 'known', address: peer.value };
  return nearestUntrusted(readNodes[connection.clientAddressHeader](header), isTrusted);
}

const UNKNOWN: ClientAddress = { kind: 'unknown' };

/** The addresses that each header holds, from the nearest hop to the farthest; null is one that cannot be read. */
const readNodes: Readonly<Record<ClientAddressHeader, (header: string) => Iterable<IpAddress | null>>> = {
  'x-forwarded-for': function* (header) {
    // From the right, entry by entry: however long the forged part is, it costs nothing.
    for (let end = header.length; end >= 0;) {
      const comma = end === 0 ? -1 : header.lastIndexOf(',', end - 1);
      yield readNode(header.slice(comma + 1, end));
      end = comma;
    }
  },
  'x-real-ip': (header) => [readNode(header)],
  forwarded: (header) => readForwardedNodes(header).map((node) => (node === null ? null : readNode(node))),
};

function nearestUntrusted(
  nodes: Iterable<IpAddress | null>,
  isTrusted: (address: IpAddress) => boolean,
): ClientAddress {
  let client: ClientAddress = UNKNOWN;
  for (const node of nodes) {
    // Fail closed: behind a hop that cannot be read anybody may stand.
    if (node === null) return UNKNOWN;
    client = { kind: 'known', address: node };
    if (!isTrusted(node)) return client;
  }
  return client;
}

/** An address, `address:port` of IPv4, or `[address]` of IPv6 with or without a port; blanks around it ignored. */
function readNode(text: string): IpAddress | null {
  // Before the trimming, which is slow on a text of blanks.
  if (text.length > LONGEST_NODE) return null;
  const trimmed = text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
  const [, bracketed, ipv4] =
    /^(?:\[([^\]]*)\]|([0-9.]+))(?::(?:[0-9]{1,5}|_[0-9A-Za-z._-]+))?$/.exec(trimmed) ?? [];
  if (bracketed !== undefined && !bracketed.includes(':')) return null;
  const address = parseAddress(bracketed ?? ipv4 ?? trimmed);
  return address.kind === 'parsed' ? address.value : null;
}

const LONGEST_NODE = 100;
