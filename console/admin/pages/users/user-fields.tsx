import { texts } from '../../texts.js';
import { CodeField } from '../../ui/code-field.js';
import { Field } from '../../ui/field.js';
import { jsonProblem } from '../../ui/json-text.js';
import { problemOf } from '../../ui/saving-form.js';

export interface UserDraft {
  readonly email: string;
  readonly name: string;
  /** JSON; empty: none. */
  readonly attributes: string;
}

export interface UserFieldsProps {
  readonly draft: UserDraft;
  readonly error: Error | null;
  readonly isNew?: boolean;
  readonly onChange: (changed: Partial<UserDraft>) => void;
}

export const userFields = ['email', 'name', 'attributes'] as const;

/** What a user is, whether new or not. */
export function UserFields({ draft, error, isNew = false, onChange }: UserFieldsProps) {
  return (
    <>
      <Field
        label={texts.users.email}
        type="email"
        autoComplete="off"
        value={draft.email}
        onChange={(email) => onChange({ email })}
        problem={problemOf(error, 'email')}
        autoFocus={isNew}
        isRequired
      />
      <Field
        label={texts.users.name}
        autoComplete="off"
        value={draft.name}
        onChange={(name) => onChange({ name })}
        problem={problemOf(error, 'name')}
      />
      <CodeField
        label={texts.users.attributes}
        hint={texts.users.attributesHint}
        lines={4}
        value={draft.attributes}
        onChange={(attributes) => onChange({ attributes })}
        problem={jsonProblem(draft.attributes) ?? problemOf(error, 'attributes')}
      />
    </>
  );
}
