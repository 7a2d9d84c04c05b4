import { readJson } from '../../ui/json-text.js';
import {
  flagSettings,
  numberSettings,
  readSettings,
  wordSettings,
  type FlagSetting,
  type NumberSetting,
  type Settings,
  type WordSetting,
} from './setting-names.js';

/** Settings as they stand in the fields; an empty field is one at its default. */
export interface SettingsDraft {
  readonly numbers: Readonly<Record<NumberSetting, string>>;
  readonly flags: Readonly<Record<FlagSetting, boolean>>;
  readonly words: Readonly<Record<WordSetting, string>>;
  /** One column a line. */
  readonly guardedColumns: string;
  /** Everything else, as JSON. */
  readonly others: string;
}

export function draftOf(given: unknown): SettingsDraft {
  const settings = readSettings(given);
  const textOf = (name: string): string => {
    const value = settings[name];
    return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  };
  const { guardedColumns } = settings;
  const others = Object.entries(settings).filter(([name]) => !own.includes(name));
  return {
    numbers: fromNames(numberSettings, textOf),
    flags: fromNames(flagSettings, (name) => settings[name] === true),
    words: fromNames(wordSettings, textOf),
    guardedColumns: Array.isArray(guardedColumns) ? guardedColumns.join('\n') : '',
    others: others.length === 0 ? '' : JSON.stringify(Object.fromEntries(others), null, 2),
  };
}

/** What a draft changes: the settings that get another value, and those that go back to their defaults. */
export function changesOf(
  given: unknown,
  draft: SettingsDraft,
): { readonly settings: Settings; readonly unsetSettings: string[] } {
  const before = readSettings(given);
  const after = settingsOf(draft);
  const settings = Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)),
  );
  return { settings, unsetSettings: Object.keys(before).filter((name) => !(name in after)) };
}

const own: readonly string[] = [...numberSettings, ...flagSettings, ...wordSettings, 'guardedColumns'];

function settingsOf({ numbers, flags, words, guardedColumns, others }: SettingsDraft): Settings {
  const columns = guardedColumns.split(/[\s,]+/).filter((column) => column !== '');
  const read = readJson(others);
  return {
    ...(read.kind === 'read' && read.value),
    ...present(numbers, (text) => (text.trim() === '' ? undefined : numberOf(text))),
    ...present(flags, (flag) => (flag ? true : undefined)),
    ...present(words, (word) => (word === '' ? undefined : word)),
    ...(columns.length > 0 && { guardedColumns: columns }),
  };
}

/** What is no number is sent as it is: the gateway says what would be right. */
function numberOf(text: string): number | string {
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

function fromNames<Name extends string, Value>(
  names: readonly Name[],
  valueOf: (name: Name) => Value,
): Readonly<Record<Name, Value>> {
  return Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, Value>;
}

function present<Value>(values: Readonly<Record<string, Value>>, read: (value: Value) => unknown): Settings {
  const entries = Object.entries(values).map(([name, value]) => [name, read(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
