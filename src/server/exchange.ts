import { newId } from '../foundation/ids.js';
import type { Answer } from './operation-request.js';
import { findRoute, type Route } from './route.js';

/** One request and what becomes of it, from its arrival to its log line. Travels as Yoga's server context. */
export interface Exchange {
  readonly requestId: string;
  readonly arrivedAtMs: number;
  readonly method: string;
  /** Without the query string: a key may stand there. */
  readonly path: string;
  readonly route: Route;
  readonly peerAddress: string | undefined;
  /** Set once, when the operation is answered. */
  answer: Answer | null;
}

export interface ShellContext {
  readonly exchange: Exchange;
}

/** `target` is a path with an optional query string, or a whole URL. */
export function beginExchange(method: string, target: string, peerAddress: string | undefined): Exchange {
  const path = pathOf(target);
  return {
    requestId: newId(),
    arrivedAtMs: Date.now(),
    method,
    path,
    route: findRoute(path),
    peerAddress,
    answer: null,
  };
}

function pathOf(target: string): string {
  const url = `${target.startsWith('/') ? 'http://postern' : ''}${target}`;
  return URL.canParse(url) ? new URL(url).pathname : '';
}
