import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { DatabasesDocument, UserChoiceDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { Field } from '../../ui/field.js';
import { describeUser, UserPicker } from '../../ui/user-picker.js';
import type { StopScope } from './stop-scope.js';

export interface StopTargetFieldProps {
  readonly scope: StopScope;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly problem: string | undefined;
}

const words = texts.stops;

/** Which user, database or tag it is. */
export function StopTargetField({ scope, value, onChange, problem }: StopTargetFieldProps) {
  if (scope === 'user') return <UserField {...{ value, onChange, problem }} />;
  if (scope === 'database') return <DatabaseField {...{ value, onChange, problem }} />;
  return (
    <Field
      label={words.tag}
      hint={words.tagHint}
      value={value}
      onChange={onChange}
      problem={problem}
      isRequired
    />
  );
}

type OfOneScope = Omit<StopTargetFieldProps, 'scope'>;

function UserField({ value, onChange, problem }: OfOneScope) {
  const [chosen, setChosen] = useState<{ readonly id: string; readonly text: string } | null>(null);
  // From a link only the id is known.
  const given = useQuery({
    queryKey: ['user-choice', value],
    queryFn: () => send(UserChoiceDocument, { id: value }),
    enabled: value !== '' && chosen?.id !== value,
  });
  const user = given.data?.user;
  return (
    <UserPicker
      label={words.user}
      hint={words.userHint}
      chosenText={chosen?.id === value ? chosen.text : user ? describeUser(user) : value}
      onChoose={(picked) => {
        setChosen(picked);
        onChange(picked.id);
      }}
      problem={problem}
      isRequired
    />
  );
}

function DatabaseField({ value, onChange, problem }: OfOneScope) {
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const usable = databases.data?.databases.filter(({ removedAt }) => removedAt === null) ?? [];
  return (
    <Choice
      label={words.database}
      hint={words.databaseHint}
      value={value}
      onChange={onChange}
      options={[['', texts.form.chooseDatabase], ...usable.map(({ slug }) => [slug, slug] as const)]}
      problem={problem ?? null}
    />
  );
}
