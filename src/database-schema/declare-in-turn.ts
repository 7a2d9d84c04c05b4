/** Declares a type now, or after the one that is being declared. */
export type DeclareInTurn = (declare: () => void) => void;

/**
 * Types that lead to each other would be declared one inside the other: tables in a long chain of foreign keys then
 * fill the stack. Here whoever asks meanwhile gets a type that is declared in its turn.
 */
export function createDeclareInTurn(): DeclareInTurn {
  const waiting: (() => void)[] = [];
  let isDeclaring = false;
  return (declare) => {
    waiting.push(declare);
    if (isDeclaring) return;
    isDeclaring = true;
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) next();
    } finally {
      isDeclaring = false;
    }
  };
}
