import type { Peppers } from './authentication/digest.js';
import { createPasswordHasher } from './authentication/password-hasher.js';
import { createSealing } from './authentication/sealing.js';
import { createSecretMint } from './authentication/secret-mint.js';
import { createSessionMint } from './authentication/session-token.js';
import type { Config } from './config/config.js';
import type { ControlPlane, DatabaseOffer } from './control-plane/control-plane.js';
import type { DatabaseRecord } from './control-plane/records.js';
import { createControlPlane } from './control-plane/create-control-plane.js';
import { sessionLimitsOf, type SessionLimits } from './control-plane/session-limits.js';
import { createServedDatabases, type ServedDatabases } from './database-schema/served-databases.js';
import { explainAccessOf, explainDecisionOf } from './explanations.js';
import { systemClock, type Clock } from './foundation/clock.js';
import { PosternError } from './foundation/postern-error.js';
import type { Secret } from './foundation/secret.js';
import { managementOffer, nothingOffer } from './management-schema/management-catalog.js';
import { createManagementContext } from './management-schema/management-context.js';
import { buildManagementSchema } from './management-schema/management-schema.js';
import { createAdmit } from './server/admit.js';
import { createAdmitSession } from './server/admit-session.js';
import { createAnswerOperation, createAnswerWhoami, type AnswerNeeds } from './server/answer-operation.js';
import { createAnswerAsKey } from './server/answer-as-key.js';
import { createAnswerSignIn } from './server/answer-sign-in.js';
import { isEncrypted } from './server/client-facts.js';
import { answerConsoleDocuments, readConsoleDocuments } from './server/console-documents.js';
import { createDescribeCaller } from './server/describe-caller.js';
import { createDecisions } from './server/decisions.js';
import type { LogMasked } from './server/graphql-errors.js';
import { createHttpServer, type HttpServer } from './server/http-server.js';
import { principalActorOf } from './server/principal-actor.js';
import type { Logger } from './server/logger.js';
import { createJudgeOnGateway } from './server/judge-on-gateway.js';
import { createNoteUse } from './server/note-use.js';
import { createParseRequest } from './server/parse-request.js';
import { createRunOnDatabase } from './server/run-on-database.js';
import { createRunOnGateway } from './server/run-on-gateway.js';
import { builtSitesFolder } from './server/site-files.js';
import { registrationOf } from './registration.js';

/*
 * The only place where parts are wired. What a folder needs from one above it, it declares as a function type;
 * here the functions meet.
 */

/** The control plane and the databases that it registers: what the server, the CLI and the set-up all work on. */
export interface Services {
  readonly controlPlane: ControlPlane;
  readonly databases: ServedDatabases;
  /** What a database offers now. Throws PosternError DATABASE_UNAVAILABLE. */
  readonly offerOf: (databaseId: string) => Promise<DatabaseOffer>;
  /** The same for one whose registration was read already: without SQL in the control plane. */
  readonly offerOfDatabase: (database: DatabaseRecord) => Promise<DatabaseOffer>;
  close(): Promise<void>;
}

const POLL_MS = 10_000;
const CONNECTIONS_A_DATABASE = 10;

export function openServices(options: {
  /** Of the control plane, migrated. */
  readonly url: Secret;
  readonly peppers: Peppers;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly sessionLimits?: SessionLimits;
}): Services {
  const { log, peppers } = options;
  const sealing = createSealing(peppers);
  const offerOfDatabase: Services['offerOfDatabase'] = async ({ id, slug, version, removedAtMs }) => {
    if (slug === 'gateway') return managementOffer;
    if (removedAtMs !== null) return nothingOffer;
    return (await databases.get(id, version)).offer;
  };
  const offerOf = async (databaseId: string): Promise<DatabaseOffer> => {
    const [record] = await controlPlane.databases.byIds([databaseId]);
    if (!record) throw new PosternError('DATABASE_UNAVAILABLE');
    return offerOfDatabase(record);
  };
  const controlPlane = createControlPlane({
    url: options.url,
    log: (entry) => log.warn(entry, 'control plane'),
    ...(options.sessionLimits && { sessionLimits: options.sessionLimits }),
    needs: {
      clock: options.clock ?? systemClock,
      mintSecret: createSecretMint(peppers),
      ...sealing,
      passwords: createPasswordHasher(peppers),
      mintSession: createSessionMint(peppers),
      offerOf,
    },
  });
  const databases = createServedDatabases({
    registrationOf: (id) => registrationOf(controlPlane, id),
    extendNameLock: (id, extend) => controlPlane.databases.extendNameLock(id, extend),
    log: (event, facts) =>
      event === 'served' ? log.info(facts, 'database served') : log.warn(facts, 'database not served'),
    cursors: sealing.rowCursors,
    pollMs: POLL_MS,
    maxConnections: CONNECTIONS_A_DATABASE,
  });
  return {
    controlPlane,
    databases,
    offerOf,
    offerOfDatabase,
    close: async () => {
      await databases.close();
      await controlPlane.close();
    },
  };
}

