import { useEffect, useRef, useState } from 'react';
import { Input, Label, SearchField } from 'react-aria-components';

export interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const TYPING_PAUSE_MS = 250;

/** Asks when typing pauses, or at once on Enter. */
export function SearchBox({ label, placeholder, value, onChange }: SearchBoxProps) {
  const [typed, setTyped] = useState(value);
  const asked = useRef(value);
  useEffect(() => {
    // Set from elsewhere, such as by a link that clears all filters; what was asked for here may be behind the typing.
    if (value !== asked.current) setTyped(value);
    asked.current = value;
  }, [value]);
  useEffect(() => {
    if (typed === asked.current) return;
    const pause = setTimeout(() => {
      asked.current = typed;
      onChange(typed);
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(pause);
  }, [typed, onChange]);
  return (
    <SearchField className="field search-box" value={typed} onChange={setTyped} onSubmit={onChange}>
      <Label>{label}</Label>
      <Input placeholder={placeholder} />
    </SearchField>
  );
}
