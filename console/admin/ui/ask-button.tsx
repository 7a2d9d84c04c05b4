import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { ConfirmDialog } from './confirm-dialog.js';
import { useChange } from './use-change.js';

export interface AskButtonProps {
  readonly label: string;
  /** Where the label alone does not say of what: for who listens. */
  readonly fullLabel?: string;
  readonly title: string;
  /** What will stop, or be lost. */
  readonly lead: string;
  readonly confirm: string;
  readonly said: string;
  readonly isDangerous?: boolean;
  readonly run: () => Promise<unknown>;
  readonly onDone?: () => void;
  /** Before the question is asked. */
  readonly onAsk?: () => void;
  /** False: something has to be typed first. */
  readonly isReady?: boolean;
  /** More on what will stop; only drawn while the question is asked. */
  readonly children?: ReactNode;
}

/** A button whose change is asked about first, in a dialog that stays open when the gateway refuses. */
export function AskButton(props: AskButtonProps) {
  const { label, fullLabel, title, lead, confirm, said, isDangerous = true, run, onDone, children } = props;
  const [isOpen, setOpen] = useState(false);
  const change = useChange(run, said, () => {
    setOpen(false);
    onDone?.();
  });
  return (
    <>
      <Button
        className={isDangerous ? 'button button-danger' : 'button'}
        aria-label={fullLabel ?? label}
        onPress={() => {
          change.reset();
          props.onAsk?.();
          setOpen(true);
        }}
      >
        {label}
      </Button>
      <ConfirmDialog
        {...{ isOpen, title, lead, confirm, isDangerous, children }}
        isPending={change.isPending}
        isReady={props.isReady ?? true}
        error={change.error}
        onConfirm={() => change.mutate()}
        onCancel={() => setOpen(false)}
      />
    </>
  );
}
