import { describe, expect, it } from '@jest/globals';
import { answerMediaTypes, preferMediaType } from '../../src/server/media-type.js';

const json = 'application/json';
const graphql = 'application/graphql-response+json';

describe('the media type of an answer', () => {
  it.each([
    [null, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    [json, json],
    [graphql, graphql],
    [`${graphql}, ${json}`, graphql],
    [`${json}, ${graphql}`, json],
    [`${json};q=0.4, ${graphql};q=0.8`, graphql],
    [`${graphql};q=0.4, */*`, json],
    [`${json};q=0, */*`, graphql],
    ['APPLICATION/JSON; CHARSET=UTF-8', json],
    [`${json}; charset=iso-8859-1`, null],
    ['text/html', null],
    ['text/event-stream, multipart/mixed', null],
    [`${json};q=nonsense`, null],
    ['nonsense', null],
  ])('for "Accept: %s" is %s', (accept, expected) => {
    expect(preferMediaType(accept, answerMediaTypes)).toBe(expected);
  });
});
