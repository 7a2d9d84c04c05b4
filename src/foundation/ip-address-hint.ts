/**
 * What is wrong with a text that is no address, and what would be right. Forms that other programs read in
 * different ways (`010.0.0.1` is 8.0.0.1 to some and 10.0.0.1 to others) are named as such.
 */
export function describeAddressProblem(text: string): string {
  const hint = hints.find(({ pattern }) => pattern.test(text));
  return `"${shorten(text)}" is not an IP address: ${hint?.sentence ?? GENERAL}`;
}

/** The same for an address or block. */
export function describeBlockProblem(text: string): string {
  const [address = '', prefix, ...more] = text.split('/');
  if (more.length > 0)
    return `"${shorten(text)}" has more than one "/": write one address or block an entry.`;
  if (prefix === undefined) return describeAddressProblem(text);
  const hint = hints.find(({ pattern }) => pattern.test(address));
  if (hint !== undefined) return `"${shorten(text)}" is not an address block: ${hint.sentence}`;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(prefix)) {
    return `"${shorten(text)}" has a netmask: write the number of leading bits instead, such as ${address}/24.`;
  }
  const most = address.includes(':') ? 128 : 32;
  return `"${shorten(text)}" is not an address block: behind the "/" stands a decimal number from 0 to ${most} without leading zeros.`;
}

const GENERAL = 'write IPv4 as 203.0.113.7 (four numbers from 0 to 255) or IPv6 as 2001:db8::1.';

/** First match wins. */
const hints: readonly { readonly pattern: RegExp; readonly sentence: string }[] = [
  { pattern: /^\s*$/, sentence: 'it is empty.' },
  { pattern: /^\s|\s$/, sentence: 'remove the blanks around it.' },
  { pattern: /[,;\s]/, sentence: 'give each address an entry of its own.' },
  {
    pattern: /[^\x20-\x7e]/,
    sentence: 'it has characters that only look like ASCII; type the digits again.',
  },
  { pattern: /\*/, sentence: 'wildcards are not read; write a block, such as 203.0.113.0/24.' },
  { pattern: /%/, sentence: 'leave out the zone behind "%": it has a meaning on one machine only.' },
  { pattern: /^\[/, sentence: 'leave out the brackets and the port.' },
  { pattern: /^[\d.]+:\d+$/, sentence: 'leave out the port.' },
  { pattern: /^[\d.]+-/, sentence: 'ranges are not read; write blocks, such as 203.0.113.0/24.' },
  {
    pattern: /^(?:.*:)?(?:\d+\.)*0\d+(?:\.\d+)*$/,
    sentence:
      'a number with a leading zero is octal to some programs and decimal to others; write it without the zero.',
  },
  {
    pattern: /^(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,2}$/i,
    sentence:
      'short, hexadecimal and single-number forms are not read; write all four numbers, such as 127.0.0.1.',
  },
  { pattern: /0x/i, sentence: 'hexadecimal numbers are not read in IPv4; write decimal ones.' },
  {
    pattern: /[g-z]/i,
    sentence: 'host names are not looked up; write the address, such as 203.0.113.7 or 2001:db8::1.',
  },
];

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
