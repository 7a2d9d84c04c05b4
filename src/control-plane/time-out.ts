import { PosternError } from '../foundation/postern-error.js';

/**
 * What `work` gives, or CONTROL_PLANE_UNAVAILABLE after `timeoutMs`. By our own clock: a server that is gone or
 * stopped enforces no time-out. What has arrived by then counts, also where this process was too busy to read it:
 * else one long computation would refuse everybody. The caller must destroy the connection then, since its answer may still come.
 */
export async function withTimeout<Result>(timeoutMs: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    const expire = (): void => reject(new PosternError('CONTROL_PLANE_UNAVAILABLE'));
    // Node runs timers before it reads its sockets, and immediates after.
    timer = setTimeout(() => setImmediate(expire), timeoutMs);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
    // The loser may fail later, when nobody listens any more.
    work.catch(() => undefined);
  }
}
