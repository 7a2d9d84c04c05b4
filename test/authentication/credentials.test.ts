import { describe, expect, it } from '@jest/globals';

import { readCredentials } from '../../src/authentication/credentials.js';
import { KEY_ID, minted } from './key-fixture.js';

const key = minted.secret.reveal();

function read(headers: Readonly<Record<string, string>>): string {
  const credentials = readCredentials((name) => headers[name] ?? null);
  if (credentials.kind !== 'one') return credentials.kind;
  return credentials.credential.kind === 'parsed' ? credentials.credential.keyId : 'malformed';
}

describe('credentials in headers', () => {
  it('are none only when neither header is there', () => {
    expect(read({})).toBe('none');
    expect(read({ cookie: `key=${key}` })).toBe('none');
  });

  it.each([
    { authorization: `Bearer ${key}` },
    { authorization: `bearer ${key}` },
    { authorization: `BEARER   ${key}` },
    { 'x-api-key': key },
  ])('are one key: %#', (headers) => {
    expect(read(headers)).toBe(KEY_ID);
  });

  it.each([
    { authorization: '' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer ' },
    { authorization: key },
    { authorization: `Bearer${key}` },
    { authorization: `Bearer ${key} ${key}` },
    { authorization: `Bearer "${key}"` },
    { authorization: `Basic ${Buffer.from(`key:${key}`).toString('base64')}` },
    { authorization: `Token ${key}` },
    { authorization: 'Digest username="a", realm="b", nc=00000001' },
    { 'x-api-key': '' },
    { 'x-api-key': `Bearer ${key}` },
    { 'x-api-key': ` ${key}` },
  ])('are one malformed credential, never none: %#', (headers) => {
    expect(read(headers)).toBe('malformed');
  });

  it.each([
    { authorization: `Bearer ${key}`, 'x-api-key': key },
    { authorization: '', 'x-api-key': key },
    { authorization: `Bearer ${key}`, 'x-api-key': '' },
    { authorization: `Bearer ${key}, Bearer ${key}` },
    { authorization: `Bearer ${key},Bearer x` },
    { authorization: `Basic eDp5, Bearer ${key}` },
    { authorization: `Bearer ${key}, Digest username="a", realm="b"` },
    { 'x-api-key': `${key}, ${key}` },
    { 'x-api-key': `,${key}` },
  ])('are two, also when both are the same or one is empty: %#', (headers) => {
    expect(read(headers)).toBe('two');
  });
});
