import { respondWith } from '../answer-response.js';
import type { AnswerWhoami } from '../operation-request.js';
import { factsOf } from '../request-facts.js';
import type { ShellPlugin } from './plugin.js';

export function useWhoami(answerWhoami: AnswerWhoami): ShellPlugin {
  return {
    async onRequest(step) {
      const {
        request,
        url,
        serverContext: { exchange },
        fetchAPI,
      } = step;
      if (exchange.route.kind !== 'whoami') return;
      exchange.answer = await answerWhoami(factsOf(request, url.searchParams, exchange));
      step.endResponse(respondWith(exchange.answer, fetchAPI));
    },
  };
}
