/** One error of the API, as much of it as the console goes by. */
export interface ApiProblem {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** What the gateway refused; `problems` has at least one. */
export class ApiError extends Error {
  constructor(readonly problems: readonly ApiProblem[]) {
    super(problems[0]?.message ?? 'The gateway refused this.');
    this.name = 'ApiError';
  }

  get code(): string {
    return this.problems[0]?.extensions?.code ?? '';
  }

  /** By input field, the first sentence for each. */
  get byField(): Readonly<Record<string, string>> {
    const byField: Record<string, string> = {};
    for (const { message, extensions } of this.problems) {
      const field = extensions?.['field'];
      if (typeof field === 'string') byField[field] ??= message;
    }
    return byField;
  }
}

export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiError && ['SESSION_ENDED', 'NO_CREDENTIALS'].includes(error.code);
