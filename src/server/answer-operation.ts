import { OperationTypeNode } from 'graphql';
import { keyIdOf, type Caller } from '../authentication/caller.js';
import { findKeyInRequest } from '../authentication/key-in-request.js';
import {
  readPresentedCredentials,
  type PresentedCredentials,
} from '../authentication/presented-credentials.js';
import { clearSessionCookie, sessionCookieName } from '../authentication/session-cookie.js';
import { refuseMisplacedAsKey, type AnswerAsKey } from './answer-as-key.js';
import type { AnswerSignIn } from './answer-sign-in.js';
import type {
  Answer,
  AnswerOperation,
  AnswerWhoami,
  OperationParams,
  RequestFacts,
} from './operation-request.js';
import type { ParsedRequest } from './parse-request.js';
import { refuse } from './refuse.js';
import type { RunForCaller } from './run-for-caller.js';
import {
  afterConfirmation,
  duringConfirmation,
  withAdmission,
  type AdmissionParts,
} from './with-admission.js';

export interface AnswerNeeds extends AdmissionParts {
  readonly answerAsKey: AnswerAsKey;
  readonly answerSignIn: AnswerSignIn;
  readonly isEncrypted: (facts: RequestFacts) => boolean;
  readonly parseRequest: (params: OperationParams, method: 'GET' | 'POST') => ParsedRequest;
  readonly runForCaller: RunForCaller;
  /** What console sessions run on `gateway`. */
  readonly consoleOperations: 'any' | 'built';
}

/**
 * One request, start to end: credentials ▸ admission ▸ operation ▸ confirmation ▸ answer. A query runs while its
 * authorization is being confirmed, and its answer is released only if the confirmed caller is the one that it ran
 * with; else it runs again. A mutation is confirmed before it begins. Signing in needs no credentials.
 */
export function createAnswerOperation(needs: AnswerNeeds): AnswerOperation {
  return async (facts, params) => {
    const exposed = findKeyInRequest({
      searchParams: facts.searchParams,
      body: { ...params.extra, extensions: params.extensions },
    });
    if (exposed) return refuse('KEY_IN_REQUEST');
    const presented = presentedBy(needs, facts);
    const seenAsKey = await needs.answerAsKey(facts, params, presented);
    if (seenAsKey) return seenAsKey;
    if (presented.kind === 'none' || presented.kind === 'session') {
      const signedIn = await needs.answerSignIn(facts, params, presented);
      if (signedIn) return signedIn;
    }
    return withAdmission(needs, facts, presented, async (admission) => {
      // Not a word of the document is read for somebody who is not let in.
      if (admission.provisional.kind === 'refused') {
        const confirmed = await admission.confirm();
        if (confirmed.kind === 'refused') return confirmed;
      }
      const parsed = needs.parseRequest(params, facts.method);
      const isMutation =
        parsed.kind === 'parsed' && parsed.request.operation.operation !== OperationTypeNode.QUERY;
      const compute = (caller: Caller): Promise<Answer> =>
        isForeignToConsole(needs, caller, params)
          ? Promise.resolve(refuse('UNKNOWN_DOCUMENT', { message: onlyBuilt }))
          : answerFor(needs, caller, parsed, facts);
      return isMutation
        ? afterConfirmation(admission.confirmStrictly, compute)
        : duringConfirmation(admission, compute);
    });
  };
}

const onlyBuilt =
  'Here a console session runs the operations that were built with the console only (CONSOLE_OPERATIONS). Use an API key of the database gateway for others.';

function isForeignToConsole(
  { consoleOperations }: AnswerNeeds,
  { kind, state }: Caller,
  { isConsoleDocument }: OperationParams,
): boolean {
  if (consoleOperations === 'any' || kind === 'key') return false;
  return state.database.slug === 'gateway' && isConsoleDocument !== true;
}

/** `GET /whoami`: what `describe` says of the caller, confirmed first. */
export function createAnswerWhoami(
  needs: AnswerNeeds,
  describe: (caller: Caller, nowMs: number) => Promise<Answer>,
): AnswerWhoami {
  return async (facts) => {
    const exposed = findKeyInRequest({ searchParams: facts.searchParams, body: {} });
    if (exposed) return refuse('KEY_IN_REQUEST');
    return (
      refuseMisplacedAsKey(facts) ??
      withAdmission(needs, facts, presentedBy(needs, facts), (admission) =>
        afterConfirmation(admission.confirm, (caller) => describe(caller, admission.nowMs)),
      )
    );
  };
}

function presentedBy(needs: AnswerNeeds, facts: RequestFacts): PresentedCredentials {
  const { method } = facts;
  const header = (name: string): string | null => facts.headers.get(name);
  return readPresentedCredentials({ method, header, isEncrypted: needs.isEncrypted(facts) });
}

async function answerFor(
  needs: AnswerNeeds,
  caller: Caller,
  parsed: ParsedRequest,
  facts: RequestFacts,
): Promise<Answer> {
  const { slug } = caller.state.database;
  if (facts.databaseSlug !== null && facts.databaseSlug !== slug) {
    const decisionId = needs.decisions.note({
      code: 'WRONG_DATABASE',
      keyId: keyIdOf(caller),
      address: caller.address,
      atMs: facts.arrivedAtMs,
      detail: {},
    });
    return { ...refuse('WRONG_DATABASE', { details: { decisionId } }), logged: { decisionId } };
  }
  if (parsed.kind === 'refused') return parsed.answer;
  const session = { isForgotten: false };
  const answer = await needs.runForCaller(caller, parsed.request, facts, {
    begin: null,
    forget: () => {
      session.isForgotten = true;
    },
  });
  return session.isForgotten ? withoutCookie(answer, needs.isEncrypted(facts)) : answer;
}

function withoutCookie(answer: Answer, isEncrypted: boolean): Answer {
  const cookie = clearSessionCookie(sessionCookieName(isEncrypted));
  return { ...answer, headers: { ...answer.headers, 'Set-Cookie': cookie } };
}
