import type { ErrorCode } from '../foundation/error-catalogue.js';
import type { AccessCheck, AccessExplanation, AccessStep } from '../management-schema/access-explanation.js';

/** Collects the steps of an explanation. After the first refusal there are no more, but for others of its kind. */
export class AccessTrace {
  readonly #steps: AccessStep[] = [];
  #refusal: { readonly code: ErrorCode; readonly missing: readonly string[] } | null = null;

  pass(check: AccessCheck, detail: string, subject: string | null = null): void {
    this.#steps.push({ check, passed: true, subject, detail });
  }

  /** One of several checks that are refused together, by `refuseFailed`. */
  fail(check: AccessCheck, detail: string, subject: string | null = null): void {
    this.#steps.push({ check, passed: false, subject, detail });
  }

  refuse(check: AccessCheck, code: ErrorCode, detail: string): AccessExplanation {
    this.fail(check, detail);
    return this.refuseFailed(code);
  }

  refuseFailed(code: ErrorCode, missing: readonly string[] = []): AccessExplanation {
    // Fail closed: a refusal without a step that failed would read as if all were well.
    if (this.#steps.every(({ passed }) => passed)) throw new Error(`${code} is refused by no step.`);
    this.#refusal = { code, missing };
    return this.end();
  }

  end(reads: Pick<AccessExplanation, 'statements' | 'plan'> = NOTHING_READ): AccessExplanation {
    const steps = [...this.#steps];
    const code = this.#refusal?.code ?? null;
    if (code === null && steps.some(({ passed }) => !passed))
      throw new Error('A step failed and refused nothing.');
    return { allowed: code === null, code, missing: this.#refusal?.missing ?? [], steps, ...reads };
  }
}

const NOTHING_READ = { statements: [], plan: null };
