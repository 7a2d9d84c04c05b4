import { useState } from 'react';
import { send } from '../../api/send.js';
import { UpdateDatabaseDocument, type DatabaseDetailsFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Check } from '../../ui/check.js';
import { Choice } from '../../ui/choice.js';
import { CodeField } from '../../ui/code-field.js';
import { Field } from '../../ui/field.js';
import { jsonProblem } from '../../ui/json-text.js';
import { LeaveGuard } from '../../ui/leave-guard.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { Section } from '../../ui/section.js';
import { useChange } from '../../ui/use-change.js';
import { BreakingKeys } from './breaking-keys.js';
import {
  flagSettings,
  numberSettings,
  wordSettings,
  type NumberSetting,
  type WordSetting,
} from './setting-names.js';
import { changesOf, draftOf, type SettingsDraft } from './settings-draft.js';

const { settings: words } = texts.databases;
const limits = numberSettings.filter((name) => name !== 'maxLifetimeDays');
const shown: readonly string[] = [...numberSettings, ...flagSettings, ...wordSettings, 'guardedColumns'];

/** How the database is served, and what its keys must be like. The gateway itself has the policies only. */
export function DatabaseSettings({ database }: { readonly database: DatabaseDetailsFragment }) {
  // As it was when the person began.
  const [base, setBase] = useState(database);
  const [draft, setDraft] = useState(draftOf(database.settings));
  const change = (changed: Partial<SettingsDraft>): void => setDraft({ ...draft, ...changed });
  const load = (current: DatabaseDetailsFragment): void => {
    setBase(current);
    setDraft(draftOf(current.settings));
  };
  const changes = changesOf(base.settings, draft);
  const isDirty = Object.keys(changes.settings).length + changes.unsetSettings.length > 0;
  // Nothing was entered, so that what is there now is shown.
  if (!isDirty && database.version > base.version) load(database);
  const isSame = JSON.stringify(base.settings) === JSON.stringify(database.settings);
  const save = useChange(
    () =>
      send(UpdateDatabaseDocument, {
        input: {
          slug: database.slug,
          // That it was disabled or moved meanwhile is no reason to refuse.
          version: isSame ? database.version : base.version,
          ...changes,
        },
      }),
    words.saved,
    ({ updateDatabase }) => load(updateDatabase.database),
  );
  const problem = (name: string) => problemOf(save.error, `settings.${name}`);
  const isGateway = database.slug === 'gateway';
  const number = (name: NumberSetting) => (
    <Field
      key={name}
      label={words.names[name]}
      hint={words.hints[name]}
      inputMode="numeric"
      value={draft.numbers[name]}
      onChange={(text) => change({ numbers: { ...draft.numbers, [name]: text } })}
      problem={problem(name)}
    />
  );
  const word = (name: WordSetting) => (
    <Choice
      key={name}
      label={words.names[name]}
      hint={words.hints[name]}
      value={draft.words[name]}
      onChange={(value) => change({ words: { ...draft.words, [name]: value } })}
      options={[['', words.usual], ...words.options[name]]}
      problem={problem(name)}
    />
  );
  return (
    <Section title={words.title}>
      <LeaveGuard isDirty={isDirty && !save.isPending} />
      <SavingForm
        error={save.error}
        fields={shown.map((name) => `settings.${name}`)}
        isSaving={save.isPending}
        isDisabled={!isDirty}
        submit={words.save}
        isReady={jsonProblem(draft.others) === null}
        onSave={() => save.mutate()}
        onLoadAnew={() => {
          load(database);
          save.reset();
        }}
      >
        <fieldset className="stack">
          <legend>{words.policies}</legend>
          {flagSettings.map((name) => (
            <Check
              key={name}
              label={words.names[name]}
              isChecked={draft.flags[name]}
              onChange={(flag) => change({ flags: { ...draft.flags, [name]: flag } })}
            />
          ))}
          {number('maxLifetimeDays')}
          <BreakingKeys database={database.slug} />
        </fieldset>
        {!isGateway && (
          <>
            <fieldset className="stack">
              <legend>{words.limits}</legend>
              <div className="columns">{limits.map(number)}</div>
            </fieldset>
            <fieldset className="stack">
              <legend>{words.columns}</legend>
              <CodeField
                label={words.names.guardedColumns}
                hint={words.hints.guardedColumns}
                lines={4}
                value={draft.guardedColumns}
                onChange={(guardedColumns) => change({ guardedColumns })}
                problem={problem('guardedColumns')}
              />
              <div className="columns">{wordSettings.map(word)}</div>
            </fieldset>
            <CodeField
              label={words.others}
              hint={words.othersHint}
              lines={5}
              value={draft.others}
              onChange={(others) => change({ others })}
              problem={jsonProblem(draft.others)}
            />
          </>
        )}
      </SavingForm>
    </Section>
  );
}
