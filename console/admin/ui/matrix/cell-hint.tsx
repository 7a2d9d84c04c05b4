import { createContext, useContext, useState, type ReactNode } from 'react';

const Hint = createContext<(sentence: string | null) => void>(() => undefined);

/** Shows a sentence about the cell that the pointer or the focus is on, below the matrix. */
export const useCellHint = (): ((sentence: string | null) => void) => useContext(Hint);

/** Its state lives apart from the matrix, so that no cell is drawn anew when the pointer moves on. */
export function CellHint({
  otherwise,
  children,
}: {
  readonly otherwise: string;
  readonly children: ReactNode;
}) {
  const [hint, setHint] = useState<string | null>(null);
  return (
    <Hint value={setHint}>
      {children}
      {/* The name of a cell says the same to who listens. */}
      <p className="hint" aria-hidden={hint !== null}>
        {hint ?? otherwise}
      </p>
    </Hint>
  );
}
