import { format, inspect } from 'node:util';

import { describe, expect, it } from '@jest/globals';

import { Secret } from '../../src/foundation/secret.js';

const TEXT = 'hunter2-and-more';
const secret = new Secret(TEXT);

describe('a secret', () => {
  it.each<[string, () => string]>([
    ['String()', () => String(secret)],
    ['a template', () => `a${secret as unknown as string}`],
    ['concatenation', () => 'a' + (secret as unknown as string)],
    ['JSON', () => JSON.stringify({ deep: [secret] })],
    ['inspection, hidden members too', () => inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
    [
      'inspection without custom inspectors',
      () => inspect(secret, { customInspect: false, showHidden: true }),
    ],
    ['a format string', () => format('%s %o %O %j', secret, secret, secret, secret)],
    ['an error', () => inspect(new Error('failed', { cause: secret }))],
    ['an error made of it', () => String(new Error(secret as unknown as string).stack)],
    [
      'its keys and values',
      () => JSON.stringify([Reflect.ownKeys(secret), Object.entries(Object.assign({}, secret))]),
    ],
    ['a structured clone', () => inspect(structuredClone(secret))],
  ])('is not printed by %s', (_, print) => {
    expect(print()).not.toContain('hunter2');
  });

  it('is revealed on purpose only', () => {
    expect(secret.reveal()).toBe(TEXT);
  });
});
