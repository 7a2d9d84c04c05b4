import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Random } from '../model/random.js';
import {
  ask,
  startTestGateway,
  type AskOptions,
  type TestAnswer,
  type TestGateway,
} from '../support/test-gateway.js';
import { randomRequest, type ExplainedRequest } from './explained-requests.js';
import {
  addresses,
  createExplainedWorld,
  HOUR_MS,
  NOON_MS,
  type ExplainedKey,
  type ExplainedWorld,
} from './explained-world.js';

/*
 * `explainAccess` foretells the real answer: every request is sent, by HTTP at a clock that is set, and explained. The
 * world is one that no service would let be made.
 */

const SEED = Number(process.env['EXPLAIN_SEED'] ?? 1);
const BATCHES = Number(process.env['EXPLAIN_BATCHES'] ?? 110);
const BATCH = 20;
/** At a time: each may build schemas for its caller, and whoever keeps the gateway busy for long is told to retry. */
const AT_ONCE = 5;
const KEYS = 90;

let gateway: TestGateway;
let explained: ExplainedWorld;
const random = new Random(SEED);
beforeAll(async () => {
  // Sessions live on through all of it: when one ends is nothing that is explained.
  gateway = await startTestGateway({ SESSION_IDLE_MINUTES: '1440', SESSION_HOURS: '720' });
  explained = await createExplainedWorld(gateway, random, KEYS);
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await explained.close();
});

interface Case {
  readonly key: ExplainedKey;
  /** Null: the key asks. Else its user, signed in, with all rights of the user. */
  readonly session: ExplainedKey['session'];
  readonly request: ExplainedRequest;
  readonly address: string;
}

function randomCase(): Case {
  const key = random.oneOf(explained.keys);
  const address = random.oneOf(addresses);
  const session = random.chance(0.2) ? key.session : null;
  if (session === null)
    return { key, session, request: randomRequest(random, key, explained.world), address };
  const caller = key.caller && { ...key.caller, subset: null, narrowing: null };
  const request = randomRequest(random, { ...key, caller }, explained.world);
  // A session always names the database in the path.
  return { key, session, request: { ...request, path: request.path ?? key.database }, address };
}

/** What a caller learns: whether the operation ran, else the code and what is missing. */
interface Verdict {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly missing: readonly string[];
}

interface Explanation extends Verdict {
  readonly steps: readonly { readonly check: string; readonly passed: boolean }[];
}

it('explainAccess says what the gateway then answers, to random keys, operations, addresses and times', async () => {
  const seen = new Map<string, number>();
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const atMs = NOON_MS + random.whole(-8, 12) * (HOUR_MS / 2) + random.oneOf([0, 0, -1, 1]);
    const cases = Array.from({ length: BATCH }, () => randomCase());
    const [explanations, answers]: [Explanation[], TestAnswer[]] = [[], []];
    for (let from = 0; from < BATCH; from += AT_ONCE) {
      const some = cases.slice(from, from + AT_ONCE);
      explanations.push(...(await explainAll(some, atMs)));
      answers.push(...(await answerAll(some, atMs)));
    }
    cases.forEach((asked, index) => {
      const { steps, ...foretold } = valueAt(explanations, index);
      const real = verdictOf(valueAt(answers, index));
      const facts = JSON.stringify({ batch, atMs: new Date(atMs), ...asked, steps }, null, 2);
      if (JSON.stringify(foretold) !== JSON.stringify(real)) {
        throw new Error(`Foretold ${JSON.stringify(foretold)}, but it is ${JSON.stringify(real)}:\n${facts}`);
      }
      // The trace tells the same as the verdict.
      if (steps.every(({ passed }) => passed) !== real.allowed) throw new Error(facts);
      const kind = asked.session ? 'session' : asked.key.database;
      const isWalled = real.missing.some((missing) => missing.startsWith('$'));
      const outcome = `${kind} ${isWalled ? 'WALLED' : (real.code ?? 'allowed')}`;
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    });
  }
  const codes = summed(seen);
  console.log(JSON.stringify({ seed: SEED, ...Object.fromEntries([...codes].sort()) }));
  if (BATCHES < 110) return;
  // A world in which everything is refused, or nothing, would prove nothing.
  expect(codes.get('allowed')).toBeGreaterThan(400);
  expect(codes.get('FORBIDDEN')).toBeGreaterThan(250);
  expect(seen.get('gateway FORBIDDEN')).toBeGreaterThan(30);
  expect(seen.get('gateway allowed')).toBeGreaterThan(50);
  expect(seen.get('session allowed')).toBeGreaterThan(50);
  expect(seen.get('session FORBIDDEN')).toBeGreaterThan(20);
  expect(EXPECTED.filter((code) => !codes.has(code))).toEqual([]);
}, 180_000);

