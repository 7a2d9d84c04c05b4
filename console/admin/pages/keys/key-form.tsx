import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import { ApiError } from '../../api/api-error.js';
import { send } from '../../api/send.js';
import { DatabasesDocument, UserInDatabaseDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { Field } from '../../ui/field.js';
import { focusFirstInvalid } from '../../ui/focus-first-invalid.js';
import { Problem } from '../../ui/problem.js';
import { OtherProblems } from '../../ui/saving-form.js';
import { UserPicker, type ChosenUser } from '../../ui/user-picker.js';
import { AddressField } from './address-field.js';
import { CapabilitiesField } from './capabilities-field.js';
import { jsonProblem, problemsOf, refusedFields } from './draft-problems.js';
import { guardedColumnsOf } from './held-capabilities.js';
import type { KeyDraft } from './key-draft.js';
import { KeyPreview } from './key-preview.js';
import { policiesOf } from './policies.js';
import { TagsField } from './tags-field.js';
import { ValidityFields } from './validity-fields.js';

export interface KeyFormProps {
  readonly draft: KeyDraft;
  readonly userText: string;
  readonly isNew: boolean;
  readonly isSaving: boolean;
  /** What the gateway refused. */
  readonly error: Error | null;
  /** Counts attempts to save: with each, the first field that is wrong takes the focus. */
  readonly attempt: number;
  readonly onChange: (changed: Partial<KeyDraft>) => void;
  readonly onChooseUser: (id: string, text: string) => void;
  readonly onSave: () => void;
  readonly onCancel: () => void;
  /** Above the buttons. */
  readonly children?: ReactNode;
}

/** All that an API key is, in the order in which a person thinks of it. */
export function KeyForm(props: KeyFormProps) {
  const { draft, userText, isNew, error, attempt, onChange } = props;
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const rights = useRights(draft.accessAsUserId, draft.database);
  const { held } = rights;
  const usable = databases.data?.databases.filter(({ removedAt }) => removedAt === null) ?? [];
  const settings = usable.find(({ slug }) => slug === draft.database)?.settings;
  const policies = policiesOf(settings);
  const problems = attempt === 0 ? {} : problemsOf(draft, error, isNew);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (attempt > 0 && !props.isSaving) focusFirstInvalid(form.current);
  }, [attempt, props.isSaving]);
  return (
    <Form
      ref={form}
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        props.onSave();
      }}
    >
      {error !== null && !isConflict(error) && <OtherProblems error={error} fields={refusedFields} />}
      <UserPicker
        label={texts.form.accessAs}
        hint={texts.form.accessAsHint}
        chosenText={userText}
        onChoose={({ id, text }) => props.onChooseUser(id, text)}
        problem={problems.accessAsUserId}
        reasonAgainst={reasonAgainst}
        autoFocus={isNew}
        isRequired
      />
      <Choice
        label={texts.form.database}
        value={draft.database}
        onChange={(database) => onChange({ database, capabilities: null })}
        options={[
          ...(draft.database === '' ? [['', texts.form.chooseDatabase] as const] : []),
          ...(isNew ? usable.map(({ slug }) => slug) : [draft.database]).map((slug) => [slug, slug] as const),
        ]}
        isDisabled={!isNew}
        hint={isNew ? undefined : texts.form.databaseFixed}
        problem={problems.database ?? null}
      />
      {databases.error && <Problem error={databases.error} onRetry={() => void databases.refetch()} />}
      <Field
        label={texts.form.name}
        hint={texts.form.nameHint}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        problem={problems.name}
        isRequired
      />
      <Field
        label={texts.form.description}
        lines={2}
        value={draft.description}
        onChange={(description) => onChange({ description })}
        problem={problems.description}
      />
      <ValidityFields
        validFrom={draft.validFrom}
        validUntil={draft.validUntil}
        policies={policies}
        problems={{ validFrom: problems.validFrom ?? null, validUntil: problems.validUntil ?? null }}
        onChange={onChange}
      />
      <AddressField
        addresses={draft.addresses}
        typed={draft.unreadAddresses}
        onChange={onChange}
        problem={problems.addresses ?? null}
        isRequired={policies.requireAllowedAddresses}
      />
      {rights.error && <Problem error={rights.error} />}
      <CapabilitiesField
        database={draft.database}
        held={held}
        guarded={guardedColumnsOf(settings)}
        chosen={draft.capabilities}
        onChange={(capabilities) => onChange({ capabilities })}
        problem={problems.capabilities ?? null}
      />
      <details className="stack">
        <summary>{texts.form.rowNarrowing}</summary>
        <Field
          label={texts.form.rowNarrowing}
          hint={texts.form.rowNarrowingHint}
          lines={5}
          isCode
          value={draft.rowNarrowing}
          onChange={(rowNarrowing) => onChange({ rowNarrowing })}
          problem={problems.rowNarrowing ?? jsonProblem(draft.rowNarrowing)}
        />
      </details>
      <TagsField tags={draft.tags} onChange={(tags) => onChange({ tags })} problem={problems.tags} />
      <KeyPreview draft={draft} userText={userText} held={held} />
      {props.children}
      <div className="row">
        <Button type="submit" className="button button-main" isPending={props.isSaving}>
          {props.isSaving ? texts.form.saving : texts.form.saveAndClose}
        </Button>
        <Button className="button" onPress={props.onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </Form>
  );
}

/** What the user may do in the database; null: not known yet. */
function useRights(userId: string | null, database: string) {
  const isAsked = userId !== null && database !== '';
  const rights = useQuery({
    queryKey: ['user-in-database', userId, database],
    queryFn: () => send(UserInDatabaseDocument, { id: userId ?? '', database }),
    enabled: isAsked,
  });
  const effective = rights.data?.user?.effectiveRights;
  const isKnown = isAsked && effective !== undefined;
  const allowed = (effective ?? []).filter((right) => right.allowed).map(({ capability }) => capability);
  return { held: isKnown ? allowed : null, error: rights.error };
}

const isConflict = (error: Error): boolean => error instanceof ApiError && error.code === 'CONFLICT';

/** Users that a key could not speak for are listed, too: who looks for one finds out why. */
function reasonAgainst({ enabled, deletedAt, groups }: ChosenUser): string | null {
  if (deletedAt !== null) return texts.form.userDeleted;
  if (!enabled) return texts.form.userDisabled;
  return groups.length === 0 ? texts.form.userWithoutGroups : null;
}
