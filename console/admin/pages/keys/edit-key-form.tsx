import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { send } from '../../api/send.js';
import {
  EditedApiKeyDocument,
  UpdateApiKeyDocument,
  type EditedKeyFragment,
} from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { useAnnounce } from '../../ui/announce.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { describeUser } from '../../ui/user-picker.js';
import { DraftChanges } from './draft-changes.js';
import { missingIn } from './draft-problems.js';
import { EditConflict } from './edit-conflict.js';
import { draftOf, isSameDraft, updateInputOf, type KeyDraft } from './key-draft.js';
import { KeyForm } from './key-form.js';

/** Changes a key that is there: shows what will be different, and what somebody else did meanwhile. */
export function EditKeyForm({ apiKey }: { readonly apiKey: EditedKeyFragment }) {
  const navigate = useNavigate();
  const announce = useAnnounce();
  const client = useQueryClient();
  /** The key as it was when what is entered here began. */
  const [base, setBase] = useState(apiKey);
  const before = draftOf(base);
  const [draft, setDraft] = useState<KeyDraft>(before);
  const [users, setUsers] = useState<Readonly<Record<string, string>>>(() =>
    apiKey.accessAs === null ? {} : { [apiKey.accessAs.id]: describeUser(apiKey.accessAs) },
  );
  const [attempt, setAttempt] = useState(0);
  const [theirs, setTheirs] = useState<EditedKeyFragment | null>(null);
  const update = useMutation({
    mutationFn: () =>
      send(UpdateApiKeyDocument, {
        input: updateInputOf(base.id, base.version, before, draft),
      }),
    onSuccess: async ({ updateApiKey }) => {
      await client.invalidateQueries({ queryKey: ['keys'] });
      await client.invalidateQueries({ queryKey: ['key'] });
      announce(texts.keys.saved(updateApiKey.apiKey.name));
      // Nothing is lost: the guard knows that only with the next rendering.
      void navigate({ to: '/keys', ignoreBlocker: true });
    },
    onError: async (error) => {
      if (!(error instanceof ApiError) || error.code !== 'CONFLICT') return;
      setTheirs((await send(EditedApiKeyDocument, { id: base.id })).apiKey);
    },
  });
  const userText = (id: string | null): string => (id === null ? texts.none : (users[id] ?? id));
  const save = (): void => {
    setAttempt((count) => count + 1);
    if (Object.keys(missingIn(draft, false)).length > 0) return;
    if (isSameDraft(before, draft)) void navigate({ to: '/keys' });
    else update.mutate();
  };
  const goOnFrom = (current: EditedKeyFragment, with_: KeyDraft): void => {
    setBase(current);
    setDraft(with_);
    setTheirs(null);
    update.reset();
    // The buttons that led here are gone with the question.
    document.getElementById('content')?.focus();
  };
  return (
    <>
      <LeaveGuard isDirty={!update.isSuccess && !isSameDraft(draft, before)} />
      <KeyForm
        draft={draft}
        userText={userText(draft.accessAsUserId)}
        isNew={false}
        isSaving={update.isPending}
        error={update.error}
        attempt={attempt}
        onChange={(changed) => setDraft((current) => ({ ...current, ...changed }))}
        onChooseUser={(id, text) => {
          setUsers((known) => ({ ...known, [id]: text }));
          setDraft((current) => ({ ...current, accessAsUserId: id }));
        }}
        onSave={save}
        onCancel={() => void navigate({ to: '/keys' })}
      >
        {theirs === null ? (
          <DraftChanges title={texts.form.changes} before={before} after={draft} userText={userText} />
        ) : (
          <EditConflict
            base={before}
            mine={draft}
            theirs={theirs}
            userText={userText}
            onResolve={(resolved) => goOnFrom(theirs, resolved)}
          />
        )}
      </KeyForm>
    </>
  );
}
