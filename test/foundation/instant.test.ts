import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { formatInstant, parseInstant } from '../../src/foundation/instant.js';
import { valueOf } from '../support/value-of.js';

const EARLIEST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

describe('an instant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.001Z', 1],
    ['1969-12-31T23:59:59.9Z', -100],
    ['1970-01-01T05:45:00+05:45', 0],
    ['1969-12-31T14:30:00-09:30', 0],
    ['1970-01-01t00:00:00z', 0],
    ['1970-01-01T00:00:00-00:00', 0],
    ['1970-01-01T23:59:00+23:59', 0],
    ['0001-01-01T00:00:00Z', EARLIEST_MS],
    ['0001-01-01T05:00:00+05:00', EARLIEST_MS],
    ['0099-03-01T00:00:00Z', Date.parse('0099-03-01T00:00:00.000Z')],
    ['9999-12-31T23:59:59.999Z', LATEST_MS],
    ['2000-02-29T12:00:00Z', Date.parse('2000-02-29T12:00:00.000Z')],
  ])('%s is %d ms', (text, ms) => {
    expect(parseInstant(text)).toEqual({ kind: 'parsed', value: ms });
  });

  it('keeps milliseconds and cuts off what is finer, before 1970 too', () => {
    expect(valueOf(parseInstant('1970-01-01T00:00:00.0019999Z'))).toBe(1);
    expect(valueOf(parseInstant('1969-12-31T23:59:59.9989999Z'))).toBe(-2);
    expect(valueOf(parseInstant('1970-01-01T00:00:00.999999999Z'))).toBe(999);
  });

  it.each([
    ['2027-02-29T00:00:00Z', 'day that does not exist'],
    ['1900-02-29T00:00:00Z', 'day that does not exist'],
    ['2026-04-31T00:00:00Z', 'day that does not exist'],
    ['2026-13-01T00:00:00Z', 'day that does not exist'],
    ['2026-00-10T00:00:00Z', 'day that does not exist'],
    ['2026-01-00T00:00:00Z', 'day that does not exist'],
    ['2026-06-30T23:59:60Z', 'leap second'],
    ['2026-06-30T24:00:00Z', 'time that does not exist'],
    ['2026-06-30T12:60:00Z', 'time that does not exist'],
    ['2026-06-30T12:00:61Z', 'time that does not exist'],
    ['2026-06-30T12:00:00+24:00', 'offset'],
    ['2026-06-30T12:00:00+02:60', 'offset'],
    ['2026-06-30T12:00:00', 'no offset'],
    ['2026-06-30T12:00:00.5', 'no offset'],
    ['2026-06-30', '2026-06-30T00:00:00Z'],
    ['2026-06-30 12:00:00Z', 'RFC 3339'],
    ['2026-06-30T12:00Z', 'RFC 3339'],
    ['2026-06-30T12:00:00.Z', 'RFC 3339'],
    ['2026-06-30T12:00:00,5Z', 'RFC 3339'],
    ['2026-06-30T12:00:00+0200', 'RFC 3339'],
    ['2026-06-30T12:00:00+02', 'RFC 3339'],
    ['2026-06-30T12:00:00 Z', 'RFC 3339'],
    ['2026-06-30T12:00:00Z\n', 'RFC 3339'],
    [' 2026-06-30T12:00:00Z', 'RFC 3339'],
    ['-002026-06-30T12:00:00Z', 'RFC 3339'],
    ['20260630T120000Z', 'RFC 3339'],
    ['infinity', 'RFC 3339'],
    ['now', 'RFC 3339'],
    ['1782820800', 'RFC 3339'],
    ['٢٠٢٦-06-30T12:00:00Z', 'RFC 3339'],
    ['', 'RFC 3339'],
    [`2026-06-30T12:00:00.${'0'.repeat(100)}Z`, 'RFC 3339'],
    ['0000-12-31T23:59:59Z', '0001'],
    ['0001-01-01T00:00:00+00:01', '0001'],
    ['9999-12-31T23:59:59-00:01', '9999'],
  ])('%j is refused, and the sentence names the reason: %s', (text, reason) => {
    expect(parseInstant(text)).toEqual({ kind: 'refused', problem: expect.stringContaining(reason) });
  });

  it('is read back from what was written of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: EARLIEST_MS, max: LATEST_MS }), (ms) => {
        expect(parseInstant(formatInstant(ms))).toEqual({ kind: 'parsed', value: ms });
      }),
    );
  });

  it('is the same under every offset', () => {
    const instants = fc.integer({ min: EARLIEST_MS + 86_400_000, max: LATEST_MS - 86_400_000 });
    fc.assert(
      fc.property(instants, fc.integer({ min: -1439, max: 1439 }), (ms, minutes) => {
        const pad = (value: number): string => String(value).padStart(2, '0');
        const size = Math.abs(minutes);
        const offset = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
        const text = formatInstant(ms + minutes * 60_000).replace('Z', offset);
        expect(parseInstant(text)).toEqual({ kind: 'parsed', value: ms });
      }),
    );
  });

  it('never comes from garbage by an exception', () => {
    const garbage = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789-+:.TtZz ')), maxLength: 40 }),
    );
    fc.assert(fc.property(garbage, (text) => ['parsed', 'refused'].includes(parseInstant(text).kind)));
  });
});
