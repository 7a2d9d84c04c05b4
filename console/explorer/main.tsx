import { createRoot } from 'react-dom/client';
import { Explorer } from './explorer';
import type { Credential } from './post-operation';
import 'graphiql/style.css';
import './explorer.css';

/**
 * GraphiQL with a key field, for integrators who try queries by hand, and for who is signed in to the console. A client over HTTP like any other: the key
 * that is typed here lives in this page's memory and goes into one header, to the address the page came from.
 */
// Dialogs add a style element of their own, which the page's policy admits only with this nonce.
const policy = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
Object.assign(globalThis, { __webpack_nonce__: policy?.nonce });

const root = document.getElementById('explorer');
if (root !== null) {
  const { pathname, hash } = window.location;
  createRoot(root).render(<Explorer endpoint={pathname} beginsAs={readHash(hash)} />);
}

/** What the console's links say: `#me`, or `#as=<id of a key>`, which is not secret. */
function readHash(hash: string): Credential | null {
  if (hash === '#me') return { kind: 'session' };
  const keyId = /^#as=([0-9A-Za-z]{16})$/.exec(hash)?.[1];
  return keyId === undefined ? null : { kind: 'asKey', keyId };
}
