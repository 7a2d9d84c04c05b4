import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { send } from '../../api/send.js';
import { StopApiKeysDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import { Field } from '../../ui/field.js';
import { problemOf, SavingForm } from '../../ui/saving-form.js';
import { StoppingKeys } from '../../ui/stopping-keys.js';
import { useChange } from '../../ui/use-change.js';
import { usePaused } from '../../ui/use-paused.js';
import { readTarget, stopScopes, type StopScope } from './stop-scope.js';
import { StopTargetField } from './stop-target-field.js';

const words = texts.stops;

/** Whose keys, and why; which of them work now is shown before anything is asked. */
export function StopForm() {
  const search = useSearch({ from: '/keys/stops' });
  const navigate = useNavigate();
  const named = stopScopes.find((one) => search[one] !== undefined);
  const [chosen, setChosen] = useState<StopScope>(named ?? 'user');
  const scope = named ?? chosen;
  const value = search[scope] ?? '';
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const target = readTarget(scope, value);
  const isTyping = usePaused(value) !== value;
  const name = (next: Partial<Record<StopScope, string>>): void => {
    setRefused(false);
    void navigate({ to: '/keys/stops', search: next, replace: true, resetScroll: false });
  };
  const stop = useChange(
    () => send(StopApiKeysDocument, { input: { ...target, ...(reason.trim() !== '' && { reason }) } }),
    (_input, { stopApiKeys }) => words.stopped(stopApiKeys.stop.count),
    () => {
      setAsked(false);
      setReason('');
      name({});
    },
  );
  return (
    <>
      <SavingForm
        error={isAsked ? null : stop.error}
        fields={['accessAsUserId', 'database', 'tag', 'reason']}
        isSaving={false}
        submit={words.ask}
        isReady={target !== null}
        onRefuse={() => setRefused(true)}
        onSave={() => {
          stop.reset();
          setAsked(true);
        }}
      >
        <Choice
          label={words.scope}
          value={scope}
          onChange={(next) => {
            setChosen(stopScopes.find((one) => one === next) ?? 'user');
            name({});
          }}
          options={stopScopes.map((one) => [one, words.scopes[one]] as const)}
        />
        <StopTargetField
          key={scope}
          scope={scope}
          value={value}
          onChange={(next) => name(next === '' ? {} : { [scope]: next })}
          problem={
            isRefused && target === null
              ? texts.form.required
              : (problemOf(stop.error, fieldOf[scope]) ?? undefined)
          }
        />
        <Field
          label={words.reason}
          hint={words.reasonHint}
          value={reason}
          onChange={setReason}
          problem={problemOf(stop.error, 'reason')}
        />
        {target !== null && !isTyping && (
          <div role="group" aria-label={words.preview}>
            <StoppingKeys where={target} />
            <p className="hint">{words.previewHint}</p>
          </div>
        )}
      </SavingForm>
      <ConfirmDialog
        isOpen={isAsked}
        title={words.sure}
        lead={words.sureLead}
        confirm={words.confirm}
        isPending={stop.isPending}
        error={stop.error}
        onConfirm={() => stop.mutate()}
        onCancel={() => setAsked(false)}
      />
    </>
  );
}

const fieldOf = { user: 'accessAsUserId', database: 'database', tag: 'tag' } as const;
