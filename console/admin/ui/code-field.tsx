import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { texts } from '../texts.js';
import { completionAt, type Completion } from './completion.js';

export interface CodeFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly problem: string | null;
  readonly lines: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What a text in quotes is completed with. */
  readonly words?: readonly string[];
  readonly isRequired?: boolean;
}

/** JSON, with completion within quotes: arrow down to the words, Enter takes one, Escape closes. */
export function CodeField(props: CodeFieldProps) {
  const { label, hint, problem, lines, value, onChange, words = [], isRequired = false } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [active, setActive] = useState(-1);
  const show = (found: Completion | null): void => {
    setCompletion(found);
    setActive(-1);
  };
  const take = (word: string): void => {
    if (completion === null) return;
    onChange(value.slice(0, completion.start) + word + value.slice(completion.end));
    show(null);
    const caret = completion.start + word.length;
    // After the new text is drawn.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(caret, caret);
    });
  };
  const press = (event: KeyboardEvent): void => {
    const action =
      completion === null ? undefined : keys(completion, active, { setActive, take, show })[event.key];
    if (action === undefined) return;
    event.preventDefault();
    // Nor does it close a dialog around.
    event.stopPropagation();
    action();
  };
  return (
    <div className="field code-field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        ref={area}
        rows={lines}
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        required={isRequired}
        aria-invalid={problem !== null}
        aria-describedby={`${id}-problem ${id}-hint`}
        {...(words.length > 0 && {
          'aria-autocomplete': 'list',
          'aria-controls': `${id}-words`,
          'aria-activedescendant': active < 0 ? undefined : `${id}-${active}`,
        })}
        onChange={({ target }) => {
          onChange(target.value);
          show(completionAt(target.value, target.selectionStart, words));
        }}
        onKeyDown={press}
        onBlur={() => show(null)}
      />
      {/* A text of several lines has no state that says so. */}
      <span className="unseen" role="status">
        {completion === null ? '' : texts.json.suggested(completion.words.length)}
      </span>
      <ul
        id={`${id}-words`}
        role="listbox"
        aria-label={texts.json.suggestions}
        className="words"
        hidden={completion === null}
      >
        {completion?.words.map((word, index) => (
          <li
            key={word}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            // Before the text loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              take(word);
            }}
          >
            {word}
          </li>
        ))}
      </ul>
      {hint !== undefined && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      <span className="field-problem" id={`${id}-problem`}>
        {problem}
      </span>
    </div>
  );
}

interface Moves {
  readonly setActive: (index: number) => void;
  readonly take: (word: string) => void;
  readonly show: (found: null) => void;
}

function keys({ words }: Completion, active: number, { setActive, take, show }: Moves) {
  const word = words[active];
  const moves: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowDown: () => setActive((active + 1) % words.length),
    ArrowUp: active < 0 ? undefined : () => setActive(active - 1),
    Enter: word === undefined ? undefined : () => take(word),
    Escape: () => show(null),
  };
  return moves;
}
