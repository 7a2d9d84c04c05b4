import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { findKeyInRequest } from '../../src/authentication/key-in-request.js';
import { minted } from './key-fixture.js';

const key = minted.secret.reveal();
const inUrl = (query: string): ReturnType<typeof findKeyInRequest> =>
  findKeyInRequest({ searchParams: new URLSearchParams(query), body: undefined });
const inBody = (body: unknown): ReturnType<typeof findKeyInRequest> =>
  findKeyInRequest({ searchParams: new URLSearchParams(), body });

const spellings = [
  'apiKey',
  'api_key',
  'api-key',
  'x-api-key',
  'X-API-Key',
  'APIKEY',
  'key',
  'token',
  'access_token',
  'accessToken',
  'authorization',
  'Authorization',
  'auth',
  'bearer',
  'secret',
  'password',
];

describe('a key in the URL', () => {
  it.each(spellings)('is found by the name %s, whatever the value', (name) => {
    expect(inUrl(`${name}=x`)).toEqual({ place: 'url', name });
    expect(inUrl(`query={a}&${name}`)).toEqual({ place: 'url', name });
    expect(inUrl(`${name}[]=x`)).toMatchObject({ place: 'url' });
  });

  it.each([
    `foo=${key}`,
    `foo=${encodeURIComponent(key).replaceAll('_', '%5F')}`,
    `foo=Bearer+${key}`,
    `foo=${key.slice(0, 40)}`,
    `foo=${key.toUpperCase()}`,
    `query={me(key:"${key}"){id}}`,
    `query={a}&variables={"a":"${key}"}`,
    `operationName=${key}`,
    'query={a}&extensions={"apiKey":"x"}',
    key,
  ])('is found in the value or the name: %#', (query) => {
    const found = inUrl(query);
    expect(found?.place).toBe('url');
    expect(JSON.stringify(found)).not.toContain(key.slice(0, 20));
  });

  it.each([
    '',
    'query={token key secret}',
    'query={a}&variables={"token":"x","key":1}&operationName=Key',
    'query={a}&extensions={"persistedQuery":{"version":1,"sha256Hash":"ab"}}',
    'extensions={',
    'keyboard=1&monkey=2&tokenise=3&pst_=4',
  ])('is not seen where there is none: %#', (query) => {
    expect(inUrl(query)).toBeNull();
  });
});

describe('a key in the body', () => {
  it.each(spellings)('is found by the name %s, also in extensions and in a batch', (name) => {
    expect(inBody({ query: '{a}', [name]: null })).toEqual({ place: 'body', name });
    expect(inBody({ query: '{a}', extensions: { [name]: 'x' } })).toEqual({
      place: 'body',
      name: 'extensions',
    });
    expect(inBody([{ query: '{a}' }, { query: '{a}', [name]: 'x' }])).toEqual({ place: 'body', name });
  });

  it('is found by its value at any depth of any other member', () => {
    expect(inBody({ query: '{a}', foo: key })).toEqual({ place: 'body', name: 'foo' });
    expect(inBody({ query: '{a}', foo: { bar: [1, { baz: `Bearer ${key}` }] } })).toMatchObject({
      name: 'foo',
    });
    expect(inBody({ query: '{a}', extensions: { foo: { [key]: 1 } } })).toMatchObject({ name: 'extensions' });
    expect(inBody({ query: '{a}', [key]: 1 })).toEqual({ place: 'body', name: 'pst_…' });
    let deep: unknown = key;
    for (let depth = 0; depth < 5000; depth += 1) deep = [deep];
    expect(inBody({ foo: deep })).toMatchObject({ name: 'foo' });
  });

  it('is not looked for in the operation and its variables: they are data of the caller', () => {
    expect(
      inBody({ query: `{a(b:"${key}")}`, variables: { key, token: key }, operationName: 'Key' }),
    ).toBeNull();
    expect(inBody({ query: '{a}', extensions: { persistedQuery: { version: 1 } }, id: '1' })).toBeNull();
  });

  it('is never a reason to fail on a body that is no object', () => {
    fc.assert(fc.property(fc.jsonValue(), (body) => [null, 'body'].includes(inBody(body)?.place ?? null)));
    expect([undefined, null, 1, 'x', [], [null]].map(inBody)).toEqual([null, null, null, null, null, null]);
  });
});
