import { CommanderError } from 'commander';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import { BadUserInput, PosternError, type InputProblem } from '../foundation/postern-error.js';
import { UsageError } from './usage-error.js';

export const exitCodes = { done: 0, refused: 1, usage: 2, unavailable: 3 } as const;

/** How a command ended that did not do its work. */
export interface Failure {
  readonly exitCode: number;
  /** A code of docs/errors.md, or `USAGE`. */
  readonly code: string;
  readonly message: string;
  /** What was wrong with which input, by the name that the management API has for it. */
  readonly problems: readonly InputProblem[];
}

/** Never a stack: that is for who works on Postern, and would show what the sentence withholds. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof BadUserInput) {
    const message = error.problems.map(describeProblem).join(' ');
    return { exitCode: exitCodes.refused, code: error.code, message, problems: error.problems };
  }
  if (error instanceof PosternError) {
    const exitCode = unavailableCodes.includes(error.code) ? exitCodes.unavailable : exitCodes.refused;
    return { exitCode, code: error.code, message: describeRefusal(error), problems: [] };
  }
  if (error instanceof UsageError || error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '');
    return { exitCode: exitCodes.usage, code: 'USAGE', message, problems: [] };
  }
  const reason = error instanceof Error ? error.message : String(error);
  const message = `Something went wrong inside postern: ${reason}`;
  return { exitCode: exitCodes.refused, code: 'INTERNAL_ERROR', message, problems: [] };
}

const unavailableCodes: readonly string[] = [
  'CONTROL_PLANE_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'OVERLOADED',
];

/** The catalogue's sentence of this code speaks to callers of the API. */
function describeRefusal({ code, message }: PosternError): string {
  const isGeneral = message === errorCatalogue.CONTROL_PLANE_UNAVAILABLE.sentence;
  return code === 'CONTROL_PLANE_UNAVAILABLE' && isGeneral ? 'The control plane cannot be reached.' : message;
}

/** By the option's name, where the input came from one. */
function describeProblem({ field, message }: InputProblem): string {
  const stem = field.replace(/[.[].*$/, '');
  const rest = field.slice(stem.length).replace(/^\./, '');
  const option = optionNames[stem];
  if (option === undefined) return `${field}: ${message}`;
  return rest === '' || rest.startsWith('[') ? `${option}: ${message}` : `${option} (${rest}): ${message}`;
}

const optionNames: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'e-mail',
  password: 'password',
  attributes: '--attributes',
  description: '--description',
  tags: '--tag',
  accessAsUserId: '--access-as',
  database: '--database',
  databaseSlug: '--database',
  validFrom: '--from',
  validFromMs: '--from',
  validUntil: '--until',
  validUntilMs: '--until',
  allowedAddresses: '--address',
  capabilities: '--capability',
  slug: '--slug',
  url: '--url',
  table: '--table',
  verb: '--verb',
  where: '--where',
  check: '--check',
  presets: '--presets',
  rowNarrowing: '--narrow',
  first: '--first',
  last: '--last',
  from: '--from',
  until: '--until',
  overlapSeconds: '--overlap',
  tag: '--tag',
  reason: '--reason',
  unset: '--unset',
  settings: '--setting',
  unsetSettings: '--unset',
};
