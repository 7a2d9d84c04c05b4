import { OperationTypeNode } from 'graphql';
import type { Authentication, AuthenticationRefusal } from '../authentication/authenticate.js';
import { keyIdOf, type Caller } from '../authentication/caller.js';
import { findKeyInRequest } from '../authentication/key-in-request.js';
import {
  readPresentedCredentials,
  type PresentedCredentials,
} from '../authentication/presented-credentials.js';
import { clearSessionCookie, sessionCookieName } from '../authentication/session-cookie.js';
import { startAnswerFloor } from './answer-floor.js';
import { answersAlike, type Admission, type Admit } from './admit.js';
import type { AdmitSession } from './admit-session.js';
import type { AnswerSignIn } from './answer-sign-in.js';
import type { Decisions } from './decisions.js';
import type {
  Answer,
  AnswerOperation,
  AnswerWhoami,
  OperationParams,
  RequestFacts,
} from './operation-request.js';
import type { ParsedRequest } from './parse-request.js';
import { refuse } from './refuse.js';
import { refuseCaller, refuseWithoutAdmission } from './refuse-caller.js';
import type { RunForCaller } from './run-for-caller.js';

export interface AnswerNeeds {
  readonly admit: Admit;
  readonly admitSession: AdmitSession;
  readonly answerSignIn: AnswerSignIn;
  readonly isEncrypted: (facts: RequestFacts) => boolean;
  readonly parseRequest: (params: OperationParams, method: 'GET' | 'POST') => ParsedRequest;
  readonly runForCaller: RunForCaller;
  readonly decisions: Decisions;
  /** What console sessions run on `gateway`. */
  readonly consoleOperations: 'any' | 'built';
  /** Called for a caller whose answer is released. Never throws. */
  readonly noteUse: (caller: Caller, facts: RequestFacts) => void;
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
    return withAdmission(needs, facts, presentedBy(needs, facts), (admission) =>
      afterConfirmation(admission.confirm, (caller) => describe(caller, admission.nowMs)),
    );
  };
}

function presentedBy(needs: AnswerNeeds, facts: RequestFacts): PresentedCredentials {
  const { method } = facts;
  const header = (name: string): string | null => facts.headers.get(name);
  return readPresentedCredentials({ method, header, isEncrypted: needs.isEncrypted(facts) });
}

/** What an admission came to: an answer for somebody, or a refusal that still has to be put into words. */
type Settled =
  { readonly kind: 'answered'; readonly caller: Caller; readonly answer: Answer } | AuthenticationRefusal;

async function withAdmission(
  needs: AnswerNeeds,
  facts: RequestFacts,
  presented: PresentedCredentials,
  settle: (admission: Admission) => Promise<Settled>,
): Promise<Answer> {
  if (presented.kind === 'none' || presented.kind === 'two') return refuseWithoutAdmission(presented);
  const floor = startAnswerFloor();
  try {
    const admission =
      presented.kind === 'key'
        ? await needs.admit(facts, presented.credential)
        : await needs.admitSession(facts, presented.token);
    const settled = await settle(admission);
    if (settled.kind === 'refused') {
      if (settled.code === 'INVALID_API_KEY' || settled.code === 'SESSION_ENDED') await floor.passed();
      return refuseCaller(needs.decisions, admission, settled, presented);
    }
    needs.noteUse(settled.caller, facts);
    return withCaller(settled.answer, settled.caller);
  } finally {
    floor.cancel();
  }
}

async function afterConfirmation(
  confirm: Admission['confirm'],
  compute: (caller: Caller) => Promise<Answer>,
): Promise<Settled> {
  const verdict = await confirm();
  if (verdict.kind === 'refused') return verdict;
  return { kind: 'answered', caller: verdict.caller, answer: await compute(verdict.caller) };
}

async function duringConfirmation(
  admission: Admission,
  compute: (caller: Caller) => Promise<Answer>,
): Promise<Settled> {
  const { provisional } = admission;
  const answer = provisional.kind === 'accepted' ? await compute(provisional.caller) : null;
  const confirmed: Authentication = await admission.confirm();
  if (confirmed.kind === 'refused') return confirmed;
  if (
    answer !== null &&
    provisional.kind === 'accepted' &&
    answersAlike(provisional.caller, confirmed.caller)
  ) {
    return { kind: 'answered', caller: confirmed.caller, answer };
  }
  // It ran for somebody who has changed meanwhile: nothing of that answer leaves.
  return { kind: 'answered', caller: confirmed.caller, answer: await compute(confirmed.caller) };
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

function withCaller(answer: Answer, caller: Caller): Answer {
  const who = caller.kind === 'key' ? { keyId: caller.state.key.id } : { userId: caller.state.user.id };
  return { ...answer, logged: { ...who, database: caller.state.database.slug, ...answer.logged } };
}
