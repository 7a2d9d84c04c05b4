import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { resolveClientAddress, type ClientAddressHeader } from '../../src/authentication/client-address.js';
import { formatAddress, parseAddressList } from '../../src/foundation/ip-address.js';
import { valueOf } from '../support/value-of.js';

const PROXY = '10.9.0.1';

function resolve(
  headers: Readonly<Record<string, string>>,
  options: { peer?: string | null; trusted?: readonly string[]; by?: ClientAddressHeader } = {},
): string {
  const trusted = options.trusted ?? [PROXY, '10.9.1.0/24', '2001:db8:9::/48'];
  const address = resolveClientAddress({
    peerAddress: options.peer === undefined ? PROXY : options.peer,
    header: (name) => headers[name] ?? null,
    trustedProxies: trusted.length === 0 ? [] : valueOf(parseAddressList(trusted)),
    clientAddressHeader: options.by ?? 'x-forwarded-for',
  });
  return address.kind === 'known' ? formatAddress(address.address) : 'unknown';
}

describe('the client of a direct connection', () => {
  it.each([
    ['192.0.2.5', '192.0.2.5'],
    ['::ffff:192.0.2.5', '192.0.2.5'],
    ['fe80::5%eth1', 'fe80::5'],
    ['', 'unknown'],
    ['/run/postern.sock', 'unknown'],
    [null, 'unknown'],
  ])('is the peer %j: %s', (peer, client) => {
    expect(resolve({}, { peer })).toBe(client);
  });

  it('is the peer, whatever headers it sends', () => {
    const forged = {
      'x-forwarded-for': '198.51.100.1',
      forwarded: 'for=198.51.100.1',
      'x-real-ip': '198.51.100.1',
    };
    for (const by of ['x-forwarded-for', 'forwarded', 'x-real-ip'] as const) {
      expect(resolve(forged, { peer: '192.0.2.5', by })).toBe('192.0.2.5');
      expect(resolve(forged, { peer: '192.0.2.5', by, trusted: [] })).toBe('192.0.2.5');
    }
  });
});

