import { GraphQLError } from 'graphql';
import { respondWith } from '../answer-response.js';
import type { Logger } from '../logger.js';
import { maskFailure } from '../mask-failure.js';
import type { ShellPlugin } from './plugin.js';

/** Operations end before Yoga has a result of its own: one that gets here is an exception that Yoga caught. */
export function useMaskedFailures(log: Logger): ShellPlugin {
  return {
    onResultProcess(step) {
      const {
        result,
        serverContext: { exchange },
      } = step;
      const error = 'errors' in result ? (result.errors ?? [])[0] : undefined;
      const failure = error instanceof GraphQLError ? (error.originalError ?? error) : error;
      step.setResultProcessor((_result, fetchAPI) => {
        exchange.answer = maskFailure(failure, exchange, log);
        return respondWith(exchange.answer, fetchAPI);
      }, 'application/json');
    },
  };
}
