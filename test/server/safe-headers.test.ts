import { describe, expect, it } from '@jest/globals';
import { createShell } from './shell.js';

describe('the headers of every answer', () => {
  it.each([
    ['data', '/graphql?query=%7Bhello%7D'],
    ['a GraphQL error', '/graphql?query=%7Bnone%7D'],
    ['a broken request', '/graphql?query=%7Bhello%7D&variables=x'],
    ['whoami', '/whoami'],
    ['an unknown path', '/none'],
    ['a probe', '/health/ready'],
  ])('forbid storing, sniffing and referring, and name the request: %s', async (_what, path) => {
    const response = await createShell().fetch(new Request(`http://postern.test${path}`));
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(response.headers.get('X-Request-Id')).toMatch(/^[0-9A-Za-z]{16}$/);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  it('carry the id that `answer` was given, never one that the client chose', async () => {
    const shell = createShell();
    const response = await shell.post({ query: '{ hello }' }, { 'X-Request-Id': 'mine' });
    expect(response.headers.get('X-Request-Id')).toBe(shell.operations[0]?.facts.requestId);
  });
});
