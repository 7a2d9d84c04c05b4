import {
  buildSchema,
  execute,
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type ExecutionResult,
} from 'graphql';
import { createHttpServer, type HttpServer, type HttpServerParts } from '../../src/server/http-server.js';
import { createLogger } from '../../src/server/logger.js';
import type { Answer, OperationParams, RequestFacts } from '../../src/server/operation-request.js';

export interface Shell extends HttpServer {
  /** What reached `answerOperation`. */
  readonly operations: { readonly facts: RequestFacts; readonly params: OperationParams }[];
  /** The lines of the log. */
  readonly logLines: string[];
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The shell around a stand-in for `answer`: graphql-js on a small schema, since the shell is what is tested here. */
export function createShell(
  overrides: Omit<Partial<HttpServerParts>, 'config'> & { config?: Partial<HttpServerParts['config']> } = {},
): Shell {
  const operations: Shell['operations'] = [];
  const logLines: string[] = [];
  const answer = overrides.answerOperation ?? answerByGraphqlJs;
  const server = createHttpServer({
    answerOperation: (facts, params) => {
      operations.push({ facts, params });
      return answer(facts, params);
    },
    answerWhoami:
      overrides.answerWhoami ??
      (() => Promise.resolve({ status: 200, statusRule: 'always', headers: {}, body: '{"key":"me"}' })),
    isReady: overrides.isReady ?? (() => Promise.resolve({ kind: 'ready' })),
    config: { host: '127.0.0.1', port: 0, corsOrigins: [], ...overrides.config },
    log:
      overrides.log ??
      createLogger({ logLevel: 'trace', logFormat: 'json' }, { write: (line) => void logLines.push(line) }),
  });
  return {
    ...server,
    operations,
    logLines,
    post: (body, headers = {}) =>
      server.fetch(
        new Request('http://postern.test/graphql', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', ...headers },
          body: typeof body === 'string' ? body : JSON.stringify(body),
        }),
      ),
  };
}

const schema = buildSchema('type Query { hello(name: String): String } type Mutation { change: Int }');

async function answerByGraphqlJs(facts: RequestFacts, params: OperationParams): Promise<Answer> {
  const { query, variables } = params;
  if (typeof query !== 'string') return refuse(400, 'always', [new GraphQLError('Send "query" as text.')]);
  if (
    variables !== null &&
    variables !== undefined &&
    (typeof variables !== 'object' || Array.isArray(variables))
  )
    return refuse(400, 'always', [new GraphQLError('Send "variables" as an object.')]);
  if (
    params.operationName !== null &&
    params.operationName !== undefined &&
    typeof params.operationName !== 'string'
  )
    return refuse(400, 'always', [new GraphQLError('Send "operationName" as text.')]);
  if (
    params.extensions !== null &&
    params.extensions !== undefined &&
    (typeof params.extensions !== 'object' || Array.isArray(params.extensions))
  )
    return refuse(400, 'always', [new GraphQLError('Send "extensions" as an object.')]);
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return refuse(400, 'byMediaType', [error as GraphQLError]);
  }
  const problems = validate(schema, document);
  if (problems.length > 0) return refuse(400, 'byMediaType', problems);
  const operationName = params.operationName;
  if (facts.method === 'GET' && !isQuery(document, operationName))
    return refuse(405, 'always', [new GraphQLError('Queries only.')], { Allow: 'POST' });
  const result: ExecutionResult = await execute({
    schema,
    document,
    rootValue: { hello: ({ name }: { name?: string }) => `hello ${name ?? 'you'}`, change: 1 },
    variableValues: variables as Record<string, unknown> | null | undefined,
    operationName,
  });
  return {
    status: 'data' in result ? 200 : 400,
    statusRule: 'byMediaType',
    headers: {},
    body: JSON.stringify(result),
  };
}

function isQuery(document: DocumentNode, operationName: string | null | undefined): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY;
}

function refuse(
  status: number,
  statusRule: Answer['statusRule'],
  errors: readonly GraphQLError[],
  headers: Answer['headers'] = {},
): Answer {
  return { status, statusRule, headers, body: JSON.stringify({ errors }) };
}
