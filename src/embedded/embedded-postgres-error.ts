/** The embedded PostgreSQL cannot be used. The message is for the operator: what is wrong and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(whatIsWrong: string, whatToDo?: string, options?: ErrorOptions) {
    super([whatIsWrong, ...(whatToDo === undefined ? [] : [whatToDo]), otherwise].join(' '), options);
  }
}

const otherwise = 'Otherwise set DATABASE_URL to a PostgreSQL (14 to 18) of your own.';
