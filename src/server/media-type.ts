/** The media types of a GraphQL answer; the first is for whoever accepts anything (GraphQL over HTTP, "Legacy watershed"). */
export const answerMediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type AnswerMediaType = (typeof answerMediaTypes)[number];

interface AcceptedRange {
  readonly type: string;
  readonly subtype: string;
  readonly quality: number;
}

/**
 * The offered media type that the Accept header prefers, null where it admits none. Higher quality first, then the
 * order in the header, then the order of the offer (RFC 9110, 12.5.1). No header admits everything.
 */
export function preferMediaType<Offer extends string>(
  accept: string | null,
  offers: readonly Offer[],
): Offer | null {
  if (accept === null || accept.trim() === '') return offers[0] ?? null;
  const ranges = accept.split(',').flatMap(parseRange);
  let preferred: { offer: Offer; quality: number; position: number } | null = null;
  for (const offer of offers) {
    const range = rangeOf(offer, ranges);
    if (range === undefined || range.quality === 0) continue;
    const position = ranges.indexOf(range);
    const isBetter =
      preferred === null ||
      range.quality > preferred.quality ||
      (range.quality === preferred.quality && position < preferred.position);
    if (isBetter) preferred = { offer, quality: range.quality, position };
  }
  return preferred?.offer ?? null;
}

// The most specific range decides, so that `application/json;q=0, */*` excludes JSON.
function rangeOf(mediaType: string, ranges: readonly AcceptedRange[]): AcceptedRange | undefined {
  const [type, subtype] = mediaType.split('/');
  return (
    ranges.find((range) => range.type === type && range.subtype === subtype) ??
    ranges.find((range) => range.type === type && range.subtype === '*') ??
    ranges.find((range) => range.type === '*' && range.subtype === '*')
  );
}

function parseRange(text: string): AcceptedRange[] {
  const [mediaType = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const [type, subtype] = mediaType.split('/');
  if (type === undefined || type === '' || subtype === undefined) return [];
  let quality = 1;
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=');
    if (name === 'charset' && value.replaceAll('"', '') !== 'utf-8') return [];
    if (name === 'q') quality = /^[01](\.\d{0,3})?$/.test(value) ? Number(value) : 0;
  }
  return [{ type, subtype, quality }];
}
