import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { readCode, readPaper, readTableRows } from './read-paper.js';

const [settingsTable = ''] = readPaper('docs/settings.md').split('\nVariables of single commands:\n');
const rows = readTableRows(settingsTable).filter(([name = '']) => name.startsWith('`'));

function variablesRead(): readonly string[] {
  const read = new Set<string>();
  readConfig(
    new Proxy<Record<string, string>>(
      {},
      {
        get: (_target, name) => {
          read.add(String(name));
          return undefined;
        },
      },
    ),
  );
  return [...read];
}

describe('docs/settings.md', () => {
  it('has a row for every variable that is read, and no other', () => {
    expect(rows.flatMap(([name = '']) => readCode(name)).sort()).toEqual([...variablesRead()].sort());
  });

  it('states defaults with which the configuration is the one of an empty environment', () => {
    const defaults = Object.fromEntries(
      rows.flatMap(([name = '', fallback = '']) => {
        const [variable = ''] = readCode(name);
        return readCode(fallback).map((value) => [variable, value]);
      }),
    );
    expect(Object.keys(defaults).length).toBeGreaterThan(5);
    expect(readConfig(defaults)).toEqual(readConfig({}));
  });
});
