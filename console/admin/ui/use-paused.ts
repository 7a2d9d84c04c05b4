import { useEffect, useState } from 'react';

const TYPING_PAUSE_MS = 200;

/** What is being typed, once it has not changed for a moment: what is asked of the gateway goes by this. */
export function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const pause = setTimeout(() => setPaused(value), TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [value]);
  return paused;
}
