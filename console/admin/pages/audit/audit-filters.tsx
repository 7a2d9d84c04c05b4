import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { describeAction, knownActions } from '../../ui/describe-action.js';
import { Field } from '../../ui/field.js';
import { instantOf, localOf } from '../../ui/local-instant.js';
import { whereOf, type AuditSearch } from './audit-search.js';

export interface AuditFiltersProps {
  readonly search: AuditSearch;
  /** What the gateway says, by the fields of its filter. */
  readonly refused: Readonly<Record<string, string>>;
  readonly onApply: (search: AuditSearch) => void;
}

const words = texts.audit;

export function AuditFilters({ search, refused, onApply }: AuditFiltersProps) {
  const [draft, setDraft] = useState(() => draftOf(search));
  useEffect(() => setDraft(draftOf(search)), [search]);
  const set = (changed: Partial<Draft>): void => setDraft((before) => ({ ...before, ...changed }));
  const { action } = draft;
  const actions = knownActions.includes(action) || action === '' ? knownActions : [...knownActions, action];
  return (
    <Form
      className="audit-filters"
      role="search"
      aria-label={words.filters}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(givenOf(draft));
      }}
    >
      <Field
        label={words.actor}
        hint={words.actorHint}
        value={draft.actor}
        onChange={(actor) => set({ actor })}
        problem={refused['actor']}
      />
      <Choice
        label={words.action}
        value={action}
        onChange={(chosen) => set({ action: chosen })}
        problem={refused['action'] ?? null}
        options={[['', words.anyAction], ...actions.map((one) => [one, describeAction(one)] as const)]}
      />
      <Field
        label={words.target}
        hint={words.targetHint}
        value={draft.target}
        onChange={(target) => set({ target })}
        problem={refused['target']}
      />
      <Field
        label={words.from}
        hint={words.zoneHint}
        type="datetime-local"
        value={localOf(draft.from)}
        onChange={(local) => set({ from: instantOf(local) })}
        problem={refused['from']}
      />
      <Field
        label={words.until}
        hint={words.zoneHint}
        type="datetime-local"
        value={localOf(draft.until)}
        onChange={(local) => set({ until: instantOf(local) })}
        problem={refused['until']}
      />
      <div className="row">
        <Button type="submit" className="button button-main">
          {words.apply}
        </Button>
        {Object.keys(whereOf(search)).length > 0 && (
          <Link to="/audit" className="button">
            {words.clear}
          </Link>
        )}
      </div>
    </Form>
  );
}

/** Empty: not given. */
type Draft = Readonly<Record<'actor' | 'action' | 'target' | 'from' | 'until', string>>;

function draftOf({ actor = '', action = '', target = '', from = '', until = '' }: AuditSearch): Draft {
  return { actor, action, target, from, until };
}

const givenOf = (draft: Draft): AuditSearch =>
  Object.fromEntries(
    Object.entries(draft)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );
