import { texts } from '../texts.js';

/** An object from the text that a person typed; a sentence where there is none. Empty text: undefined. */
export type JsonText =
  | { readonly kind: 'read'; readonly value: Readonly<Record<string, unknown>> | undefined }
  | { readonly kind: 'refused'; readonly problem: string };

export function readJson(text: string): JsonText {
  if (text.trim() === '') return { kind: 'read', value: undefined };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { kind: 'read', value: value as Readonly<Record<string, unknown>> };
    }
    return { kind: 'refused', problem: texts.json.noObject };
  } catch (error) {
    return { kind: 'refused', problem: texts.json.unreadable(placeOf(text, error)) };
  }
}

export const jsonProblem = (text: string): string | null => {
  const read = readJson(text);
  return read.kind === 'refused' ? read.problem : null;
};

export const printJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** The line of the first mistake, where the browser says it. */
function placeOf(text: string, error: unknown): number | null {
  const message = error instanceof Error ? error.message : '';
  const line = /line (\d+)/.exec(message)?.[1];
  if (line !== undefined) return Number(line);
  const position = /position (\d+)/.exec(message)?.[1];
  return position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
}
