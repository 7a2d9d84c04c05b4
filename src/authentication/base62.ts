/** Big-endian digits `0-9A-Za-z`, padded with zeros to `width`. Throws when the value does not fit: a bug. */
export function encodeBase62(value: bigint, width: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  if (text.length > width) throw new Error(`The value needs more than ${width} digits of base 62.`);
  return text.padStart(width, '0');
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
