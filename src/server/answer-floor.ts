/** A moment before which something is not answered, however soon it is known. Begun when the request arrives. */
export interface AnswerFloor {
  passed(): Promise<void>;
  /** For whoever is answered as soon as may be. */
  cancel(): void;
}

/** Longer than looking a key up takes, shorter than anybody minds who mistyped one. */
const FLOOR_MS = 15;

/**
 * The four refusals that a caller cannot tell apart take different work, by whether an id exists and was used lately.
 * The timer runs from the arrival, so that when it ends does not depend on that work.
 */
export function startAnswerFloor(): AnswerFloor {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, FLOOR_MS);
  });
  return { passed: () => over, cancel: () => clearTimeout(timer) };
}
