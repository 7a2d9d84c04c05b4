import { blockContains, parseAddress, parseBlock, type AddressBlock } from './ip-address.js';

/**
 * Whether an address is one where clouds keep the credentials of a machine: link-local ones (169.254.169.254), and what
 * some clouds have in their place. A zone (`fe80::1%eth0`) is passed over.
 */
export function isCredentialSource(host: string): boolean {
  const address = parseAddress(host.replace(/%.*$/, ''));
  return address.kind === 'parsed' && sources.some((block) => blockContains(block, address.value));
}

const sources: readonly AddressBlock[] = [
  '169.254.0.0/16',
  'fe80::/10',
  // No link-local addresses, but the same services.
  'fd00:ec2::254',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  // The first of them as translators between IPv4 and IPv6 write it: 64:ff9b::/96 and 2002::/16.
  '64:ff9b::a9fe:0/112',
  '2002:a9fe::/32',
].map((text) => {
  const block = parseBlock(text);
  if (block.kind === 'refused') throw new Error(block.problem);
  return block.value;
});
