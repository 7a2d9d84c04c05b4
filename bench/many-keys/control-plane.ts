import { createCapabilitySpace } from '../../src/capability/capability-space.js';
import type { ControlPlane, DatabaseOffer } from '../../src/control-plane/control-plane.js';
import { createControlPlane } from '../../src/control-plane/create-control-plane.js';
import { Secret } from '../../src/foundation/secret.js';
import { TABLES } from './seed.js';

/** The services alone: nobody authenticates here, so that what secrets are for can be simple. */
export function openControlPlane(url: string): ControlPlane {
  return createControlPlane({
    url,
    needs: {
      clock: () => Date.now(),
      mintSecret: () => {
        throw new Error('Nothing is made here.');
      },
      mintSession: () => {
        throw new Error('Nobody signs in here.');
      },
      attemptMac: (text) => Buffer.from(text),
      seal: (plain) => Buffer.from(plain.reveal()),
      unseal: (sealed) => new Secret(sealed.toString()),
      sealCursor: (list, plain) => JSON.stringify([list, plain]),
      unsealCursor: (list, sealed) => {
        const [sealedFor, plain] = JSON.parse(sealed) as [string, string];
        return sealedFor === list ? plain : null;
      },
      auditMac: (content) => content,
      auditMacs: (content) => [content],
      passwords: {
        hash: () => Promise.reject(new Error('Nobody signs in here.')),
        check: () => Promise.resolve('wrong'),
      },
      offerOf: () => Promise.resolve(offer),
    },
  });
}

const offer: DatabaseOffer = {
  space: createCapabilitySpace({
    tables: Array.from({ length: TABLES }, (_, table) => ({
      key: `t${table}`,
      name: `table${table}`,
      verbs: ['select', 'insert', 'update', 'delete', 'aggregate'] as const,
      columns: Array.from({ length: 8 }, (__, column) => ({
        key: `c${column}`,
        name: `column${column}`,
        guarded: column === 7,
      })),
    })),
    named: [],
  }),
  laterTables: new Set(),
  checkRowRule: () => [],
  checkRowNarrowing: () => [],
};
