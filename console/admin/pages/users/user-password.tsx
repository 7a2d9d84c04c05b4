import { useState } from 'react';
import { send } from '../../api/send.js';
import { SetUserPasswordDocument, type UserDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { Instant } from '../../ui/instant.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';

/** Another password, whatever the present one is. */
export function UserPassword({ user: { id, passwordSetAt } }: { readonly user: UserDetailsFragment }) {
  const [password, setPassword] = useState('');
  const set = useChange(
    () => send(SetUserPasswordDocument, { id, password }),
    texts.users.passwordSet,
    () => setPassword(''),
  );
  return (
    <Section title={texts.users.password}>
      <p className="quiet">
        {passwordSetAt === null ? (
          texts.users.noPassword
        ) : (
          <>
            {texts.users.passwordSince} <Instant at={passwordSetAt} />
          </>
        )}
      </p>
      <SavingForm
        error={set.error}
        fields={['password']}
        isSaving={set.isPending}
        isDisabled={password === ''}
        submit={texts.users.setPassword}
        onSave={() => set.mutate()}
      >
        <Field
          label={texts.account.newPassword}
          hint={texts.users.passwordHint}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          problem={problemOf(set.error, 'password')}
        />
      </SavingForm>
    </Section>
  );
}
