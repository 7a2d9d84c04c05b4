import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { CreateUserDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { readJson } from '../../ui/json-text.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { Lacking } from '../../ui/lacking.js';
import { Page } from '../../ui/page.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { useChange } from '../../ui/use-change.js';
import { userFields, UserFields, type UserDraft } from './user-fields.js';

const empty: UserDraft = { email: '', name: '', attributes: '' };

/** A user may do nothing before it is in a group: that follows on its own page. */
export function NewUserPage() {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(empty);
  const [password, setPassword] = useState('');
  const attributes = readJson(draft.attributes);
  const create = useChange(
    () => {
      const { email, name } = draft;
      return send(CreateUserDocument, {
        input: {
          email,
          ...(name.trim() !== '' && { name }),
          ...(attributes.kind === 'read' &&
            attributes.value !== undefined && { attributes: attributes.value }),
          ...(password !== '' && { password }),
        },
      });
    },
    texts.users.created(draft.email.trim()),
    ({ createUser }) => void navigate({ to: '/users/$id', params: { id: createUser.user.id } }),
  );
  const isDirty = password !== '' || userFields.some((field) => draft[field] !== '');
  return (
    <Page title={texts.users.create}>
      <Lacking needed={['users:insert']} />
      <LeaveGuard isDirty={isDirty && !create.isPending && !create.isSuccess} />
      <SavingForm
        error={create.error}
        fields={[...userFields, 'password']}
        isSaving={create.isPending}
        submit={texts.users.create}
        isReady={attributes.kind === 'read'}
        onSave={() => create.mutate()}
        onCancel={() => void navigate({ to: '/users' })}
      >
        <UserFields
          draft={draft}
          error={create.error}
          onChange={(changed) => setDraft({ ...draft, ...changed })}
          isNew
        />
        <Field
          label={texts.users.passwordOptional}
          hint={texts.users.passwordHint}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          problem={problemOf(create.error, 'password')}
        />
      </SavingForm>
    </Page>
  );
}
