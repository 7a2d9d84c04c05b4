import { useState } from 'react';
import { send } from '../../api/send.js';
import { UpdateDatabaseDocument, type DatabaseDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Field } from '../../ui/field.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';

const { databases } = texts;

/** Where it is from now on. Where it is now is never shown: passwords stand in it. */
export function DatabaseAddress({
  database: { slug, version },
}: {
  readonly database: DatabaseDetailsFragment;
}) {
  const [url, setUrl] = useState('');
  const save = useChange(
    () => send(UpdateDatabaseDocument, { input: { slug, version, url } }),
    databases.moved(slug),
    () => setUrl(''),
  );
  return (
    <Section title={databases.address}>
      <SavingForm
        error={save.error}
        fields={['url']}
        isSaving={save.isPending}
        isDisabled={url === ''}
        submit={databases.move}
        onSave={() => save.mutate()}
      >
        <Field
          label={databases.newUrl}
          hint={databases.urlHint}
          type="password"
          autoComplete="off"
          value={url}
          onChange={setUrl}
          problem={problemOf(save.error, 'url')}
        />
      </SavingForm>
    </Section>
  );
}
