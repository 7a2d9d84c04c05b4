import { OperationTypeNode } from 'graphql';
import type { Authentication, AuthenticationRefusal } from '../authentication/authenticate.js';
import { keyIdOf, type Caller } from '../authentication/caller.js';
import { readCredentials } from '../authentication/credentials.js';
import { findKeyInRequest } from '../authentication/key-in-request.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import type { ParsedCredential } from '../authentication/secret-format.js';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import { startAnswerFloor } from './answer-floor.js';
import { answersAlike, type Admission, type Admit } from './admit.js';
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

/** Runs one operation for one accepted caller, on the database that the caller's key opens. Never throws. */
export type RunForCaller = (
  caller: Caller,
  request: OperationRequest,
  facts: RequestFacts,
) => Promise<Answer>;

export interface AnswerNeeds {
  readonly admit: Admit;
  readonly parseRequest: (params: OperationParams, method: 'GET' | 'POST') => ParsedRequest;
  readonly runForCaller: RunForCaller;
  readonly decisions: Decisions;
  /** Called for a caller whose answer is released. Never throws. */
  readonly noteUse: (caller: Caller, facts: RequestFacts) => void;
}

/**
 * One request, start to end: credentials ▸ admission ▸ operation ▸ confirmation ▸ answer. A query runs while its
 * authorization is being confirmed, and its answer is released only if the confirmed caller is the one that it ran
 * with; else it runs again. A mutation is confirmed before it begins.
 */
export function createAnswerOperation(needs: AnswerNeeds): AnswerOperation {
  return (facts, params) =>
    withAdmission(needs, facts, { ...params.extra, extensions: params.extensions }, async (admission) => {
      // Not a word of the document is read for somebody who is not let in.
      if (admission.provisional.kind === 'refused') {
        const confirmed = await admission.confirm();
        if (confirmed.kind === 'refused') return confirmed;
      }
      const parsed = needs.parseRequest(params, facts.method);
      const isMutation =
        parsed.kind === 'parsed' && parsed.request.operation.operation !== OperationTypeNode.QUERY;
      const compute = (caller: Caller): Promise<Answer> => answerFor(needs, caller, parsed, facts);
      return isMutation
        ? afterConfirmation(admission.confirmStrictly, compute)
        : duringConfirmation(admission, compute);
    });
}

/** `GET /whoami`: what `describe` says of the caller, confirmed first. */
export function createAnswerWhoami(
  needs: AnswerNeeds,
  describe: (caller: Caller, nowMs: number) => Promise<Answer>,
): AnswerWhoami {
  return (facts) =>
    withAdmission(needs, facts, {}, (admission) =>
      afterConfirmation(admission.confirm, (caller) => describe(caller, admission.nowMs)),
    );
}

/** What an admission came to: an answer for somebody, or a refusal that still has to be put into words. */
type Settled =
  { readonly kind: 'answered'; readonly caller: Caller; readonly answer: Answer } | AuthenticationRefusal;

async function withAdmission(
  needs: AnswerNeeds,
  facts: RequestFacts,
  extra: Readonly<Record<string, unknown>>,
  settle: (admission: Admission) => Promise<Settled>,
): Promise<Answer> {
  const exposed = findKeyInRequest({ searchParams: facts.searchParams, body: extra });
  if (exposed) return refuse('KEY_IN_REQUEST');
  const credentials = readCredentials((name) => facts.headers.get(name));
  if (credentials.kind === 'two') return refuse('TWO_CREDENTIALS');
  if (credentials.kind === 'none')
    return refuse('NO_CREDENTIALS', { headers: { 'WWW-Authenticate': 'Bearer' } });
  const floor = startAnswerFloor();
  try {
    const admission = await needs.admit(facts, credentials.credential);
    const settled = await settle(admission);
    if (settled.kind === 'refused') {
      if (settled.code === 'INVALID_API_KEY') await floor.passed();
      return refuseCaller(needs, admission, settled, credentials.credential);
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
  return parsed.kind === 'refused' ? parsed.answer : needs.runForCaller(caller, parsed.request, facts);
}

function refuseCaller(
  needs: AnswerNeeds,
  admission: Admission,
  refusal: AuthenticationRefusal,
  credential: ParsedCredential,
): Answer {
  const decisionId = needs.decisions.note({
    code: refusal.code,
    keyId: refusal.keyId,
    address: admission.address,
    atMs: admission.nowMs,
    detail: detailOf(refusal, credential),
  });
  const isUnauthorized = errorCatalogue[refusal.code].status === 401;
  const answer = refuse(refusal.code, {
    message: refusal.message,
    details: { decisionId },
    headers: isUnauthorized ? { 'WWW-Authenticate': 'Bearer error="invalid_token"' } : {},
  });
  return {
    ...answer,
    logged: { decisionId, code: refusal.code, ...(refusal.keyId && { keyId: refusal.keyId }) },
  };
}

/** For administrators. Which key somebody meant who has none is not among what the caller is told. */
function detailOf(
  { cause }: AuthenticationRefusal,
  credential: ParsedCredential,
): Readonly<Record<string, unknown>> {
  if (cause === null) return {};
  return { cause, ...(credential.kind === 'parsed' && { presentedKeyId: credential.keyId }) };
}

function withCaller(answer: Answer, caller: Caller): Answer {
  const who = caller.kind === 'key' ? { keyId: caller.state.key.id } : { userId: caller.state.user.id };
  return { ...answer, logged: { ...who, database: caller.state.database.slug, ...answer.logged } };
}
