import { texts } from '../texts.js';

const actions: Readonly<Record<string, string>> = texts.audit.actions;

/** What was done, in words; of an action that the console does not know, its name. */
export const describeAction = (action: string): string => actions[action] ?? action;

export const knownActions: readonly string[] = Object.keys(actions);
