import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { CreateApiKeyDocument, type CreateApiKeyMutation } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { useAnnounce } from '../../ui/announce.js';
import { Lacking } from '../../ui/lacking.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { Page } from '../../ui/page.js';
import { RevealSecret } from '../../ui/reveal-secret.js';
import { missingIn } from './draft-problems.js';
import { createInputOf, emptyDraft, isSameDraft, type KeyDraft } from './key-draft.js';
import { KeyForm } from './key-form.js';

type Created = CreateApiKeyMutation['createApiKey'];

export function NewKeyPage() {
  const navigate = useNavigate();
  const announce = useAnnounce();
  const client = useQueryClient();
  const [draft, setDraft] = useState<KeyDraft>(emptyDraft);
  const [userText, setUserText] = useState('');
  const [attempt, setAttempt] = useState(0);
  // Here and nowhere else, and only until the dialog closes.
  const [created, setCreated] = useState<Created | null>(null);
  const create = useMutation({
    mutationFn: async () => {
      const { createApiKey } = await send(CreateApiKeyDocument, { input: createInputOf(draft) });
      setCreated(createApiKey);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['keys'] }),
  });
  const save = (): void => {
    setAttempt((count) => count + 1);
    if (Object.keys(missingIn(draft, true)).length === 0) create.mutate();
  };
  const close = (name: string): void => {
    setCreated(null);
    announce(texts.keys.created(name));
    void navigate({ to: '/keys', ignoreBlocker: true });
  };
  return (
    <Page title={texts.form.createTitle}>
      <Lacking needed={['apiKeys:insert', 'users:select', 'databases:select']} />
      <LeaveGuard isDirty={!create.isSuccess && !isSameDraft(draft, emptyDraft)} />
      <KeyForm
        draft={draft}
        userText={userText}
        isNew
        isSaving={create.isPending}
        error={create.error}
        attempt={attempt}
        onChange={(changed) => setDraft((before) => ({ ...before, ...changed }))}
        onChooseUser={(accessAsUserId, text) => {
          setDraft((before) => ({ ...before, accessAsUserId }));
          setUserText(text);
        }}
        onSave={save}
        onCancel={() => void navigate({ to: '/keys' })}
      />
      {created !== null && (
        <RevealSecret
          secret={created.secret}
          keyName={created.apiKey.name}
          database={draft.database}
          onClose={() => close(created.apiKey.name)}
        />
      )}
    </Page>
  );
}
