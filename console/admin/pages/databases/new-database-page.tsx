import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { AddDatabaseDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { Lacking } from '../../ui/lacking.js';
import { Page } from '../../ui/page.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { useChange } from '../../ui/use-change.js';

const { databases } = texts;

/** A database is connected to once before it is registered. */
export function NewDatabasePage() {
  const navigate = useNavigate();
  const [slug, setSlug] = useState('');
  const [url, setUrl] = useState('');
  const add = useChange(
    () => send(AddDatabaseDocument, { input: { slug, url } }),
    databases.added(slug),
    ({ addDatabase }) =>
      void navigate({ to: '/databases/$slug', params: { slug: addDatabase.database.slug } }),
  );
  return (
    <Page title={databases.add}>
      <Lacking needed={['databases:insert', 'databases:connect']} />
      <SavingForm
        error={add.error}
        fields={['slug', 'url']}
        isSaving={add.isPending}
        submit={databases.add}
        onSave={() => add.mutate()}
        onCancel={() => void navigate({ to: '/databases' })}
      >
        <Field
          label={databases.slug}
          hint={databases.slugHint}
          value={slug}
          onChange={setSlug}
          problem={problemOf(add.error, 'slug')}
          autoComplete="off"
          spellCheck="false"
          autoFocus
          isRequired
        />
        <Field
          label={databases.url}
          hint={databases.urlHint}
          type="password"
          autoComplete="off"
          value={url}
          onChange={setUrl}
          problem={problemOf(add.error, 'url')}
          isRequired
        />
      </SavingForm>
    </Page>
  );
}
