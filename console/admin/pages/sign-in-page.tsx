import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { send } from '../api/send.js';
import { SignInDocument } from '../generated/graphql.js';
import { texts } from '../texts.js';
import { Field } from '../ui/field.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';

/** Where nobody is signed in, in place of whatever page was asked for: that follows once somebody is. */
export function SignInPage() {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => send(SignInDocument, { email, password }),
    onSuccess: () => client.resetQueries(),
    onError: () => setPassword(''),
  });
  useEffect(() => {
    document.title = texts.signIn.title;
  }, []);
  return (
    <main className="sign-in">
      <h1>
        <Icon name="key" />
        {texts.signIn.title}
      </h1>
      <p className="quiet">{texts.signIn.lead}</p>
      {signIn.error && <Problem error={signIn.error} />}
      <Form
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <Field
          label={texts.signIn.email}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={setEmail}
          autoFocus
          isRequired
        />
        <Field
          label={texts.signIn.password}
          type="password"
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isRequired
        />
        <Button type="submit" className="button button-main" isPending={signIn.isPending}>
          {signIn.isPending ? texts.signIn.busy : texts.signIn.submit}
        </Button>
      </Form>
    </main>
  );
}
