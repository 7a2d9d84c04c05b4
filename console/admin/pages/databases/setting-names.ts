import { texts } from '../../texts.js';

/** The settings that have fields of their own. What else there is stands as JSON. */
export const numberSettings = [
  'maxLifetimeDays',
  'defaultLimit',
  'maxLimit',
  'maxDepth',
  'statementTimeoutMs',
] as const;
export const flagSettings = ['requireValidUntil', 'requireAllowedAddresses'] as const;
export const wordSettings = ['newColumns', 'denials'] as const;

export type NumberSetting = (typeof numberSettings)[number];
export type FlagSetting = (typeof flagSettings)[number];
export type WordSetting = (typeof wordSettings)[number];
export type Settings = Readonly<Record<string, unknown>>;

export const readSettings = (settings: unknown): Settings =>
  typeof settings === 'object' && settings !== null ? (settings as Settings) : {};

/** The policies for keys, in words. */
export function policyWords(given: unknown): readonly string[] {
  const { requireValidUntil, maxLifetimeDays, requireAllowedAddresses } = readSettings(given);
  const { words } = texts.databases;
  return [
    ...(requireValidUntil === true ? [words.requireValidUntil] : []),
    ...(typeof maxLifetimeDays === 'number' ? [words.maxLifetimeDays(maxLifetimeDays)] : []),
    ...(requireAllowedAddresses === true ? [words.requireAllowedAddresses] : []),
  ];
}
