import { respondWith } from '../answer-response.js';
import { answerMediaTypes, preferMediaType } from '../media-type.js';
import type { Answer, AnswerOperation } from '../operation-request.js';
import { readGet, readPost } from '../read-params.js';
import { refuse } from '../refuse.js';
import { factsOf } from '../request-facts.js';
import type { ShellPlugin } from './plugin.js';

/**
 * GraphQL over HTTP up to the operation's text and from the answer's text on; what stands between is `answer`'s.
 * Ends in onRequestParse, so that none of Yoga's own parsing, validation or execution can run.
 */
export function useOperations(answerOperation: AnswerOperation): ShellPlugin {
  return {
    async onRequestParse(step) {
      const {
        request,
        url,
        serverContext: { exchange },
        fetchAPI,
      } = step;
      const mediaType = preferMediaType(request.headers.get('accept'), answerMediaTypes);
      // Before anything runs: an answer that the client cannot read must not have changed anything.
      if (mediaType === null) {
        step.endResponse(respondWith(notAcceptable(), fetchAPI));
        return;
      }
      const read = request.method === 'GET' ? readGet(url.searchParams) : await readPost(request);
      exchange.answer =
        read.kind === 'refused'
          ? read.answer
          : await answerOperation(factsOf(request, url.searchParams, exchange), read.params);
      step.endResponse(respondWith(exchange.answer, fetchAPI, mediaType));
    },
  };
}

function notAcceptable(): Answer {
  const message = `Answers come as ${answerMediaTypes.join(' or ')}: name one of them in the Accept header.`;
  return refuse('BAD_REQUEST', { status: 406, message });
}
