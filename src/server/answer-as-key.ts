import { OperationTypeNode } from 'graphql';
import type { KeyViewer, SessionCaller } from '../authentication/caller.js';
import { effectiveCapabilities } from '../authentication/effective-capabilities.js';
import type { PresentedCredentials } from '../authentication/presented-credentials.js';
import type { OperationRequest } from '../database-schema/prepare-operation.js';
import type { Clock } from '../foundation/clock.js';
import { isId } from '../foundation/ids.js';
import { missingOf } from '../management-schema/capability-reference.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import { answersAlike } from './admit.js';
import { forbiddenAnswer } from './forbidden-answer.js';
import { failedAnswer, type LogMasked } from './graphql-errors.js';
import { judgeView, neededToView, refuseView } from './judge-view.js';
import type { Answer, OperationParams, RequestFacts } from './operation-request.js';
import type { ParsedRequest } from './parse-request.js';
import { principalActorOf } from './principal-actor.js';
import { refuse } from './refuse.js';
import { refuseWithoutAdmission } from './refuse-caller.js';
import type { RunForReader } from './run-for-caller.js';
import { afterConfirmation, withAdmission, type AdmissionParts } from './with-admission.js';

type Offer = Parameters<typeof effectiveCapabilities>[1];
type KeyState = KeyViewer['state'];

export interface AnswerAsKeyNeeds extends AdmissionParts {
  readonly parseRequest: (params: OperationParams, method: 'GET' | 'POST') => ParsedRequest;
  /** One snapshot, read after the call. */
  readonly loadState: (keyId: string) => Promise<{ readonly state: KeyState | null }>;
  readonly recordView: ManagementContextFacts['controlPlane']['apiKeys']['recordView'];
  /** On registered databases only: nobody administers as somebody else. */
  readonly runOnDatabase: RunForReader;
  /** Of the database `gateway`, whose rights count. */
  readonly offer: Offer;
  readonly logMasked: LogMasked;
  readonly clock: Clock;
}

/** Null: the request does not ask to be answered as a key. */
export type AnswerAsKey = (
  facts: RequestFacts,
  params: OperationParams,
  presented: PresentedCredentials,
) => Promise<Answer | null>;

const HEADER = 'x-postern-as-key';

/**
 * `X-Postern-As-Key: <id>` beside a console session: a query on the key's database, answered as the key itself would be. The
 * only place where somebody sees what a key sees without its secret. An answer leaves only when it is in the audit, and
 * only if session and key, read again under the lock of that audit, still are what they were; else it runs again.
 */
export function createAnswerAsKey(needs: AnswerAsKeyNeeds): AnswerAsKey {
  return async (facts, params, presented) => {
    const keyId = facts.headers.get(HEADER);
    if (keyId === null) return null;
    if (presented.kind === 'key') return refuseMisplacedAsKey(facts);
    if (presented.kind !== 'session') return refuseWithoutAdmission(presented);
    // Of the session the rights in `gateway` count, whichever database is looked at.
    const onGateway = { ...facts, databaseSlug: 'gateway' };
    return withAdmission(needs, onGateway, presented, (admission) =>
      afterConfirmation(admission.confirm, async (viewer) => {
        // Fail closed: what is presented is a session.
        if (viewer.kind !== 'session') throw new Error('Only who is signed in looks as a key.');
        try {
          return await answerViewer(needs, facts, params, viewer, keyId);
        } catch (error) {
          return failedAnswer(error, needs.logMasked);
        }
      }),
    );
  };
}

/** Where no session can be: the header is never passed over. Null: it is not there. */
export function refuseMisplacedAsKey({ headers }: Pick<RequestFacts, 'headers'>): Answer | null {
  if (headers.get(HEADER) === null) return null;
  const message =
    'X-Postern-As-Key counts beside a console session only, by POST to /graphql/<database>. A key sees what it sees by itself.';
  return refuse('BAD_REQUEST', { message });
}

async function answerViewer(
  needs: AnswerAsKeyNeeds,
  facts: RequestFacts,
  params: OperationParams,
  viewer: SessionCaller,
  keyId: string,
): Promise<Answer> {
  const effective = effectiveCapabilities(viewer.state, needs.offer);
  const missing = missingOf(effective, neededToView);
  // Before anything is asked of the key: whether there is one is not for somebody to know who may not look.
  if (missing.length > 0) return forbiddenAnswer(needs.decisions, viewer, facts, missing);
  const judge = (state: KeyState | null, nowMs: number) => judgeView(state, facts.databaseSlug, nowMs);
  const found = judge(await loadKey(needs, keyId), needs.clock());
  if (found.kind === 'refused') return refuseView(needs.decisions, viewer, keyId, facts, found);
  const parsed = needs.parseRequest(params, facts.method);
  if (parsed.kind === 'refused') return parsed.answer;
  if (parsed.request.operation.operation !== OperationTypeNode.QUERY) {
    return refuse('BAD_REQUEST', { message: 'As a key only queries run. Nothing was changed.' });
  }
  const run = (state: KeyState): Promise<Answer> => runAs(needs, viewer, state, parsed.request, facts);
  const answer = await run(found.state);
  const recorded = await needs.recordView(principalActorOf(viewer, effective, needs.offer, facts), {
    keyId,
    operationName: parsed.request.operation.name?.value ?? null,
    judge,
  });
  if (recorded.kind === 'refused') return refuseView(needs.decisions, viewer, keyId, facts, recorded);
  if (answersAlike(viewOf(viewer, found.state), viewOf(viewer, recorded.state))) return answer;
  // It ran for a key that has changed meanwhile: nothing of that answer leaves.
  return run(recorded.state);
}

async function loadKey({ loadState }: AnswerAsKeyNeeds, keyId: string): Promise<KeyState | null> {
  return isId(keyId) ? (await loadState(keyId)).state : null;
}

async function runAs(
  { runOnDatabase }: AnswerAsKeyNeeds,
  viewer: SessionCaller,
  state: KeyState,
  request: OperationRequest,
  facts: RequestFacts,
): Promise<Answer> {
  const answer = await runOnDatabase(viewOf(viewer, state), request, facts);
  const logged = { database: state.database.slug, asKeyId: state.key.id, ...answer.logged };
  return { ...answer, logged };
}

function viewOf(viewer: SessionCaller, state: KeyState): KeyViewer {
  return { kind: 'viewer', viewer, state, address: viewer.address };
}
