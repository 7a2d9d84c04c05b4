import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { send } from '../../api/send.js';
import {
  KeyChoiceDocument,
  KeyChoicesDocument,
  UserChoiceDocument,
  type KeyChoicesQuery,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { SearchPicker, type Found } from '../../ui/search-picker.js';
import { UserPicker, describeUser } from '../../ui/user-picker.js';
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
        <AskingKey id={draft.key} onChoose={(key) => onChange({ key })} problem={problem} />
      ) : (
        <AskingUser id={draft.user} onChoose={(user) => onChange({ user })} problem={problem} />
      )}
    </>
  );
}

interface PickerProps {
  readonly id: string;
  readonly onChoose: (id: string) => void;
  readonly problem: string | undefined;
}

function AskingKey({ id, onChoose, problem }: PickerProps) {
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
      describe={describeKey}
      onChoose={(picked) => {
        setFound(picked);
        onChoose(picked.id);
      }}
      problem={problem}
    />
  );
}

type FoundKey = KeyChoicesQuery['apiKeys']['nodes'][number];

async function findKeys(text: string): Promise<readonly FoundKey[]> {
  const { apiKeys } = await send(KeyChoicesDocument, text === '' ? {} : { search: text });
  return apiKeys.nodes;
}

function describeKey({ id, name, state, database, accessAs }: FoundKey): Found {
  const detail = [texts.states[state], database.slug, accessAs?.email, id].filter(Boolean).join(' · ');
  return { id, text: name, detail };
}

function AskingUser({ id, onChoose, problem }: PickerProps) {
  const [found, setFound] = useState<Found | null>(null);
  const chosen = found?.id === id ? found : null;
  const given = useQuery({
    queryKey: ['user-choice', id],
    queryFn: () => send(UserChoiceDocument, { id }),
    enabled: id !== '' && chosen === null,
  });
  const user = given.data?.user;
  return (
    <UserPicker
      label={words.user}
      hint={words.userHint}
      chosenText={chosen?.text ?? (user ? describeUser(user) : id)}
      onChoose={(picked) => {
        setFound(picked);
        onChoose(picked.id);
      }}
      problem={problem}
    />
  );
}
