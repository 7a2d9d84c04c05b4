/**
 * Every code that a caller can meet: the HTTP status of a whole answer that is refused with it, the public
 * sentence used where no better one is at hand, and whether the log gets an entry of its own.
 * docs/errors.md explains each; a test holds the two together.
 */
export const errorCatalogue = {
  TWO_CREDENTIALS: {
    status: 400,
    logged: false,
    sentence:
      'Send one credential: either "Authorization: Bearer <key>" or "X-API-Key: <key>", and only once.',
  },
  KEY_IN_REQUEST: {
    status: 400,
    logged: true,
    sentence:
      'Send the API key in a header ("Authorization: Bearer <key>"), never in the URL or the body: those end up in logs. Consider this key exposed and rotate it.',
  },
  GRAPHQL_PARSE_FAILED: { status: 400, logged: false, sentence: 'The document is not valid GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: {
    status: 400,
    logged: false,
    sentence: 'The operation does not fit the schema.',
  },
  BAD_REQUEST: { status: 400, logged: false, sentence: 'This is not a GraphQL request.' },
  UNKNOWN_DOCUMENT: {
    status: 400,
    logged: false,
    sentence:
      'This gateway has no operation with this "documentId": its console is of another version. Load the page again.',
  },
  BAD_USER_INPUT: { status: 400, logged: false, sentence: 'A value in the request is not acceptable.' },
  NO_CREDENTIALS: {
    status: 401,
    logged: false,
    sentence: 'This address needs an API key: send "Authorization: Bearer <key>".',
  },
  SESSION_ENDED: {
    status: 401,
    logged: false,
    sentence: 'This session has ended. Sign in again.',
  },
  SIGN_IN_FAILED: {
    status: 200,
    logged: false,
    sentence:
      'E-mail address and password do not belong together, or the user may not sign in. An administrator can look up the decision id.',
  },
  INVALID_API_KEY: {
    status: 401,
    logged: false,
    sentence:
      'This API key is not accepted: it is mistyped, unknown, or not permitted from this network address. An administrator can look up the decision id.',
  },
  KEY_REVOKED: {
    status: 401,
    logged: false,
    sentence: 'This API key was revoked and cannot be used again. Ask an administrator for a new one.',
  },
  KEY_DISABLED: {
    status: 401,
    logged: false,
    sentence: 'This API key is disabled. An administrator can enable it again.',
  },
  USER_DELETED: {
    status: 401,
    logged: false,
    sentence:
      'The user whom this API key acts for was deleted. Ask an administrator to assign it to another user.',
  },
  USER_DISABLED: {
    status: 401,
    logged: false,
    sentence: 'The user whom this API key acts for is disabled. It works again when the user is enabled.',
  },
  DATABASE_DISABLED: {
    status: 401,
    logged: false,
    sentence:
      'The database that this API key opens is disabled, or was removed. It works again if the database is enabled.',
  },
  KEY_EXPIRED: {
    status: 401,
    logged: false,
    sentence: 'This API key has expired. Ask an administrator to extend its validity.',
  },
  KEY_NOT_YET_VALID: {
    status: 401,
    logged: false,
    sentence: 'This API key is not valid yet. GET /whoami of a valid key shows its period.',
  },
  NO_API_ACCESS: {
    status: 401,
    logged: false,
    sentence: 'None of the groups of the user whom this API key acts for may use the API of this database.',
  },
  WRONG_DATABASE: {
    status: 403,
    logged: false,
    sentence:
      'This API key does not open that database. Post to /graphql, which is always the database of the key.',
  },
  RATE_LIMITED: { status: 429, logged: false, sentence: 'Too many requests. Retry after the time given.' },
  CONTROL_PLANE_UNAVAILABLE: {
    status: 503,
    logged: true,
    sentence: 'The gateway cannot confirm authorization at the moment. Retry shortly.',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    logged: true,
    sentence: 'The database cannot be reached at the moment. Retry shortly.',
  },
  OVERLOADED: { status: 503, logged: true, sentence: 'The gateway is overloaded. Retry shortly.' },
  FORBIDDEN: {
    status: 403,
    logged: false,
    sentence: 'The operation needs capabilities that this caller does not have. Nothing was run.',
  },
  LIMIT_EXCEEDED: { status: 200, logged: false, sentence: 'The operation exceeds a limit.' },
  TIMEOUT: {
    status: 200,
    logged: true,
    sentence: 'The operation took longer than is allowed and was cancelled.',
  },
  UNIQUE_VIOLATION: {
    status: 200,
    logged: false,
    sentence: 'A row with the same unique value exists already.',
  },
  FOREIGN_KEY_VIOLATION: {
    status: 200,
    logged: false,
    sentence: 'A row that is referred to does not exist.',
  },
  NOT_NULL_VIOLATION: { status: 200, logged: false, sentence: 'A required value is missing.' },
  CHECK_VIOLATION: { status: 200, logged: false, sentence: 'A value violates a rule of the database.' },
  CONFLICT: {
    status: 200,
    logged: false,
    sentence: 'It was changed meanwhile. Read it again and repeat the change on the current version.',
  },
  NOT_FOUND: { status: 200, logged: false, sentence: 'It does not exist.' },
  ESCALATION: {
    status: 200,
    logged: true,
    sentence: 'This would give more rights than the caller has.',
  },
  POLICY: { status: 200, logged: false, sentence: 'A policy of the database does not permit this.' },
  OUTCOME_UNKNOWN: {
    status: 200,
    logged: true,
    sentence: 'The connection was lost while committing: the change may or may not have been made.',
  },
  INTERNAL_ERROR: {
    status: 500,
    logged: true,
    sentence: 'Something went wrong inside the gateway. The log has the details under the error id.',
  },
} as const satisfies Record<string, CatalogueEntry>;

interface CatalogueEntry {
  /** HTTP status of an answer that consists of this refusal alone; 200 where the error stands beside data. */
  readonly status: number;
  readonly logged: boolean;
  readonly sentence: string;
}

export type ErrorCode = keyof typeof errorCatalogue;
