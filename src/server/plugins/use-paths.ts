import { respondWith } from '../answer-response.js';
import { methodsOf } from '../route.js';
import { refuse } from '../refuse.js';
import type { ShellPlugin } from './plugin.js';

/** Unknown paths and wrong methods end here. */
export function usePaths(): ShellPlugin {
  return {
    onRequest(step) {
      const { request, serverContext, fetchAPI } = step;
      const methods = methodsOf(serverContext.exchange.route);
      if (methods.length === 0) {
        const message = 'There is nothing at this path. The API is at /graphql.';
        step.endResponse(respondWith(refuse('NOT_FOUND', { status: 404, message }), fetchAPI));
      } else if (!methods.includes(request.method)) {
        const allowed = methods.join(', ');
        const message = `This path answers ${methods.join(' and ')} only.`;
        step.endResponse(
          respondWith(refuse('BAD_REQUEST', { status: 405, message, headers: { Allow: allowed } }), fetchAPI),
        );
      }
    },
  };
}