describe('the client behind a trusted proxy', () => {
  it.each([
    ['192.0.2.5', '192.0.2.5'],
    ['198.51.100.1, 192.0.2.5', '192.0.2.5'],
    ['198.51.100.1,192.0.2.5 ,\t10.9.1.200', '192.0.2.5'],
    ['not an address, 192.0.2.5, 10.9.1.7', '192.0.2.5'],
    ['10.9.1.8, 10.9.1.7', '10.9.1.8'],
    ['10.9.1.7', '10.9.1.7'],
    ['::ffff:192.0.2.5, ::ffff:10.9.1.7', '192.0.2.5'],
    ['192.0.2.5:51234', '192.0.2.5'],
    ['[2001:db8::5]:51234', '2001:db8::5'],
    ['[2001:db8::5]', '2001:db8::5'],
    ['2001:db8::5, 2001:db8:9::1', '2001:db8::5'],
    ['192.0.2.5, unknown', 'unknown'],
    ['192.0.2.5, unknown, 10.9.1.7', 'unknown'],
    ['192.0.2.5,', 'unknown'],
    ['192.0.2.5, ,10.9.1.7', 'unknown'],
    [',10.9.1.7', 'unknown'],
    ['', 'unknown'],
    ['   ', 'unknown'],
    ['192.0.2.05', 'unknown'],
    ['[192.0.2.5]', 'unknown'],
    ['192.0.2.0/24', 'unknown'],
    ['fe80::5%eth1', 'unknown'],
    ['[2001:db8::5', 'unknown'],
    ['"192.0.2.5"', 'unknown'],
    ['client.example.com', 'unknown'],
    ['192.0.2.5 198.51.100.1', 'unknown'],
  ])('by X-Forwarded-For %j is %s', (header, client) => {
    expect(resolve({ 'x-forwarded-for': header })).toBe(client);
  });

  it.each([
    ['192.0.2.5', '192.0.2.5'],
    [' 2001:db8::5', '2001:db8::5'],
    ['10.9.1.7', '10.9.1.7'],
    ['198.51.100.1, 192.0.2.5', 'unknown'],
    ['', 'unknown'],
  ])('by X-Real-IP %j is %s', (header, client) => {
    expect(resolve({ 'x-real-ip': header }, { by: 'x-real-ip' })).toBe(client);
  });

  it.each([
    ['for=192.0.2.5', '192.0.2.5'],
    ['For="192.0.2.5"', '192.0.2.5'],
    ['for="192.0.2.5:443"', '192.0.2.5'],
    ['for="192.0.2.5:_hidden"', '192.0.2.5'],
    ['for="[2001:db8::5]:443";proto=https;by=10.9.1.7', '2001:db8::5'],
    ['proto=https; for=192.0.2.5; host="a.example, b"', '192.0.2.5'],
    ['for=198.51.100.1, for=192.0.2.5,for=10.9.1.7', '192.0.2.5'],
    ['for="192.0.2.\\5"', '192.0.2.5'],
    ['for=_secret, for=192.0.2.5', '192.0.2.5'],
    ['for=192.0.2.5, for=_secret', 'unknown'],
    ['for=192.0.2.5, for=unknown', 'unknown'],
    ['for=192.0.2.5, proto=https', 'unknown'],
    ['for=192.0.2.5,', 'unknown'],
    ['for=192.0.2.5;for=10.9.1.7', 'unknown'],
    ['for=192.0.2.5:443', 'unknown'],
    ['for=[2001:db8::5]', 'unknown'],
    ['for="2001:db8::5"', 'unknown'],
    ['for = 192.0.2.5', 'unknown'],
    ['for=', 'unknown'],
    ['192.0.2.5', 'unknown'],
    ['for="192.0.2.5', 'unknown'],
    ['for="192.0.2.5"x', 'unknown'],
    ['for=" 192.0.2.5"', 'unknown'],
    ['', 'unknown'],
  ])('by Forwarded %j is %s', (header, client) => {
    expect(resolve({ forwarded: header }, { by: 'forwarded' })).toBe(client);
  });

  it('cannot hide what the proxy appended inside a quote of its own', () => {
    for (const forged of ['for="', 'for="192.0.2.5', 'host="\\', 'for=192.0.2.5, x="']) {
      expect(resolve({ forwarded: `${forged}, for=198.51.100.1` }, { by: 'forwarded' })).toBe('unknown');
      expect(resolve({ forwarded: `${forged}, for="[2001:db8::1]"` }, { by: 'forwarded' })).toBe('unknown');
    }
  });

  it('is read from the configured header alone', () => {
    expect(resolve({ 'x-forwarded-for': '192.0.2.5', forwarded: 'for=198.51.100.1' })).toBe('192.0.2.5');
    expect(
      resolve({ 'x-forwarded-for': '198.51.100.1', 'x-real-ip': '192.0.2.5' }, { by: 'x-real-ip' }),
    ).toBe('192.0.2.5');
  });

  it('is the proxy itself when the proxy names nobody', () => {
    expect(resolve({ forwarded: 'for=198.51.100.1' })).toBe(PROXY);
    expect(resolve({}, { by: 'forwarded' })).toBe(PROXY);
  });

  it('is always the last entry when no other proxy is trusted, whatever stands before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 80 }), (forged) => {
        expect(resolve({ 'x-forwarded-for': `${forged}, 192.0.2.5` }, { trusted: [PROXY] })).toBe(
          '192.0.2.5',
        );
      }),
    );
  });

  it('is found, or given up, without an exception for any header', () => {
    const header = fc.string({ unit: fc.constantFrom(...Array.from('for=",;[]: 1\\.0\t_a')), maxLength: 60 });
    fc.assert(
      fc.property(
        header,
        fc.constantFrom<ClientAddressHeader>('x-forwarded-for', 'forwarded', 'x-real-ip'),
        (text, by) => {
          expect(resolve({ [by]: text }, { by })).toMatch(/^(unknown|[0-9a-f.:]+)$/);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['x-forwarded-for', `${'1.1.1.1,'.repeat(100_000)}192.0.2.5`],
    ['x-forwarded-for', `${' '.repeat(500_000)}x`],
    ['x-forwarded-for', ','.repeat(500_000)],
    ['x-real-ip', `1${'\t'.repeat(500_000)}1`],
    ['forwarded', 'for="'.repeat(100_000)],
    ['forwarded', `a="${'\\"'.repeat(250_000)}`],
    ['forwarded', 'for=1.1.1.1,'.repeat(40_000)],
    ['forwarded', ' '.repeat(500_000)],
    ['forwarded', `a=b${' \t'.repeat(250_000)}c`],
  ] as const)('costs little to find in a monstrous %s header', (by, header) => {
    const startedMs = performance.now();
    resolve({ [by]: header }, { by });
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
});