export function logMaskedBy(log: Logger): LogMasked {
  return (errorId, err) => log.error({ errorId, err }, 'an operation failed inside the gateway');
}

interface GatewayOptions {
  readonly services: Services;
  readonly peppers: Peppers;
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly sitesFolder?: string;
}

/** The gateway over open services. `close` stops the server; the services are closed by who opened them. */
export function createGateway(options: GatewayOptions): HttpServer {
  const { services, config, log } = options;
  const { controlPlane } = services;
  const needs = wireAnswers(options, options.clock ?? systemClock);
  const sitesFolder = options.sitesFolder ?? builtSitesFolder;
  return createHttpServer({
    answerOperation: answerConsoleDocuments(createAnswerOperation(needs), readConsoleDocuments(sitesFolder)),
    answerWhoami: createAnswerWhoami(
      needs,
      createDescribeCaller((databaseId) => services.offerOf(databaseId)),
    ),
    isReady: () =>
      controlPlane.authorization.confirmRevision().then(
        () => ({ kind: 'ready' }) as const,
        () => ({ kind: 'notReady', reason: 'controlPlane' }) as const,
      ),
    config: { ...config, sitesFolder },
    log,
  });
}

function wireAnswers({ services, peppers, config, log }: GatewayOptions, clock: Clock): AnswerNeeds {
  const { controlPlane, databases } = services;
  const { authorization, sessions } = controlPlane;
  const decisions = createDecisions((denial) => controlPlane.usage.noteDenial(denial));
  const logMasked = logMaskedBy(log);
  const schema = buildManagementSchema();
  const judgeOnGateway = createJudgeOnGateway(schema);
  const explainAccess = explainAccessOf(services, { judgeOnGateway, logMasked, clock });
  const runOnDatabase = createRunOnDatabase({ databases, decisions, logMasked, clock });
  const runOnGateway = createRunOnGateway({
    judge: judgeOnGateway,
    offer: managementOffer,
    contextOf: (caller, effective, facts, session) =>
      createManagementContext({
        actor: principalActorOf(caller, effective, managementOffer, facts),
        controlPlane,
        clock,
        offerOf: services.offerOfDatabase,
        explainAccess,
        explainDecision: explainDecisionOf(services),
        session,
      }),
    decisions,
    logMasked,
  });
  const { trustedProxies, clientAddressHeader } = config;
  const admission = { peppers, trustedProxies, clientAddressHeader, clock };
  const limits = sessionLimitsOf(config);
  const loadState = (keyId: string) => authorization.load(keyId);
  const parseRequest = createParseRequest();
  const admissionParts = {
    admit: createAdmit({
      ...admission,
      loadState,
      confirmRevision: () => authorization.confirmRevision(),
      maxStalenessMs: config.authMaxStalenessMs,
    }),
    admitSession: createAdmitSession({
      ...admission,
      limits,
      loadSession: (sessionId, databaseSlug) => authorization.loadSession(sessionId, databaseSlug),
    }),
    decisions,
    noteUse: createNoteUse(controlPlane.usage, clock),
  };
  return {
    ...admissionParts,
    answerAsKey: createAnswerAsKey({
      ...admissionParts,
      loadState,
      recordView: (actor, view) => controlPlane.apiKeys.recordView(actor, view),
      runOnDatabase,
      parseRequest,
      offer: managementOffer,
      logMasked,
      clock,
    }),
    answerSignIn: createAnswerSignIn({
      ...admission,
      schema,
      sessions,
      limits,
      loadUser: (userId) => authorization.loadUser(userId),
      runOnGateway,
      decisions,
      logMasked,
    }),
    isEncrypted: (facts) => isEncrypted({ trustedProxies }, facts),
    parseRequest,
    runForCaller: (caller, request, facts, session) =>
      caller.state.database.slug === 'gateway'
        ? runOnGateway(caller, request, facts, session)
        : runOnDatabase(caller, request, facts),
    consoleOperations: config.consoleOperations,
  };
}
