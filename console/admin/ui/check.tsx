import { useId } from 'react';

export interface CheckProps {
  readonly label: string;
  readonly isChecked: boolean;
  readonly hint?: string;
  readonly onChange: (isChecked: boolean) => void;
}

/** Yes or no. */
export function Check({ label, isChecked, hint, onChange }: CheckProps) {
  const id = useId();
  return (
    <div className="check">
      <input
        type="checkbox"
        id={id}
        checked={isChecked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={({ target }) => onChange(target.checked)}
      />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="second">
            {hint}
          </span>
        )}
      </div>
    </div>
  );
}
