import type { ClientAddress } from '../../src/authentication/client-address.js';
import { createSecretMint } from '../../src/authentication/secret-mint.js';
import { parseSecret, type ParsedSecret } from '../../src/authentication/secret-format.js';
import type { Peppers } from '../../src/authentication/digest.js';
import type { AuthorizationState, KeyFacts } from '../../src/control-plane/authorization-state.js';
import type { MintedSecret } from '../../src/control-plane/control-plane.js';
import { parseAddress } from '../../src/foundation/ip-address.js';
import { Secret } from '../../src/foundation/secret.js';
import { valueOf } from '../support/value-of.js';

export const KEY_ID = 'k0000000000000Id';

export const peppers: Peppers = { current: new Secret('p'.repeat(43)), previous: null };

export const minted: MintedSecret = createSecretMint(peppers)(KEY_ID);

/** An active key that opens everything from anywhere, but for what is given. */
export function stateOf(
  changes: {
    readonly key?: Partial<KeyFacts>;
    readonly user?: Partial<AuthorizationState['user']>;
    readonly database?: Partial<AuthorizationState['database']>;
    readonly groups?: AuthorizationState['groups'];
  } = {},
): AuthorizationState {
  return {
    revision: '1',
    key: {
      id: KEY_ID,
      name: 'nightly import',
      tags: [],
      secrets: [{ digest: minted.digest, validUntilMs: null }],
      validFromMs: null,
      validUntilMs: null,
      allowedAddresses: null,
      capabilities: null,
      rowNarrowing: null,
      disabled: false,
      stop: null,
      revoked: false,
      ...changes.key,
    },
    user: {
      id: 'u0000000000000Id',
      email: 'anna@example.com',
      name: null,
      attributes: {},
      enabled: true,
      deleted: false,
      ...changes.user,
    },
    database: { id: 'd0000000000000Id', slug: 'crm', enabled: true, version: 1, ...changes.database },
    groups: changes.groups ?? [groupOf({})],
  };
}

export function groupOf(
  changes: Partial<AuthorizationState['groups'][number]>,
): AuthorizationState['groups'][number] {
  return { id: 'g0000000000000Id', name: 'Sales', apiAccess: true, grants: [], rowRules: [], ...changes };
}

export function parsedSecretOf(secret: Secret): ParsedSecret {
  const credential = parseSecret(secret.reveal());
  if (credential.kind === 'malformed') throw new Error('The fixture holds a malformed secret.');
  return credential;
}

export function addressOf(text: string): ClientAddress {
  return { kind: 'known', address: valueOf(parseAddress(text)) };
}
