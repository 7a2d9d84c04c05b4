import { texts } from '../../texts.js';
import type { Choice } from './capability-choice.js';
import { useCellHint } from './cell-hint.js';

export interface MatrixCellProps {
  /** What it is of, such as `person.email`. */
  readonly subject: string;
  readonly verb: string;
  readonly choice: Choice;
  /** Why it cannot be chosen. */
  readonly reason: string | null;
  readonly onToggle: () => void;
}

/** One box. It can be focused also where it cannot be changed, and says why. */
export function MatrixCell({ subject, verb, choice, reason, onToggle }: MatrixCellProps) {
  const showHint = useCellHint();
  const note = describe(choice, reason);
  // What was chosen before the reason arose can still be taken away.
  const isFixed = choice.kind === 'wildcard' || (reason !== null && choice.kind !== 'own');
  const isPart = choice.kind === 'columns';
  const name = `${subject}: ${verb}`;
  const hint = note === null ? null : `${name}: ${note}`;
  return (
    <td data-label={verb} onPointerEnter={() => showHint(hint)} onPointerLeave={() => showHint(null)}>
      <input
        type="checkbox"
        aria-label={note === null ? name : `${name}, ${note}`}
        aria-disabled={isFixed || undefined}
        checked={['own', 'table', 'wildcard'].includes(choice.kind)}
        ref={(box) => {
          if (box) box.indeterminate = isPart;
        }}
        onChange={({ target }) => {
          if (!isFixed) onToggle();
          // Nothing is drawn anew, and the browser has taken it away.
          else target.indeterminate = isPart;
        }}
        onFocus={() => showHint(hint)}
        onBlur={() => showHint(null)}
      />
    </td>
  );
}

const { matrix } = texts;

function describe(choice: Choice, reason: string | null): string | null {
  if (choice.kind === 'wildcard') return matrix.byWildcard(choice.by);
  if (choice.kind !== 'columns') return reason;
  return [matrix.someColumns(choice.count), reason].filter((part) => part !== null).join(', ');
}
