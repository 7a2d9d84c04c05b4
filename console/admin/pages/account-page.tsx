import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { ApiError } from '../api/api-error.js';
import { send } from '../api/send.js';
import {
  ChangePasswordDocument,
  EndSessionDocument,
  MeDocument,
  SignOutDocument,
  type MeQuery,
} from '../generated/graphql.js';
import { texts } from '../texts.js';
import { useAnnounce } from '../ui/announce.js';
import { Field } from '../ui/field.js';
import { Instant } from '../ui/instant.js';
import { Page } from '../ui/page.js';
import { Problem } from '../ui/problem.js';

const { account } = texts;

/** Who is signed in: from where, and with which password from now on. */
export function AccountPage() {
  const client = useQueryClient();
  // Asked anew: another session may have begun a moment ago.
  const me = useQuery({ queryKey: ['me'], queryFn: () => send(MeDocument, {}), staleTime: 0 });
  const sessions = me.data?.me.sessions ?? [];
  const signOut = useMutation({
    mutationFn: () => send(SignOutDocument, {}),
    onSettled: () => client.resetQueries(),
  });
  const signOutEverywhere = useMutation({
    mutationFn: async () => {
      const others = sessions.filter(({ isCurrent }) => !isCurrent);
      for (const { id } of others) await send(EndSessionDocument, { id });
      await send(SignOutDocument, {});
    },
    onSettled: () => client.resetQueries(),
  });
  return (
    <Page
      title={account.title}
      actions={
        <>
          <Button className="button" onPress={() => signOutEverywhere.mutate()}>
            {account.signOutEverywhere}
          </Button>
          <Button className="button" onPress={() => signOut.mutate()}>
            {account.signOut}
          </Button>
        </>
      }
    >
      <p>
        {account.signedInAs} <strong>{me.data?.me.email}</strong>
      </p>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{account.sessions}</h2>
        <ul className="cards">
          {sessions.map((session) => (
            <SessionCard key={session.id} session={session} />
          ))}
        </ul>
      </section>
      <PasswordForm />
    </Page>
  );
}

function SessionCard({ session }: { readonly session: MeQuery['me']['sessions'][number] }) {
  const { id, address, userAgent, isCurrent, createdAt, lastSeenAt } = session;
  const client = useQueryClient();
  const announce = useAnnounce();
  const end = useMutation({
    mutationFn: () => send(EndSessionDocument, { id }),
    onSuccess: () => announce(account.ended),
    onSettled: () => client.invalidateQueries({ queryKey: ['me'] }),
  });
  return (
    <li className="card">
      <p>
        <strong>{address ?? texts.none}</strong>
        {isCurrent && <span className="badge badge-good">{account.current}</span>}
      </p>
      <p className="quiet">{userAgent}</p>
      <p>
        {account.since} <Instant at={createdAt} />, {account.lastSeen.toLowerCase()}{' '}
        <Instant at={lastSeenAt} />
      </p>
      {end.error && <Problem error={end.error} />}
      {!isCurrent && (
        <Button className="button" onPress={() => end.mutate()} aria-label={account.endLabel(address ?? '')}>
          {account.end}
        </Button>
      )}
    </li>
  );
}

function PasswordForm() {
  const client = useQueryClient();
  const announce = useAnnounce();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = useMutation({
    mutationFn: () => send(ChangePasswordDocument, { currentPassword, newPassword }),
    onSuccess: async () => {
      setCurrentPassword('');
      setNewPassword('');
      announce(account.passwordChanged);
      await client.invalidateQueries({ queryKey: ['me'] });
    },
  });
  const byField = change.error instanceof ApiError ? change.error.byField : {};
  return (
    <section aria-labelledby="password">
      <h2 id="password">{account.password}</h2>
      {change.error && Object.keys(byField).length === 0 && <Problem error={change.error} />}
      <Form
        className="form"
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Field
          label={account.currentPassword}
          type="password"
          autoComplete="current-password"
          value={currentPassword}
          onChange={setCurrentPassword}
          problem={byField['currentPassword']}
        />
        <Field
          label={account.newPassword}
          type="password"
          autoComplete="new-password"
          hint={account.newPasswordHint}
          value={newPassword}
          onChange={setNewPassword}
          problem={byField['newPassword'] ?? byField['password']}
        />
        <Button type="submit" className="button button-main" isPending={change.isPending}>
          {account.changePassword}
        </Button>
      </Form>
    </section>
  );
}
