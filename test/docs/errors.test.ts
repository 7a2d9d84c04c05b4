import { describe, expect, it } from '@jest/globals';
import { errorCatalogue } from '../../src/foundation/error-catalogue.js';
import { readPaper } from './read-paper.js';

const sections = [...readPaper('docs/errors.md').matchAll(/^### `([A-Z_]+)` \((\d+)\)\n\n(\S)/gm)];

describe('docs/errors.md', () => {
  it('explains every code of the catalogue once, and no other', () => {
    expect(sections.map(([, code]) => code).sort()).toEqual(Object.keys(errorCatalogue).sort());
  });

  it('gives each code the status of the catalogue', () => {
    const documented = Object.fromEntries(sections.map(([, code = '', status]) => [code, Number(status)]));
    const known = Object.fromEntries(
      Object.entries(errorCatalogue).map(([code, { status }]) => [code, status as number]),
    );
    expect(documented).toEqual(known);
  });
});
