import { useState } from 'react';
import { send } from '../../api/send.js';
import { UpdateGroupDocument, type GroupDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Check } from '../../ui/check.js';
import { Field } from '../../ui/field.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';

/** Name and access to the API. What was begun on an older version is refused, and can be loaded anew. */
export function GroupForm({ group }: { readonly group: GroupDetailsFragment }) {
  const [base, setBase] = useState(group);
  const [name, setName] = useState(group.name);
  const [apiAccess, setApiAccess] = useState(group.apiAccess);
  const load = (current: GroupDetailsFragment): void => {
    setBase(current);
    setName(current.name);
    setApiAccess(current.apiAccess);
  };
  const isDirty = name !== base.name || apiAccess !== base.apiAccess;
  // Nothing was entered, so that what is there now is shown.
  if (!isDirty && group.version > base.version) load(group);
  const save = useChange(
    () =>
      send(UpdateGroupDocument, {
        input: {
          id: group.id,
          // Changes of members or grants count up too: they are no reason to refuse, as long as nothing is entered.
          version:
            base.name === group.name && base.apiAccess === group.apiAccess ? group.version : base.version,
          ...(name !== base.name && { name }),
          ...(apiAccess !== base.apiAccess && { apiAccess }),
        },
      }),
    texts.groups.saved,
    ({ updateGroup }) => load(updateGroup.group),
  );
  return (
    <Section title={texts.groups.details}>
      <SavingForm
        error={save.error}
        fields={['name']}
        isSaving={save.isPending}
        isDisabled={!isDirty}
        submit={texts.save}
        onSave={() => save.mutate()}
        onLoadAnew={() => {
          load(group);
          save.reset();
        }}
      >
        <Field
          label={texts.groups.name}
          value={name}
          onChange={setName}
          problem={problemOf(save.error, 'name')}
          isRequired
        />
        <Check
          label={texts.groups.apiAccess}
          hint={texts.groups.apiAccessHint}
          isChecked={apiAccess}
          onChange={setApiAccess}
        />
      </SavingForm>
    </Section>
  );
}
