/** One request to a GraphQL path, as far as HTTP is concerned; what `answer` needs to know. */
export interface RequestFacts {
  readonly requestId: string;
  readonly method: 'GET' | 'POST';
  /** From the path; null for `/graphql` itself. */
  readonly databaseSlug: string | null;
  readonly headers: { get(name: string): string | null };
  readonly searchParams: URLSearchParams;
  /** Of the URL, with its colon. */
  readonly protocol: string;
  /** The socket's. */
  readonly peerAddress: string | undefined;
  readonly arrivedAtMs: number;
  /** Aborted when the client went away. */
  readonly signal: AbortSignal;
}

/** The four members of a GraphQL request, not judged yet: the caller is authenticated before they are. */
export interface OperationParams {
  readonly query: unknown;
  readonly variables: unknown;
  readonly operationName: unknown;
  readonly extensions: unknown;
  /** The text was built into the console, which named it only. */
  readonly isConsoleDocument?: true;
  /** Members of the body beside the four, for KEY_IN_REQUEST. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  /**
   * 'always': this status under every media type; 'byMediaType': 200 under application/json, `status` under
   * application/graphql-response+json.
   */
  readonly statusRule: 'always' | 'byMediaType';
  readonly headers: Readonly<Record<string, string>>;
  /** The whole JSON text of the response. */
  readonly body: string;
  /** What the request's log line says beside the HTTP facts, such as `decisionId` or `keyId`. Nothing secret. */
  readonly logged?: Readonly<Record<string, string | number | boolean>>;
}

export type AnswerOperation = (facts: RequestFacts, params: OperationParams) => Promise<Answer>;
export type AnswerWhoami = (facts: RequestFacts) => Promise<Answer>;
