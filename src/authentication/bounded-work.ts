import { PosternError } from '../foundation/postern-error.js';

/** Runs a piece of work when there is room for it. Throws PosternError OVERLOADED when too many wait already. */
export type RunBounded = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** At most `atOnce` pieces run and at most `waiting` more wait, in the order in which they came. */
export function createBoundedWork(limits: { readonly atOnce: number; readonly waiting: number }): RunBounded {
  let running = 0;
  const queue: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (running < limits.atOnce) {
      running += 1;
      return;
    }
    if (queue.length >= limits.waiting) throw new PosternError('OVERLOADED');
    // Whoever leaves hands its place on: `running` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve));
  };
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
