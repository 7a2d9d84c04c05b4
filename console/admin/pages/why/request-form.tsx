import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { send } from '../../api/send.js';
import { DatabasesDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { BusyButton } from '../../ui/busy-button.js';
import { Choice } from '../../ui/choice.js';
import { Field } from '../../ui/field.js';
import { focusFirstInvalid } from '../../ui/focus-first-invalid.js';
import { Asker } from './asker.js';
import { instantOf, localOf } from '../../ui/local-instant.js';
import { draftOf, problemsIn, searchOf, type RequestDraft } from './request-draft.js';
import { isSame, type WhySearch } from './why-search.js';

export interface RequestFormProps {
  readonly search: WhySearch;
  /** What the gateway says, by the fields of its input. */
  readonly refused: Readonly<Record<string, string>>;
  readonly isPending: boolean;
  readonly onAsk: (search: WhySearch) => void;
}

const words = texts.why.request;

export function RequestForm({ search, refused, isPending, onAsk }: RequestFormProps) {
  const [draft, setDraft] = useState<RequestDraft>(() => draftOf(search));
  const [attempt, setAttempt] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const databases = useQuery({ queryKey: ['databases'], queryFn: () => send(DatabasesDocument, {}) });
  const slugs = databases.data?.databases.filter(({ removedAt }) => removedAt === null) ?? [];
  const own = attempt === 0 ? {} : problemsIn(draft);
  const problems: Readonly<Record<string, string | undefined>> = { ...refused, ...own };
  const isRefused = Object.keys(refused).length > 0;
  useEffect(() => {
    if (attempt > 0 || isRefused) focusFirstInvalid(form.current);
  }, [attempt, isRefused]);
  // Another address, such as after going back, fills the form anew; its own leaves it as it is.
  useEffect(() => {
    setDraft((before) => (isSame(searchOf(before), search) ? before : draftOf(search)));
  }, [search]);
  const set = (changed: Partial<RequestDraft>): void => setDraft((before) => ({ ...before, ...changed }));
  return (
    <Form
      ref={form}
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        setAttempt((count) => count + 1);
        if (Object.keys(problemsIn(draft)).length === 0) onAsk(searchOf(draft));
      }}
    >
      <Asker draft={draft} onChange={set} problem={problems['apiKeyId'] ?? problems['userId']} />
      <Choice
        label={words.database}
        hint={draft.asker === 'key' ? words.databaseOfKeyHint : undefined}
        value={draft.database}
        onChange={(database) => set({ database })}
        problem={problems['database'] ?? null}
        options={[
          ['', draft.asker === 'key' ? words.databaseOfKey : words.chooseDatabase],
          ...slugs.map(({ slug }) => [slug, slug] as const),
        ]}
      />
      <Field
        label={words.query}
        lines={8}
        isCode
        spellCheck="false"
        placeholder="{ person(limit: 10) { id } }"
        value={draft.query}
        onChange={(query) => set({ query })}
        problem={problems['query']}
      />
      <Field
        label={words.variables}
        hint={words.variablesHint}
        lines={3}
        isCode
        spellCheck="false"
        value={draft.variables}
        onChange={(variables) => set({ variables })}
        problem={problems['variables']}
      />
      <div className="fields">
        <Field
          label={words.operation}
          hint={words.operationHint}
          value={draft.operation}
          onChange={(operation) => set({ operation })}
          problem={problems['operationName']}
        />
        <Field
          label={words.address}
          hint={words.addressHint}
          value={draft.address}
          onChange={(address) => set({ address })}
          problem={problems['address']}
        />
        <Field
          label={words.at}
          hint={words.atHint}
          type="datetime-local"
          value={localOf(draft.at)}
          onChange={(local) => set({ at: instantOf(local) })}
          problem={problems['at']}
        />
      </div>
      <div>
        <BusyButton type="submit" className="button button-main" isBusy={isPending}>
          {words.submit}
        </BusyButton>
      </div>
    </Form>
  );
}
