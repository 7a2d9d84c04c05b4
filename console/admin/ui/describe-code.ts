import { texts } from '../texts.js';

const codes: Readonly<Record<string, string>> = texts.why.codes;

/** What a code of the gateway means; of one that the console does not know, the code. */
export const describeCode = (code: string): string => codes[code] ?? code;
