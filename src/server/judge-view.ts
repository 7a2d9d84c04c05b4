import { judgeInForce } from '../authentication/authenticate.js';
import { sessionDetailOf, type KeyViewer, type SessionCaller } from '../authentication/caller.js';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import type { CapabilityReference } from '../management-schema/management-catalog.js';
import type { ManagementContextFacts } from '../management-schema/management-context.js';
import type { Decisions } from './decisions.js';
import type { Answer, RequestFacts } from './operation-request.js';
import { refuse } from './refuse.js';

type RecordView = ManagementContextFacts['controlPlane']['apiKeys']['recordView'];
type ViewVerdict = Awaited<ReturnType<RecordView>>;
type ViewRefusal = Extract<ViewVerdict, { kind: 'refused' }>;

/** Of the user who looks, in the database `gateway`: the right to act as others, and to see all that a look tells of the key. */
export const neededToView: readonly CapabilityReference[] = [
  'users:impersonate',
  'apiKeys:select',
  'apiKeys.id:select',
  'apiKeys.accessAs:select',
  'apiKeys.database:select',
  'apiKeys.effectiveCapabilities:select',
  'apiKeys.rowNarrowing:select',
  'apiKeys.state:select',
  'apiKeys.stateReason:select',
];

/** Whether a database can be looked at as this key sees it: by the checks of authentication, but for secret and address. */
export function judgeView(state: KeyViewer['state'] | null, slug: string | null, nowMs: number): ViewVerdict {
  if (slug === null || slug === 'gateway') return refused('WRONG_DATABASE', NOT_HERE);
  if (state === null) return refused('NOT_FOUND', 'There is no API key with this id.');
  if (state.database.slug !== slug) {
    return refused('WRONG_DATABASE', `This key opens ${state.database.slug}, not ${slug}.`);
  }
  return judgeInForce(state, nowMs) ?? { kind: 'accepted', state };
}

const NOT_HERE =
  'As a key only its own database is read, named in the path, such as /graphql/crm. Nobody administers as somebody else.';

/** Noted of who looked, not of the key: a key is not refused because somebody may not look through it. */
export function refuseView(
  decisions: Decisions,
  viewer: SessionCaller,
  asKeyId: string,
  facts: RequestFacts,
  { code, message }: ViewRefusal,
): Answer {
  const decisionId = decisions.note({
    code,
    keyId: null,
    address: viewer.address,
    atMs: facts.arrivedAtMs,
    detail: { ...sessionDetailOf(viewer), asKeyId: asKeyId.slice(0, MAX_NOTED) },
  });
  const answer = refuse(code, {
    message,
    details: { decisionId },
    // No key was presented, so nothing is said of a token.
    ...(errorCatalogue[code].status === 401 && { headers: { 'WWW-Authenticate': 'Bearer' } }),
    ...(code === 'NOT_FOUND' && { status: 404 }),
  });
  return { ...answer, logged: { decisionId, code } };
}

/** Whatever was sent as an id. */
const MAX_NOTED = 16;

function refused(code: ViewRefusal['code'], message: string): ViewRefusal {
  return { kind: 'refused', code, message };
}
