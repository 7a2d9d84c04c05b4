import { describe, expect, it } from '@jest/globals';
import { formatTable } from '../../src/cli/table-text.js';

describe('a table for people', () => {
  it('aligns its columns, and has no blanks at the ends of lines', () => {
    const text = formatTable(
      ['NAME', 'STATE'],
      [
        ['a long name', 'on'],
        ['b', ''],
      ],
      'Nothing.',
    );
    expect(text).toBe('NAME         STATE\na long name  on\nb');
  });

  it('is a sentence where there are no rows', () => {
    expect(formatTable(['NAME'], [], 'There is no such key.')).toBe('There is no such key.');
  });

  it('cannot be torn, nor the cursor of the terminal be moved, by what stands in it', () => {
    const text = formatTable(['NAME'], [['a\u001B[2Jb\nADMIN\u009B']], '');
    expect(text).toBe('NAME\na\uFFFD[2Jb\uFFFDADMIN\uFFFD');
  });
});
