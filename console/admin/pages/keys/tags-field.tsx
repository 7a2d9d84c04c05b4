import { useState } from 'react';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { splitList } from './addresses.js';

export interface TagsFieldProps {
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly problem: string | undefined;
}

/** Tags as they are typed, as long as that says the same. */
export function TagsField({ tags, onChange, problem }: TagsFieldProps) {
  const [typed, setTyped] = useState(tags.join(', '));
  const isSame = splitList(typed).join() === tags.join();
  return (
    <Field
      label={texts.form.tags}
      hint={texts.form.tagsHint}
      value={isSame ? typed : tags.join(', ')}
      onChange={(text) => {
        setTyped(text);
        onChange(splitList(text));
      }}
      problem={problem}
    />
  );
}
