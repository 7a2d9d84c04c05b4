import { texts } from '../../texts.js';

/** What is typed or pasted, taken apart at commas, semicolons, spaces and line ends. */
export const splitList = (text: string): readonly string[] =>
  text.split(/[\s,;]+/).filter((part) => part !== '');

export type ReadAddress =
  | { readonly kind: 'block'; readonly explanation: string }
  | { readonly kind: 'refused'; readonly problem: string };

/**
 * What a person should know of an address or block before it is saved. The gateway reads it again, and more strictly:
 * here are the mistakes that people make.
 */
export function readAddress(text: string): ReadAddress {
  const [host = '', prefix, ...rest] = text.split('/');
  if (rest.length > 0) return refused(texts.form.addressUnreadable(text));
  if (host.includes(':')) return readIpv6(text, host, prefix);
  return readIpv4(text, host, prefix);
}

function readIpv4(text: string, host: string, prefix: string | undefined): ReadAddress {
  const parts = host.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) {
    return refused(texts.form.addressUnreadable(text));
  }
  if (parts.some((part) => /^0\d/.test(part))) {
    return refused(texts.form.addressLeadingZero(text, parts.map(Number).join('.')));
  }
  if (prefix === undefined) return block(texts.form.oneAddress);
  if (!/^(0|[1-9]\d?)$/.test(prefix) || Number(prefix) > 32)
    return refused(texts.form.addressUnreadable(text));
  const bits = 32 - Number(prefix);
  const size = 2 ** bits;
  const value = parts.reduce((sum, part) => sum * 256 + Number(part), 0);
  const start = Math.floor(value / size) * size;
  if (start !== value) {
    const network = [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.');
    return refused(texts.form.addressHostBits(text, `${network}/${prefix}`));
  }
  return block(texts.form.addressCount(size));
}

function readIpv6(text: string, host: string, prefix: string | undefined): ReadAddress {
  if (!/^[0-9a-f:.]+$/i.test(host) || text.includes('%')) return refused(texts.form.addressUnreadable(text));
  if (prefix === undefined) return block(texts.form.oneAddress);
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > 128) {
    return refused(texts.form.addressUnreadable(text));
  }
  const bits = 128 - Number(prefix);
  return block(bits <= 16 ? texts.form.addressCount(2 ** bits) : texts.form.addressBits(bits));
}

const block = (explanation: string): ReadAddress => ({ kind: 'block', explanation });
const refused = (problem: string): ReadAddress => ({ kind: 'refused', problem });
