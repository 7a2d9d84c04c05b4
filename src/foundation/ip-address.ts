import { describeAddressProblem, describeBlockProblem } from './ip-address-hint.js';
import { readIpv4, readIpv6, writeIpv4, writeIpv6 } from './ip-address-text.js';
import { parsed, refused, type Parsed } from './parsed.js';

/**
 * An address in canonical form: an IPv4-mapped IPv6 address (`::ffff:203.0.113.7`) is the IPv4 address, and no
 * other IPv6 address is (NAT64, 6to4 and `::203.0.113.7` are not). Families never match each other.
 */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** All addresses that share the first `prefix` bits with `base`; a single address has 32 or 128 of them. */
export interface AddressBlock {
  readonly family: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

/** One address, no port, no zone, no blanks. IPv4: four decimal numbers; IPv6: RFC 4291 §2.2, any of its forms. */
export function parseAddress(text: string): Parsed<IpAddress> {
  const address = readAddress(text);
  return address === null ? refused(describeAddressProblem(text)) : parsed(address);
}

/**
 * As `parseAddress`, for the address that Node reports of a socket's peer: there `fe80::1%eth0` names the
 * interface after the address, which says nothing about who the peer is.
 */
export function parsePeerAddress(text: string): Parsed<IpAddress> {
  const zoneAt = text.indexOf('%');
  return parseAddress(zoneAt > 0 && text.includes(':') ? text.slice(0, zoneAt) : text);
}

/** An address or `address/prefix` (RFC 4632, RFC 4291 §2.3) whose bits behind the prefix are all zero. */
export function parseBlock(text: string): Parsed<AddressBlock> {
  const [addressText, prefixText, ...more] = text.split('/');
  const typed = addressText === undefined ? null : readTyped(addressText);
  if (typed === null || more.length > 0) return refused(describeBlockProblem(text));
  const prefix = prefixText === undefined ? BITS[typed.family] : readPrefix(prefixText, BITS[typed.family]);
  if (prefix === null) return refused(describeBlockProblem(text));
  const block = canonicalBlock({ family: typed.family, base: typed.value, prefix });
  const network = truncate(block.family, block.base, block.prefix);
  if (network !== block.base) {
    return refused(
      `"${text}" is an address inside a block: write ${formatBlock({ ...block, base: network })} for the block, or ${formatBlock({ ...block, prefix: BITS[block.family] })} for the address.`,
    );
  }
  return parsed(block);
}

/** A key's or an operator's list: at least one entry, each an address or a block; what is said twice stands once. */
export function parseAddressList(entries: readonly string[]): Parsed<readonly AddressBlock[]> {
  if (entries.length === 0) {
    return refused('An empty list would admit nobody: list at least one address, or leave the list out.');
  }
  if (entries.length > MAX_ENTRIES) {
    return refused(`The list has ${entries.length} entries; at most ${MAX_ENTRIES} are allowed: use blocks.`);
  }
  const blocks = new Map<string, AddressBlock>();
  for (const entry of entries) {
    const block = parseBlock(entry);
    if (block.kind === 'refused') return block;
    blocks.set(formatBlock(block.value), block.value);
  }
  return parsed([...blocks.values()]);
}

/** The entries of a list that a person typed: comma separated, blanks around them ignored. `parseAddressList` judges. */
export function splitAddressText(text: string): readonly string[] {
  return text.split(',').map((entry) => entry.trim());
}

export function formatAddress(address: IpAddress): string {
  return address.family === 4 ? writeIpv4(address.value) : writeIpv6(address.value);
}

/** Canonical text (IPv6 by RFC 5952); a single address has no `/prefix`. */
export function formatBlock(block: AddressBlock): string {
  const text = formatAddress({ family: block.family, value: block.base });
  return block.prefix === BITS[block.family] ? text : `${text}/${block.prefix}`;
}

export function blockContains(block: AddressBlock, address: IpAddress): boolean {
  return (
    block.family === address.family && truncate(block.family, address.value, block.prefix) === block.base
  );
}

/** Whether every address of `inner` is in `outer`. */
export function blockIncludes(outer: AddressBlock, inner: AddressBlock): boolean {
  return outer.prefix <= inner.prefix && blockContains(outer, { family: inner.family, value: inner.base });
}

const BITS = { 4: 32, 6: 128 } as const;
const MAX_ENTRIES = 1000;
const MAPPED_PREFIX = 96;

function readAddress(text: string): IpAddress | null {
  const typed = readTyped(text);
  if (typed === null) return null;
  const { family, base: value } = canonicalBlock({
    family: typed.family,
    base: typed.value,
    prefix: BITS[typed.family],
  });
  return { family, value };
}

/** As written: a mapped address is still IPv6 here, since its prefix counts 128 bits. */
function readTyped(text: string): IpAddress | null {
  if (text.includes(':')) {
    const value = readIpv6(text);
    return value === null ? null : { family: 6, value };
  }
  const value = readIpv4(text);
  return value === null ? null : { family: 4, value };
}

function readPrefix(text: string, max: number): number | null {
  // Not Number(): that reads '', ' 8', '2e1' and '0x8' too.
  if (!/^(?:0|[1-9][0-9]{0,2})$/.test(text)) return null;
  const prefix = Number(text);
  return prefix <= max ? prefix : null;
}

/** A block that reaches beyond the mapped addresses (such as `::/0`) stays IPv6 and so covers no IPv4 client. */
function canonicalBlock(block: AddressBlock): AddressBlock {
  const isMapped = block.family === 6 && block.prefix >= MAPPED_PREFIX && block.base >> 32n === 0xffffn;
  return isMapped
    ? { family: 4, base: block.base & 0xffffffffn, prefix: block.prefix - MAPPED_PREFIX }
    : block;
}

function truncate(family: 4 | 6, value: bigint, prefix: number): bigint {
  // BigInt, since shifting a 32-bit number by 32 leaves it as it is: /0 would then match only itself.
  const hostBits = BigInt(BITS[family] - prefix);
  return (value >> hostBits) << hostBits;
}
