export type BodyRead =
  | { readonly kind: 'read'; readonly text: string }
  | { readonly kind: 'tooLarge' }
  | { readonly kind: 'notUtf8' }
  | { readonly kind: 'cutOff' };

/**
 * The text of a body of at most `limitBytes` bytes. They are counted while they arrive, since Content-Length may be
 * absent (chunked) or wrong.
 */
export async function readBody(request: Request, limitBytes: number): Promise<BodyRead> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) return { kind: 'tooLarge' };
  const chunks: Uint8Array[] = [];
  let lengthBytes = 0;
  // By hand, since leaving `for await` would destroy the socket before the refusal is sent.
  const iterator = chunksOf(request);
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      lengthBytes += next.value.byteLength;
      if (lengthBytes > limitBytes) return { kind: 'tooLarge' };
      chunks.push(next.value);
    }
  } catch {
    return { kind: 'cutOff' };
  }
  return decode(chunks);
}

function chunksOf(request: Request): AsyncIterator<Uint8Array, unknown> {
  if (request.body === null) return emptyBody();
  return (request.body as unknown as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // Nothing to give.
}

function decode(chunks: readonly Uint8Array[]): BodyRead {
  try {
    return { kind: 'read', text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { kind: 'notUtf8' };
  }
}
