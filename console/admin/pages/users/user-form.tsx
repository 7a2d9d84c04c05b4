import { useState } from 'react';
import { send } from '../../api/send.js';
import { UpdateUserDocument, type UserDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { printJson, readJson } from '../../ui/json-text.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { SavingForm } from '../../ui/saving-form.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';
import { userFields, UserFields, type UserDraft } from './user-fields.js';

/** Sends what was changed, on the version that it was changed on. */
export function UserForm({ user }: { readonly user: UserDetailsFragment }) {
  // As it was when the person began.
  const [base, setBase] = useState(user);
  const [draft, setDraft] = useState(draftOf(user));
  const before = draftOf(base);
  const isDirty = userFields.some((field) => draft[field] !== before[field]);
  const load = (current: UserDetailsFragment): void => {
    setBase(current);
    setDraft(draftOf(current));
  };
  // Nothing was entered, so that what is there now is shown.
  if (!isDirty && user.version > base.version) load(user);
  const save = useChange(
    () => send(UpdateUserDocument, { input: inputOf(draft, base, user) }),
    texts.users.saved,
    ({ updateUser }) => load(updateUser.user),
  );
  return (
    <Section title={texts.users.details}>
      <LeaveGuard isDirty={isDirty && !save.isPending} />
      <SavingForm
        error={save.error}
        fields={userFields}
        isSaving={save.isPending}
        isDisabled={!isDirty}
        submit={texts.save}
        isReady={readJson(draft.attributes).kind === 'read'}
        onSave={() => save.mutate()}
        onLoadAnew={() => {
          load(user);
          save.reset();
        }}
      >
        <UserFields
          draft={draft}
          error={save.error}
          onChange={(changed) => setDraft({ ...draft, ...changed })}
        />
      </SavingForm>
    </Section>
  );
}

function draftOf({ email, name, attributes }: UserDetailsFragment): UserDraft {
  return { email, name: name ?? '', attributes: printJson(attributes) };
}

function inputOf(draft: UserDraft, base: UserDetailsFragment, current: UserDetailsFragment) {
  const before = draftOf(base);
  const isSame = userFields.every((field) => draftOf(current)[field] === before[field]);
  const attributes = readJson(draft.attributes);
  const name = draft.name.trim();
  return {
    id: base.id,
    // A password or a state that was set meanwhile counts up too, and is no reason to refuse.
    version: isSame ? current.version : base.version,
    ...(draft.email !== before.email && { email: draft.email }),
    ...(draft.name !== before.name && (name === '' ? { unset: ['NAME' as const] } : { name })),
    ...(draft.attributes !== before.attributes &&
      attributes.kind === 'read' && { attributes: attributes.value ?? {} }),
  };
}
