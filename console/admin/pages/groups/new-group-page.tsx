import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { CreateGroupDocument, DatabasesDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Check } from '../../ui/check.js';
import { Choice } from '../../ui/choice.js';
import { Field } from '../../ui/field.js';
import { Lacking } from '../../ui/lacking.js';
import { Page } from '../../ui/page.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { useChange } from '../../ui/use-change.js';

/** A group begins with nothing: what it grants is chosen on its own page. */
export function NewGroupPage() {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [apiAccess, setApiAccess] = useState(true);
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const slugs = (databases.data?.databases ?? [])
    .filter(({ removedAt }) => removedAt === null)
    .map(({ slug }) => slug);
  const database = chosen ?? slugs[0] ?? '';
  const create = useChange(
    () => send(CreateGroupDocument, { input: { name, database, apiAccess } }),
    texts.groups.created(name.trim()),
    ({ createGroup }) => void navigate({ to: '/groups/$id', params: { id: createGroup.group.id } }),
  );
  return (
    <Page title={texts.groups.create}>
      <Lacking needed={['groups:insert', 'databases:select']} />
      <SavingForm
        error={create.error}
        fields={['name', 'database']}
        isSaving={create.isPending}
        submit={texts.groups.create}
        onSave={() => create.mutate()}
        onCancel={() => void navigate({ to: '/groups' })}
      >
        <Field
          label={texts.groups.name}
          hint={texts.groups.nameHint}
          value={name}
          onChange={setName}
          problem={problemOf(create.error, 'name')}
          autoFocus
          isRequired
        />
        <Choice
          label={texts.groups.database}
          hint={texts.groups.databaseHint}
          value={database}
          onChange={setChosen}
          options={slugs.map((slug) => [slug, slug])}
          problem={problemOf(create.error, 'database')}
        />
        <Check
          label={texts.groups.apiAccess}
          hint={texts.groups.apiAccessHint}
          isChecked={apiAccess}
          onChange={setApiAccess}
        />
      </SavingForm>
    </Page>
  );
}
