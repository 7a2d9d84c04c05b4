import type { AuthenticationRefusal } from '../authentication/authenticate.js';
import type { PresentedCredentials } from '../authentication/presented-credentials.js';
import { clearSessionCookie } from '../authentication/session-cookie.js';
import { errorCatalogue } from '../foundation/error-catalogue.js';
import type { Admission } from './admit.js';
import type { Decisions } from './decisions.js';
import type { Answer } from './operation-request.js';
import { refuse } from './refuse.js';

type Presented<Kind extends PresentedCredentials['kind']> = Extract<PresentedCredentials, { kind: Kind }>;

/** Nobody is asked for: there is no credential, or more than one. */
export function refuseWithoutAdmission(presented: Presented<'none' | 'two'>): Answer {
  if (presented.kind === 'none') {
    return refuse('NO_CREDENTIALS', {
      headers: { 'WWW-Authenticate': 'Bearer' },
      ...(presented.hasIdleCookie && { message: COOKIE_ALONE }),
    });
  }
  const { cookieName } = presented;
  if (cookieName === null) return refuse('TWO_CREDENTIALS');
  return refuse('TWO_CREDENTIALS', {
    message: 'The request has two session cookies. One of them is cleared by this answer: try again.',
    headers: { 'Set-Cookie': clearSessionCookie(cookieName) },
  });
}

const COOKIE_ALONE =
  'A session counts only by POST and together with the header "X-Postern-Console: 1". Send that, or an API key.';

export function refuseCaller(
  decisions: Decisions,
  admission: Admission,
  refusal: AuthenticationRefusal,
  presented: Presented<'key' | 'session'>,
): Answer {
  const { code, keyId, userId = null } = refusal;
  const decisionId = decisions.note({
    code,
    keyId,
    address: admission.address,
    atMs: admission.nowMs,
    detail: detailOf(refusal, presented),
  });
  const answer = refuse(code, {
    message: refusal.message,
    details: { decisionId },
    headers: headersOf(refusal, presented),
  });
  const who = { ...(keyId !== null && { keyId }), ...(userId !== null && { userId }) };
  return { ...answer, logged: { decisionId, code, ...who } };
}

/** For administrators. Which key somebody meant who has none is not among what the caller is told. */
function detailOf(
  { cause, userId = null }: AuthenticationRefusal,
  presented: Presented<'key' | 'session'>,
): Readonly<Record<string, unknown>> {
  if (userId !== null) return { userId };
  if (cause === null || presented.kind !== 'key') return {};
  const { credential } = presented;
  return { cause, ...(credential.kind === 'parsed' && { presentedKeyId: credential.keyId }) };
}

function headersOf(
  { code }: AuthenticationRefusal,
  presented: Presented<'key' | 'session'>,
): Readonly<Record<string, string>> {
  if (errorCatalogue[code].status !== 401) return {};
  // A cookie is no bearer token: nothing is said of one.
  if (presented.kind === 'key') return { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  return {
    'WWW-Authenticate': 'Bearer',
    ...(code === 'SESSION_ENDED' && { 'Set-Cookie': clearSessionCookie(presented.cookieName) }),
  };
}