const EXPECTED = [
  // FORBIDDEN, for what the session settings of the database take from the caller.
  'WALLED',
  'INVALID_API_KEY',
  'KEY_REVOKED',
  'KEY_DISABLED',
  'USER_DELETED',
  'USER_DISABLED',
  'DATABASE_DISABLED',
  'KEY_EXPIRED',
  'KEY_NOT_YET_VALID',
  'NO_API_ACCESS',
  'WRONG_DATABASE',
  'DATABASE_UNAVAILABLE',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'LIMIT_EXCEEDED',
];

function summed(seen: ReadonlyMap<string, number>): Map<string, number> {
  const codes = new Map<string, number>();
  for (const [outcome, count] of seen) {
    const code = outcome.split(' ')[1] ?? '';
    codes.set(code, (codes.get(code) ?? 0) + count);
  }
  return codes;
}

/** At another time than that of which it is asked. */
async function explainAll(cases: readonly Case[], atMs: number): Promise<readonly Explanation[]> {
  gateway.setClock(null);
  const fields = cases.map((_case, index) => `e${index}: explainAccess(input: $i${index}) { ...E }`);
  const inputs = cases.map(({ key, session, request, address }) => ({
    ...(session ? { userId: session.userId } : { apiKeyId: key.id }),
    database: request.path,
    query: request.query,
    variables: request.variables,
    operationName: request.operationName,
    address,
    at: new Date(atMs).toISOString(),
  }));
  const { body, text } = await askWhileAvailable(
    gateway.keys.gateway,
    `query Explain(${inputs.map((_input, index) => `$i${index}: ExplainAccessInput!`).join(', ')}) {
      ${fields.join(' ')}
    }
    fragment E on AccessExplanation { allowed code missing steps { check passed } }`,
    { variables: Object.fromEntries(inputs.map((input, index) => [`i${index}`, input])) },
  );
  if (!body.data || body.errors) throw new Error(text);
  return Object.values(body.data) as Explanation[];
}

async function answerAll(cases: readonly Case[], atMs: number): Promise<readonly TestAnswer[]> {
  gateway.setClock(atMs);
  try {
    return await Promise.all(
      cases.map(({ key, session, request, address }) =>
        askWhileAvailable(session ? null : key.secret, request.query, {
          ...(session && {
            headers: { cookie: `postern_session=${session.token}`, 'x-postern-console': '1' },
          }),
          path: request.path === null ? '/graphql' : `/graphql/${request.path}`,
          peerAddress: address,
          body: { variables: request.variables, operationName: request.operationName },
        }),
      ),
    );
  } finally {
    gateway.setClock(null);
  }
}

/** A machine that is busy with something else may be slow to confirm: that is not what is compared here. */
async function askWhileAvailable(
  key: string | null,
  query: string,
  options: AskOptions,
): Promise<TestAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask(gateway, key, query, options);
    const isBusy = answer.body.errors?.[0]?.extensions.code === 'CONTROL_PLANE_UNAVAILABLE';
    if (!isBusy || attempt === 5) return answer;
  }
}

/** An error that stands at a field is what became of something that ran. */
function verdictOf({ body }: TestAnswer): Verdict {
  const refusal = body.errors?.find(({ path }) => path === undefined);
  if (!refusal) return { allowed: true, code: null, missing: [] };
  const { code, missing } = refusal.extensions;
  return { allowed: false, code, missing: (missing as string[] | undefined) ?? [] };
}

function valueAt<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error(`There is no answer ${index}.`);
  return value;
}
