import { describe, expect, it } from '@jest/globals';
import { readPaper } from './read-paper.js';

const named = [...readPaper('docs/security.md').matchAll(/`(test\/[^`]+\.test\.ts)`, "([^"\n]+)"/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

describe('docs/security.md', () => {
  it('names tests', () => {
    expect(named.length).toBeGreaterThan(30);
  });

  it.each(named)('names a test that exists: %s, "%s"', (file, title) => {
    expect(readPaper(file)).toContain(title);
  });
});
