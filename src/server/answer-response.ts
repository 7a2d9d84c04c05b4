import type { FetchAPI } from 'graphql-yoga';
import type { AnswerMediaType } from './media-type.js';
import type { Answer } from './operation-request.js';

/** The HTTP response of an answer under a media type. */
export function respondWith(
  answer: Answer,
  fetchAPI: Pick<FetchAPI, 'Response'>,
  mediaType: AnswerMediaType = 'application/json',
): Response {
  const isSoftened = answer.statusRule === 'byMediaType' && mediaType === 'application/json';
  return new fetchAPI.Response(answer.body, {
    status: isSoftened ? 200 : answer.status,
    headers: {
      'Content-Type': `${mediaType}; charset=utf-8`,
      'Cache-Control': 'no-store',
      ...answer.headers,
    },
  });
}
