import { explainCapabilities } from '../authentication/effective-capabilities.js';
import type { ServedDatabase } from '../database-schema/served-database.js';
import type { ServedDatabases } from '../database-schema/served-databases.js';
import type { Clock } from '../foundation/clock.js';
import type { ErrorCode } from '../foundation/error-catalogue.js';
import { PosternError } from '../foundation/postern-error.js';
import type {
  AccessExplanation,
  AccessQuestion,
  ExplainAccess,
} from '../management-schema/access-explanation.js';
import { AccessTrace } from './access-trace.js';
import {
  explainKey,
  explainUser,
  type KeyState,
  type UnjudgedUser,
  type UserState,
} from './explain-caller.js';
import { explainOnDatabase, messagesOf } from './explain-on-database.js';
import { explainOnGateway } from './explain-on-gateway.js';
import { explainSubset } from './explain-rights.js';
import type { LogMasked } from './graphql-errors.js';
import type { JudgeOnGateway } from './judge-on-gateway.js';
import { createParseRequest, type ParsedRequest } from './parse-request.js';

type DatabaseOffer = Parameters<typeof explainCapabilities>[1];

export interface ExplainNeeds {
  /** Read after the call. */
  readonly stateOfKey: (keyId: string) => Promise<KeyState | null>;
  /** Null: there is no such user. */
  readonly stateOfUser: (userId: string, databaseSlug: string) => Promise<UnjudgedUser | null>;
  readonly databases: Pick<ServedDatabases, 'get'>;
  /** Of the database `gateway`. */
  readonly managementOffer: DatabaseOffer;
  readonly judgeOnGateway: JudgeOnGateway;
  readonly logMasked: LogMasked;
  readonly clock: Clock;
}

/**
 * What the gateway would answer to a request, by the functions that answer it, up to where something would run: it
 * reads who would be asking, and nothing else. Nobody is let in by it, no use is counted and no denial noted.
 */
export function createExplainAccess(needs: ExplainNeeds): ExplainAccess {
  const parse = createParseRequest();
  return async (question) => {
    const trace = new AccessTrace();
    const atMs = question.atMs ?? needs.clock();
    const caller = await explainWho(needs, trace, question, atMs);
    if (caller.kind === 'refused') return caller.explanation;
    const { state } = caller;
    const { slug } = state.database;
    if (question.databaseSlug !== null && question.databaseSlug !== slug) {
      return trace.refuse(
        'database',
        'WRONG_DATABASE',
        `The key opens ${slug}, not ${question.databaseSlug}.`,
      );
    }
    return explainOnDatabaseOf(needs, trace, state, parse(paramsOf(question), 'POST'), atMs);
  };
}

type ExplainedWho =
  | { readonly kind: 'known'; readonly state: KeyState | UserState }
  | { readonly kind: 'refused'; readonly explanation: AccessExplanation };

async function explainWho(
  needs: ExplainNeeds,
  trace: AccessTrace,
  { who, databaseSlug, address }: AccessQuestion,
  atMs: number,
): Promise<ExplainedWho> {
  if (who.kind === 'key') {
    const state = await needs.stateOfKey(who.keyId);
    const explanation = explainKey(trace, who.keyId, state, address, atMs);
    if (explanation !== null) return { kind: 'refused', explanation };
    if (state === null) throw new Error('A key was let in that does not exist.');
    return { kind: 'known', state };
  }
  const state = await needs.stateOfUser(who.userId, databaseSlug ?? '');
  if (state === null) throw new PosternError('NOT_FOUND', 'There is no user with this id.');
  const explanation = explainUser(trace, state);
  if (explanation !== null) return { kind: 'refused', explanation };
  const { database } = state;
  if (database === null) throw new Error('A user was let into a database that does not exist.');
  return { kind: 'known', state: { ...state, database } };
}

async function explainOnDatabaseOf(
  needs: ExplainNeeds,
  trace: AccessTrace,
  state: KeyState | UserState,
  parsed: ParsedRequest,
  atMs: number,
): Promise<AccessExplanation> {
  const { id, slug, version } = state.database;
  const named = `The database asked is ${slug}.`;
  // The gateway parses before it turns to the database.
  if (parsed.kind === 'refused') {
    trace.pass('database', named);
    const { errors } = JSON.parse(parsed.answer.body) as RefusedAnswer;
    return trace.refuse('operation', errors[0].extensions.code, messagesOf(errors));
  }
  if (slug === 'gateway') {
    const { managementOffer: offer, judgeOnGateway, logMasked } = needs;
    const rights = explainCapabilities(state, offer);
    trace.pass('database', named);
    explainSubset(trace, state, rights);
    return explainOnGateway(trace, state, rights, offer, parsed.request, judgeOnGateway, logMasked);
  }
  let served: ServedDatabase;
  try {
    served = await needs.databases.get(id, version);
  } catch (error) {
    if (!(error instanceof PosternError)) throw error;
    return trace.refuse('database', error.code, error.message);
  }
  const rights = explainCapabilities(state, served.offer);
  trace.pass('database', named);
  explainSubset(trace, state, rights);
  return explainOnDatabase(trace, state, rights, served, parsed.request, atMs, needs.logMasked);
}

interface RefusedAnswer {
  readonly errors: readonly [{ readonly message: string; readonly extensions: { readonly code: ErrorCode } }];
}

function paramsOf({ operation }: AccessQuestion): Parameters<ReturnType<typeof createParseRequest>>[0] {
  const { query, variables, operationName } = operation;
  return { query, variables, operationName, extensions: undefined, extra: {} };
}
