import type { Authentication, AuthenticationRefusal } from '../authentication/authenticate.js';
import type { Caller } from '../authentication/caller.js';
import type { PresentedCredentials } from '../authentication/presented-credentials.js';
import { answersAlike, type Admission, type Admit } from './admit.js';
import type { AdmitSession } from './admit-session.js';
import { startAnswerFloor } from './answer-floor.js';
import type { Decisions } from './decisions.js';
import type { Answer, RequestFacts } from './operation-request.js';
import { refuseCaller, refuseWithoutAdmission } from './refuse-caller.js';

export interface AdmissionParts {
  readonly admit: Admit;
  readonly admitSession: AdmitSession;
  readonly decisions: Decisions;
  /** Called for a caller whose answer is released. Never throws. */
  readonly noteUse: (caller: Caller, facts: RequestFacts) => void;
}

/** What an admission came to: an answer for somebody, or a refusal that still has to be put into words. */
type Settled =
  { readonly kind: 'answered'; readonly caller: Caller; readonly answer: Answer } | AuthenticationRefusal;

/** Lets somebody in, and puts into words what it came to. */
export async function withAdmission(
  needs: AdmissionParts,
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

export async function afterConfirmation(
  confirm: Admission['confirm'],
  compute: (caller: Caller) => Promise<Answer>,
): Promise<Settled> {
  const verdict = await confirm();
  if (verdict.kind === 'refused') return verdict;
  return { kind: 'answered', caller: verdict.caller, answer: await compute(verdict.caller) };
}

export async function duringConfirmation(
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

function withCaller(answer: Answer, caller: Caller): Answer {
  const who = caller.kind === 'key' ? { keyId: caller.state.key.id } : { userId: caller.state.user.id };
  return { ...answer, logged: { ...who, database: caller.state.database.slug, ...answer.logged } };
}
