import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useAnnounce } from './announce.js';

/** A change at the gateway: says that it was made, and lets everything that is shown be read anew. */
export function useChange<Input = void, Result = unknown>(
  change: (input: Input) => Promise<Result>,
  said: string | ((input: Input, result: Result) => string),
  onDone?: (result: Result) => void,
) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: change,
    onSuccess: (result, input) => {
      announce(typeof said === 'string' ? said : said(input, result));
      onDone?.(result);
    },
    // Also after a refusal: most of all then something else may be there by now. Not waited for.
    onSettled: () => {
      void client.invalidateQueries().then(() => requestAnimationFrame(keepFocus));
    },
  });
}

/** Where what had the focus is gone, such as the button of a row that was removed, the page has it. */
function keepFocus(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  if (isLost) document.getElementById('content')?.focus({ preventScroll: true });
}
