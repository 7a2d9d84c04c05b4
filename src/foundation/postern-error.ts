import { errorCatalogue, type ErrorCode } from './error-catalogue.js';

/** One thing that is wrong with an input: the field as the caller wrote it, and what would be right. */
export interface InputProblem {
  readonly field: string;
  readonly message: string;
}

/**
 * An error whose sentence the caller may read. Everything else that is thrown is masked (INTERNAL_ERROR)
 * and reaches only the log.
 */
export class PosternError extends Error {
  override readonly name = 'PosternError';
  readonly code: ErrorCode;
  /** Extra members of `extensions`, all of them public. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message?: string, details: Readonly<Record<string, unknown>> = {}) {
    super(message ?? errorCatalogue[code].sentence);
    this.code = code;
    this.details = details;
  }
}

/** Refused input; answered as one `BAD_USER_INPUT` error for each problem, with its `field`. */
export class BadUserInput extends PosternError {
  readonly problems: readonly [InputProblem, ...InputProblem[]];

  constructor(problems: readonly [InputProblem, ...InputProblem[]]) {
    super('BAD_USER_INPUT', problems.map((problem) => `${problem.field}: ${problem.message}`).join(' '), {
      field: problems[0].field,
    });
    this.problems = problems;
  }
}
