import type { ShellPlugin } from './plugin.js';

export type Readiness =
  | { readonly kind: 'ready' }
  /** `reason` is public: one word for what is missing, such as `controlPlane`. */
  | { readonly kind: 'notReady'; readonly reason: string };

const READINESS_TIMEOUT_MS = 2_000;

/** The probes: live while the process answers, ready (else 503) while it can serve. */
export function useHealth(isReady: () => Promise<Readiness>): ShellPlugin {
  return {
    async onRequest(step) {
      const { serverContext, fetchAPI } = step;
      const { route } = serverContext.exchange;
      if (route.kind !== 'health') return;
      const readiness = route.probe === 'live' ? null : await askInTime(isReady);
      const body = readiness === null ? { status: 'live' } : describe(readiness);
      step.endResponse(
        new fetchAPI.Response(JSON.stringify(body), {
          status: readiness?.kind === 'notReady' ? 503 : 200,
          headers: { 'Content-Type': 'application/json; charset=utf-8' },
        }),
      );
    },
  };
}

function describe(readiness: Readiness): Readonly<Record<string, string>> {
  return readiness.kind === 'ready' ? { status: 'ready' } : { status: 'notReady', reason: readiness.reason };
}

/** A check that fails or hangs is a no. */
async function askInTime(isReady: () => Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'notReady', reason: 'timeout' }), READINESS_TIMEOUT_MS);
  });
  try {
    return await Promise.race([isReady(), tooLate]);
  } catch {
    return { kind: 'notReady', reason: 'checkFailed' };
  } finally {
    clearTimeout(timer);
  }
}
