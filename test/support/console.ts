import { createSessionMint } from '../../src/authentication/session-token.js';
import { newId } from '../../src/foundation/ids.js';
import { Secret } from '../../src/foundation/secret.js';
import { runSql } from './rules.js';
import { ask, operator, type AskOptions, type TestAnswer, type TestGateway } from './test-gateway.js';

/** Of the users that `givePassword` gave one. */
export const PASSWORD = 'violet tractor over the hill';

export const SIGN_IN =
  'mutation ($email: String!, $password: String!) { signIn(input: { email: $email, password: $password }) { me { kind email } } }';

type Server = Pick<TestGateway, 'server'>;

export async function givePassword(
  { controlPlane }: Pick<TestGateway, 'controlPlane'>,
  email: string,
  password = PASSWORD,
): Promise<void> {
  const user = await controlPlane.users.byEmail(email);
  await controlPlane.users.setPassword(operator, user?.id ?? '', new Secret(password));
}

/** As the console's page does, without credentials unless `headers` say otherwise. */
export function trySignIn(
  gateway: Server,
  email: string,
  password = PASSWORD,
  options: AskOptions = {},
): Promise<TestAnswer> {
  const variables = { email, password };
  return ask(gateway, null, SIGN_IN, { path: '/graphql/gateway', variables, ...options });
}

/** The `name=value` that a browser would send from now on. */
export function cookieOf({ headers, text }: Pick<TestAnswer, 'headers' | 'text'>): string {
  const [cookie = ''] = (headers.get('set-cookie') ?? '').split(';');
  if (!/^(__Host-)?postern_session=pss_\w+$/.test(cookie)) throw new Error(`No session: ${text}`);
  return cookie;
}

export async function signIn(gateway: Server, email: string, options: AskOptions = {}): Promise<string> {
  return cookieOf(await trySignIn(gateway, email, PASSWORD, options));
}

/** The cookie of a session that was stored without signing in: hashing takes its time. */
export async function openSession(
  { controlPlaneUrl, peppers }: Pick<TestGateway, 'controlPlaneUrl' | 'peppers'>,
  userId: string,
): Promise<string> {
  const id = newId();
  const { token, digest } = createSessionMint(peppers)(id);
  await runSql(
    controlPlaneUrl,
    `INSERT INTO gateway.sessions (id, user_id, digest, created_at, last_seen_at)
     VALUES ('${id}', '${userId}', '\\x${digest.toString('hex')}', now(), now())`,
  );
  return `postern_session=${token.reveal()}`;
}

/** One operation of somebody who is signed in, on `gateway` unless told otherwise. */
export function askAs(
  gateway: Server,
  cookie: string,
  query: string,
  options: AskOptions = {},
): Promise<TestAnswer> {
  return ask(gateway, null, query, {
    path: '/graphql/gateway',
    ...options,
    headers: { cookie, 'x-postern-console': '1', ...options.headers },
  });
}

export function codeOf({ body }: Pick<TestAnswer, 'body'>): string | undefined {
  return body.errors?.[0]?.extensions.code;
}
