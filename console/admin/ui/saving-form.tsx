import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button, Form } from 'react-aria-components';
import { ApiError } from '../api/api-error.js';
import { texts } from '../texts.js';
import { focusFirstInvalid } from './focus-first-invalid.js';
import { Problem } from './problem.js';

export interface SavingFormProps {
  /** Of the last attempt; what it says of these fields stands below them, the rest above all. */
  readonly error: Error | null;
  readonly fields: readonly string[];
  readonly isSaving: boolean;
  readonly submit: string;
  readonly isDisabled?: boolean;
  /** False: a field says already what has to be mended before it is worth sending. */
  readonly isReady?: boolean;
  readonly onSave: () => void;
  /** Where it is not ready: to say so. */
  readonly onRefuse?: () => void;
  /** Drops what was entered for what is there now; offered where somebody else has saved meanwhile. */
  readonly onLoadAnew?: () => void;
  readonly onCancel?: () => void;
  readonly children: ReactNode;
}

/** A form of the console: the first field that is wrong takes the focus, and a stale version is explained. */
export function SavingForm(props: SavingFormProps) {
  const {
    error,
    fields,
    isSaving,
    submit,
    isDisabled = false,
    isReady = true,
    onSave,
    onRefuse,
    onLoadAnew,
    onCancel,
    children,
  } = props;
  const form = useRef<HTMLFormElement>(null);
  // Counts attempts that are not worth sending.
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    if (error !== null || refused > 0) focusFirstInvalid(form.current);
  }, [error, refused]);
  const isStale = error instanceof ApiError && error.code === 'CONFLICT' && onLoadAnew !== undefined;
  return (
    <Form
      ref={form}
      className="form"
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave();
        else {
          onRefuse?.();
          setRefused(refused + 1);
        }
      }}
    >
      {error !== null && <OtherProblems error={error} fields={fields} />}
      {isStale && (
        <div className="row">
          <Button className="button" onPress={onLoadAnew}>
            {texts.loadAnew}
          </Button>
        </div>
      )}
      {children}
      <div className="row">
        <Button type="submit" className="button button-main" isPending={isSaving} isDisabled={isDisabled}>
          {submit}
        </Button>
        {onCancel && (
          <Button className="button" onPress={onCancel}>
            {texts.cancel}
          </Button>
        )}
      </div>
    </Form>
  );
}

/** What no field of the form shows. */
export function OtherProblems({
  error,
  fields,
}: {
  readonly error: Error;
  readonly fields: readonly string[];
}) {
  if (!(error instanceof ApiError)) return <Problem error={error} />;
  const others = error.problems.filter(({ extensions }) => {
    const field = extensions?.['field'];
    return typeof field !== 'string' || !fields.some((name) => isWithin(field, name));
  });
  return others.length === 0 ? null : <Problem error={new ApiError(others)} />;
}

/** What an attempt says of a field, or of members within it; without its name, which stands above. */
export function problemOf(error: Error | null, name: string): string | null {
  if (!(error instanceof ApiError)) return null;
  const found = Object.entries(error.byField).filter(([field]) => isWithin(field, name));
  return found.length === 0 ? null : found.map(([, message]) => withoutName(message, name)).join(' ');
}

function withoutName(message: string, name: string): string {
  const [start] = [`${name}: `, `${name}.`].filter((prefix) => message.startsWith(prefix));
  const rest = start === undefined ? message : message.slice(start.length);
  return start?.endsWith(' ') === true ? rest.charAt(0).toUpperCase() + rest.slice(1) : rest;
}

const isWithin = (field: string, name: string): boolean => field === name || field.startsWith(`${name}.`);
