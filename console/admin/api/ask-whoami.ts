import type { ApiKeyState } from '../generated/graphql.js';
import { texts } from '../texts.js';
import type { ApiProblem } from './api-error.js';

/** What the gateway says of a key to whoever holds its secret; as much of it as the console shows. */
export interface Whoami {
  readonly state: ApiKeyState;
  readonly stateReason: string;
  readonly database: string;
  readonly user: { readonly email: string; readonly name: string | null };
  readonly address: string | null;
  readonly effectiveCapabilities: readonly string[];
}

/** Asks as a program would: with the key, without the session. A sentence: why it was refused. */
export async function askWhoami(secret: string): Promise<Whoami | string> {
  try {
    const response = await fetch('/whoami', {
      headers: { Accept: 'application/json', Authorization: `Bearer ${secret}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    const body = (await response.json()) as Whoami & { readonly errors?: readonly ApiProblem[] };
    return response.ok ? body : (body.errors?.[0]?.message ?? texts.page.failed);
  } catch {
    return texts.page.failed;
  }
}
