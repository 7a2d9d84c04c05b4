import type { DecisionRecord } from '../control-plane/decision-record.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';

/** A request as somebody imagines it: by whom, with what, from where and when. Nothing of it is run. */
export interface AccessQuestion {
  readonly who:
    { readonly kind: 'key'; readonly keyId: string } | { readonly kind: 'user'; readonly userId: string };
  /** As in the path. Null: that of the key. */
  readonly databaseSlug: string | null;
  /** As sent, not judged yet. */
  readonly operation: {
    readonly query: string;
    readonly variables: unknown;
    readonly operationName: string | null;
  };
  /** Canonical text. Null: not known. */
  readonly address: string | null;
  /** Milliseconds since 1970. Null: now. */
  readonly atMs: number | null;
}

/** What the gateway would answer, and how it comes to it. */
export interface AccessExplanation {
  /** Exactly where every step passed. */
  readonly allowed: boolean;
  /** As the gateway would answer it. Null: allowed. */
  readonly code: ErrorCode | null;
  /** As FORBIDDEN would list it. */
  readonly missing: readonly string[];
  /** In the order of the checks. Those after the first that refuses are absent: nobody makes them. */
  readonly steps: readonly AccessStep[];
  /** What would run on a registered database, in its order; the first sets the session, where there is one. */
  readonly statements: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[];
  /** What each field of the answer reads, as JSON for people. Null where nothing is planned. */
  readonly plan: Readonly<Record<string, unknown>> | null;
}

export interface AccessStep {
  readonly check: AccessCheck;
  readonly passed: boolean;
  /** What of the request it is about: a capability, a place in the operation. Null: all of it. */
  readonly subject: string | null;
  /** Sentences for administrators. */
  readonly detail: string;
}

/** Each check with its meaning, in the order in which they are made. */
export const accessChecks = {
  key: 'there is such a key (or user)',
  address: 'the source address is allowed',
  state: 'key, user and database are in force at that time',
  apiAccess: 'a group of the user may use the API',
  database: 'the database is the one that is asked, and answers',
  subset: "what the key's own subset and narrowing leave of the user's rights",
  operation: 'the document fits what the caller may see, the variables fit, no limit is exceeded',
  capability: 'one capability that the operation needs, and which groups grant it',
  values: 'single values are accepted',
  session: "the database's own session settings can be filled in",
  rows: 'which rows are to be seen in one place of the operation, in words and as an SQL condition',
  sql: 'one statement that would run',
} as const;

export type AccessCheck = keyof typeof accessChecks;

/** What of a decision can be judged again. */
export type DecisionFacts = Pick<
  DecisionRecord,
  'isShared' | 'keyId' | 'code' | 'address' | 'atMs' | 'detail'
>;

/** By what holds now; null where nothing was noted that could be judged. */
export type ExplainDecision = (decision: DecisionFacts) => Promise<AccessExplanation | null>;

/** Runs the enforcement code itself and never the operation. Throws PosternError NOT_FOUND for an unknown user. */
export type ExplainAccess = (question: AccessQuestion) => Promise<AccessExplanation>;
