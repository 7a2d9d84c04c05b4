import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  blockContains,
  blockIncludes,
  formatAddress,
  formatBlock,
  parseAddress,
  parseAddressList,
  parseBlock,
  parsePeerAddress,
  splitAddressText,
  type AddressBlock,
} from '../../src/foundation/ip-address.js';
import { valueOf } from '../support/value-of.js';

const block = (text: string): AddressBlock => valueOf(parseBlock(text));
const covers = (list: string, address: string): boolean =>
  blockContains(block(list), valueOf(parsePeerAddress(address)));

const blocks: fc.Arbitrary<AddressBlock> = fc.constantFrom(4 as const, 6 as const).chain((family) => {
  const bits = family === 4 ? 32 : 128;
  return fc
    .tuple(fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }), fc.integer({ min: 0, max: bits }))
    .map(([value, prefix]) => {
      const host = BigInt(bits - prefix);
      return { family, base: (value >> host) << host, prefix };
    })
    .filter((made) => made.family === 4 || made.prefix < 96 || made.base >> 32n !== 0xffffn);
});

describe('parsing', () => {
  it.each([
    ['192.0.2.0', '192.0.2.0'],
    ['255.255.255.255/32', '255.255.255.255'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::', '::'],
    ['::/0', '::/0'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['::192.0.2.33', '::c000:221'],
    ['::ffff:192.0.2.33', '192.0.2.33'],
    ['0:0:0:0:0:FFFF:c000:0221', '192.0.2.33'],
    ['::ffff:192.0.2.0/120', '192.0.2.0/24'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::fffe:0:0/95', '::fffe:0:0/95'],
  ])('%s is read and written as %s', (text, canonical) => {
    expect(formatBlock(block(text))).toBe(canonical);
  });

  it.each([
    ['010.0.0.1', 'leading zero'],
    ['10.0.0.08', 'leading zero'],
    ['::ffff:1.02.3.4', 'leading zero'],
    ['10.1', 'short'],
    ['2130706433', 'short'],
    ['0x7f.0.0.1', 'hexadecimal'],
    ['10.0.0.*', 'wildcards'],
    ['10.0.0.1-10.0.0.9', 'ranges'],
    ['10.0.0.1:443', 'port'],
    ['[2001:db8::1]', 'brackets'],
    ['fe80::1%eth0', 'zone'],
    ['fe80::1%eth0/64', 'zone'],
    ['db.example.com', 'host names'],
    [' 10.0.0.1', 'blanks'],
    ['10.0.0.1\n', 'blanks'],
    ['10.0.0.1, 10.0.0.2', 'entry of its own'],
    ['10.0.0.1/24', '10.0.0.0/24'],
    ['10.0.0.1/24', 'or 10.0.0.1 for the address'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['::ffff:10.0.0.1/120', '10.0.0.0/24'],
    ['::ffff:10.0.0.0/90', '::ffc0:0:0/90'],
    ['10.0.0.0/255.255.255.0', 'netmask'],
    ['10.0.0.0/33', '0 to 32'],
    ['10.0.0.0/08', 'leading zeros'],
    ['10.0.0.0/ 8', '0 to 32'],
    ['10.0.0.0/+8', '0 to 32'],
    ['10.0.0.0/', '0 to 32'],
    ['2001:db8::/129', '0 to 128'],
    ['10.0.0.0/8/8', 'more than one'],
    ['٠.0.0.1', 'ASCII'],
    ['256.0.0.1', 'four numbers'],
    ['1.2.3.4.5', 'four numbers'],
    ['2001:db8::1::2', '2001:db8::1'],
    ['1:2:3:4:5:6:7', '2001:db8::1'],
    ['1:2:3:4:5:6:7:8:9', '2001:db8::1'],
    ['1:2:3:4::5:6:7:8', '2001:db8::1'],
    ['12345::', '2001:db8::1'],
    [':1:2:3:4:5:6:7', '2001:db8::1'],
    ['1.2.3.4::', '2001:db8::1'],
    ['::1.2.3.4:5', '2001:db8::1'],
    [':::', '2001:db8::1'],
    ['', 'empty'],
  ])('%j is refused, and the sentence says why or what would be right: %s', (text, hint) => {
    const result = parseAddressList([text]);
    expect(result).toEqual({ kind: 'refused', problem: expect.stringContaining(hint) });
    expect(result).toEqual({ kind: 'refused', problem: expect.stringContaining(text.trim().slice(0, 60)) });
  });

  it('reads a single address but no block where one address is asked for', () => {
    expect(parseAddress('10.0.0.0/8').kind).toBe('refused');
    expect(formatAddress(valueOf(parseAddress('::FFFF:10.0.0.1')))).toBe('10.0.0.1');
  });

  it('leaves the zone out only where the socket names it', () => {
    expect(formatAddress(valueOf(parsePeerAddress('fe80::1%eth0')))).toBe('fe80::1');
    expect(parsePeerAddress('10.0.0.1%eth0').kind).toBe('refused');
    expect(parsePeerAddress('%eth0').kind).toBe('refused');
  });

  it('reads back every block that it writes', () => {
    fc.assert(
      fc.property(blocks, (made) => {
        expect(block(formatBlock(made))).toEqual(made);
      }),
    );
  });

  it('never throws, whatever the text, and what it accepts is canonical after one round', () => {
    const garbage = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcfx:./%[]* -,٣')), maxLength: 50 }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(garbage, (text) => {
        const result = parseBlock(text);
        if (result.kind === 'refused') expect(result.problem).toMatch(/\.$/);
        else expect(block(formatBlock(result.value))).toEqual(result.value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a list', () => {
  it('that is empty is refused: it would read like "anywhere" to some and "nowhere" to others', () => {
    expect(parseAddressList([])).toEqual({
      kind: 'refused',
      problem: expect.stringContaining('admit nobody'),
    });
  });

  it('is refused as a whole for one bad entry', () => {
    expect(parseAddressList(['10.0.0.0/8', '127.1'])).toEqual({
      kind: 'refused',
      problem: expect.stringContaining('"127.1"'),
    });
  });

  it('holds once what was written twice in different forms', () => {
    const list = valueOf(parseAddressList(['10.0.0.1', '10.0.0.1/32', '::ffff:10.0.0.1', '10.0.0.0/8']));
    expect(list.map(formatBlock)).toEqual(['10.0.0.1', '10.0.0.0/8']);
  });

  it('typed by a person is split at commas, blanks ignored, and an empty entry stays for the parser to refuse', () => {
    expect(splitAddressText(' 10.0.0.1 ,2001:db8::/32')).toEqual(['10.0.0.1', '2001:db8::/32']);
    expect(parseAddressList(splitAddressText('10.0.0.1,')).kind).toBe('refused');
  });
});

describe('matching', () => {
  it('holds at both ends of a block and not beyond', () => {
    expect(
      ['10.15.255.255', '10.16.0.0', '10.31.255.255', '10.32.0.0'].map((at) => covers('10.16.0.0/12', at)),
    ).toEqual([false, true, true, false]);
    expect(
      ['2001:db8:7fff:ffff:ffff:ffff:ffff:ffff', '2001:db8:8000::', '2001:db9::'].map((at) =>
        covers('2001:db8:8000::/33', at),
      ),
    ).toEqual([false, true, false]);
  });

  it('keeps the families apart, also in ::/0 and 0.0.0.0/0', () => {
    expect(covers('::/0', '10.0.0.1')).toBe(false);
    expect(covers('::/0', '::ffff:10.0.0.1')).toBe(false);
    expect(covers('0.0.0.0/0', '::1')).toBe(false);
    expect(covers('0.0.0.0/0', '255.255.255.255')).toBe(true);
    expect(covers('::fffe:0:0/95', '::ffff:10.0.0.1')).toBe(false);
    expect(covers('192.0.2.33', '64:ff9b::192.0.2.33')).toBe(false);
  });

  it('includes a block exactly when it contains its first and last address', () => {
    const lastOf = ({ family, base, prefix }: AddressBlock): bigint =>
      base + 2n ** BigInt((family === 4 ? 32 : 128) - prefix) - 1n;
    const nearby = fc.tuple(blocks, blocks, fc.boolean()).map(([outer, other, inside]) => {
      if (!inside || other.family !== outer.family || other.prefix < outer.prefix)
        return { outer, inner: other };
      const size = lastOf(outer) - outer.base + 1n;
      return { outer, inner: { ...other, base: outer.base + (other.base % size) } };
    });
    fc.assert(
      fc.property(nearby, ({ outer, inner }) => {
        const contains = (value: bigint): boolean => blockContains(outer, { family: inner.family, value });
        expect(blockIncludes(outer, inner)).toBe(contains(inner.base) && contains(lastOf(inner)));
      }),
      { numRuns: 1000 },
    );
    expect(blockIncludes(block('10.0.0.0/8'), block('10.1.0.0/16'))).toBe(true);
    expect(blockIncludes(block('10.1.0.0/16'), block('10.0.0.0/8'))).toBe(false);
  });
});
