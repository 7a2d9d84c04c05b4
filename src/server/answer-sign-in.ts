import type { GraphQLSchema } from 'graphql';
import type { SessionCaller } from '../authentication/caller.js';
import type { PresentedCredentials } from '../authentication/presented-credentials.js';
import { digestSecret, type Peppers } from '../authentication/digest.js';
import { writeSessionCookie } from '../authentication/session-cookie.js';
import type { ParsedSessionToken } from '../authentication/session-token.js';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import { newId } from '../foundation/ids.js';
import { formatAddress } from '../foundation/ip-address.js';
import type { Secret } from '../foundation/secret.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { RunForCaller } from './run-for-caller.js';
import { clientAddressOf, isEncrypted, type ProxySettings } from './client-facts.js';
import type { Decisions } from './decisions.js';
import { failedAnswer, type LogMasked } from './graphql-errors.js';
import type { Answer, OperationParams, RequestFacts } from './operation-request.js';
import { refuse } from './refuse.js';
import { readSignInOperation, type SignInOperation } from './sign-in-operation.js';

type Sessions = ManagementContextFacts['controlPlane']['sessions'];
type Verified = Parameters<Sessions['begin']>[1];
type Replaced = Parameters<Sessions['begin']>[2]['replaced'];
type UserRights = Awaited<ReturnType<ManagementContextFacts['controlPlane']['authorization']['loadUser']>>;

export interface SignInNeeds extends ProxySettings {
  readonly schema: GraphQLSchema;
  readonly sessions: Pick<Sessions, 'verify' | 'begin'>;
  /** One snapshot, read after the call. */
  readonly loadUser: (userId: string) => Promise<UserRights>;
  readonly peppers: Peppers;
  readonly limits: SessionCaller['limits'];
  readonly runOnGateway: RunForCaller;
  readonly decisions: Decisions;
  readonly logMasked: LogMasked;
}

/** Null: the request is none that signs in. */
export type AnswerSignIn = (
  facts: RequestFacts,
  params: OperationParams,
  presented: PresentedCredentials,
) => Promise<Answer | null>;

/**
 * Signing in: what somebody without credentials may do, and nothing else. The operation runs as the user who was
 * verified, by rights that were read after the request arrived; the session begins in it, so that one that is not valid or
 * not permitted begins none. A session that the browser had is replaced, whether it still counted or not.
 */
export function createAnswerSignIn(needs: SignInNeeds): AnswerSignIn {
  return async (facts, params, presented) => {
    if (facts.method !== 'POST' || facts.databaseSlug !== 'gateway') return null;
    const operation = readSignInOperation(needs.schema, params);
    if (operation === null) return null;
    if (operation.kind === 'unreadable') return refuse('BAD_USER_INPUT', { message: UNREADABLE });
    try {
      return await signIn(needs, facts, operation, presented);
    } catch (error) {
      return failedAnswer(error, needs.logMasked);
    }
  };
}

const UNREADABLE = 'signIn needs input: { email: "…", password: "…" }, both of them text.';

type Attempt = Extract<SignInOperation, { kind: 'signIn' }>;

async function signIn(
  needs: SignInNeeds,
  facts: RequestFacts,
  attempt: Attempt,
  presented: PresentedCredentials,
): Promise<Answer> {
  const client = clientAddressOf(needs, facts);
  const address = client.kind === 'known' ? formatAddress(client.address) : null;
  const { email, password } = attempt;
  const verdict = await needs.sessions.verify({ email, password, address });
  if (verdict.kind === 'throttled') return refuseThrottled(needs, facts, address, verdict.waitMs);
  if (verdict.kind === 'refused') return refuseAttempt(needs, facts, address, attempt, verdict);
  const { verified } = verdict;
  const caller = callerOf(await needs.loadUser(verified.userId), address, facts, needs.limits);
  // Deleted a moment ago.
  if (caller === null) return refuseAttempt(needs, facts, address, attempt, { userId: null, cause: 'gone' });
  return runAs(needs, facts, attempt, presented, caller, verified);
}

async function runAs(
  needs: SignInNeeds,
  facts: RequestFacts,
  { request }: Attempt,
  presented: PresentedCredentials,
  caller: SessionCaller,
  verified: Verified,
): Promise<Answer> {
  const begun: Secret[] = [];
  const answer = await needs.runOnGateway(caller, request, facts, {
    begin: async (actor) => {
      const replaced = presented.kind === 'session' ? replacedBy(presented.token, needs.peppers) : null;
      const userAgent = facts.headers.get('user-agent');
      begun.push(await needs.sessions.begin(actor, verified, { userAgent, replaced }));
    },
    forget: () => undefined,
  });
  const [token] = begun;
  if (token === undefined) return answer;
  const cookie = writeSessionCookie(token, isEncrypted(needs, facts));
  return {
    ...answer,
    headers: { ...answer.headers, 'Set-Cookie': cookie },
    logged: { userId: verified.userId, ...answer.logged },
  };
}

/** The session that the browser had, for whoever holds its token. */
function replacedBy(token: ParsedSessionToken, { current, previous }: Peppers): Replaced {
  if (token.kind === 'malformed') return null;
  const digests = [current, ...(previous === null ? [] : [previous])].map((pepper) =>
    digestSecret(pepper, token.secret),
  );
  return { id: token.sessionId, digests };
}

/** As whom the operation runs. Its session is stored when the operation gets to it; until then nothing can be done with it. */
function callerOf(
  user: UserRights,
  address: string | null,
  { arrivedAtMs }: RequestFacts,
  limits: SessionCaller['limits'],
): SessionCaller | null {
  if (user === null || user.user.deleted || !user.user.enabled) return null;
  const session = {
    id: newId(),
    digest: Buffer.alloc(0),
    createdAtMs: arrivedAtMs,
    lastSeenAtMs: arrivedAtMs,
    endedAtMs: null,
  };
  return { kind: 'session', state: { ...user, key: null, session }, limits, address };
}

/** One answer for whatever was wrong. */
function refuseAttempt(
  { decisions }: SignInNeeds,
  facts: RequestFacts,
  address: string | null,
  { responseName }: Attempt,
  detail: { readonly userId: string | null; readonly cause: string },
): Answer {
  const code = 'SIGN_IN_FAILED';
  const { userId, cause } = detail;
  const decisionId = decisions.note({
    code,
    keyId: null,
    address,
    atMs: facts.arrivedAtMs,
    detail: { cause, ...(userId !== null && { userId }) },
  });
  const { sentence: message, status } = errorCatalogue[code];
  const errors = [{ message, path: [responseName], extensions: { code, decisionId } }];
  const body = JSON.stringify({ errors, data: null });
  return { status, statusRule: 'always', headers: {}, body, logged: { decisionId, code } };
}

function refuseThrottled(
  { decisions }: SignInNeeds,
  facts: RequestFacts,
  address: string | null,
  waitMs: number,
): Answer {
  const code = 'RATE_LIMITED';
  const detail = { cause: 'sign-in' };
  const decisionId = decisions.note({ code, keyId: null, address, atMs: facts.arrivedAtMs, detail });
  const seconds = Math.ceil(waitMs / 1000);
  const answer = refuse(code, {
    message: `Too many attempts to sign in failed. Try again in ${seconds} s.`,
    details: { decisionId },
    headers: { 'Retry-After': String(seconds) },
  });
  return { ...answer, logged: { decisionId, code } };
}
