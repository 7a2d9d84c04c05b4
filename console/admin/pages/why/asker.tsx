import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/send.js';
import {
  KeyChoiceDocument,
  KeyChoicesDocument,
  UserChoiceDocument,
  UserChoicesDocument,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { SearchPicker, type Found } from '../../ui/search-picker.js';
import type { RequestDraft } from './request-draft.js';

export interface AskerProps {
  readonly draft: RequestDraft;
  readonly onChange: (changed: Partial<RequestDraft>) => void;
  readonly problem: string | undefined;
}

const words = texts.why.request;

/** Who would ask: a key, or a user who is signed in. */
export function Asker({ draft, onChange, problem }: AskerProps) {
  return (
    <>
      <Choice
        label={words.asker}
        value={draft.asker}
        onChange={(asker) => onChange({ asker: asker === 'user' ? 'user' : 'key' })}
        options={[
          ['key', words.askerKey],
          ['user', words.askerUser],
        ]}
      />
      {draft.asker === 'key' ? (
        <KeyPicker id={draft.key} onChoose={(key) => onChange({ key })} problem={problem} />
      ) : (
        <UserPicker id={draft.user} onChoose={(user) => onChange({ user })} problem={problem} />
      )}
    </>
  );
}

interface PickerProps {
  readonly id: string;
  readonly onChoose: (id: string) => void;
  readonly problem: string | undefined;
}

function KeyPicker({ id, onChoose, problem }: PickerProps) {
  const [found, setFound] = useState<Found | null>(null);
  const chosen = found?.id === id ? found : null;
  // From a link only the id is known.
  const given = useQuery({
    queryKey: ['key-choice', id],
    queryFn: () => send(KeyChoiceDocument, { id }),
    enabled: id !== '' && chosen === null,
  });
  return (
    <SearchPicker
      label={words.key}
      hint={words.keyHint}
      chosenText={chosen?.text ?? given.data?.apiKey?.name ?? id}
      queryKey="key-choices"
      search={findKeys}
      onChoose={(picked) => {
        setFound(picked);
        onChoose(picked.id);
      }}
      problem={problem}
    />
  );
}

async function findKeys(text: string): Promise<readonly Found[]> {
  const { apiKeys } = await send(KeyChoicesDocument, text === '' ? {} : { search: text });
  return apiKeys.nodes.map(({ id, name, state, database, accessAs }) => ({
    id,
    text: name,
    detail: [texts.states[state], database.slug, accessAs?.email, id].filter(Boolean).join(' · '),
  }));
}

function UserPicker({ id, onChoose, problem }: PickerProps) {
  const [found, setFound] = useState<Found | null>(null);
  const chosen = found?.id === id ? found : null;
  const given = useQuery({
    queryKey: ['user-choice', id],
    queryFn: () => send(UserChoiceDocument, { id }),
    enabled: id !== '' && chosen === null,
  });
  const user = given.data?.user;
  return (
    <SearchPicker
      label={words.user}
      hint={words.userHint}
      chosenText={chosen?.text ?? (user ? (user.name ?? user.email) : id)}
      queryKey="user-found"
      search={findUsers}
      onChoose={(picked) => {
        setFound(picked);
        onChoose(picked.id);
      }}
      problem={problem}
    />
  );
}

async function findUsers(text: string): Promise<readonly Found[]> {
  const { users } = await send(UserChoicesDocument, text === '' ? {} : { search: text });
  return users.nodes.map(({ id, name, email }) => ({ id, text: name ?? email, detail: email }));
}
