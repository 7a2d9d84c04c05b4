import { useId, type ReactNode } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { texts } from '../texts.js';
import { BusyButton } from './busy-button.js';
import { Problem } from './problem.js';

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will stop, or be lost. */
  readonly lead: string;
  readonly confirm: string;
  readonly cancel?: string;
  readonly isDangerous?: boolean;
  readonly isPending?: boolean;
  /** False: something in it has to be done first. */
  readonly isReady?: boolean;
  readonly error?: unknown;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  /** Whatever has to be chosen before. */
  readonly children?: ReactNode;
}

/** Asks before something that cannot simply be taken back. Its safe answer has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, title, lead, confirm, cancel = texts.cancel, isDangerous = true, children } = props;
  const { isPending = false, isReady = true, error, onConfirm, onCancel } = props;
  const description = useId();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onCancel();
      }}
    >
      <Modal className="modal">
        <Dialog className="dialog" role="alertdialog" aria-describedby={description}>
          <Heading slot="title">{title}</Heading>
          <p id={description}>{lead}</p>
          {children}
          {Boolean(error) && <Problem error={error} />}
          <div className="dialog-end">
            <Button className="button" autoFocus={children === undefined} onPress={onCancel}>
              {cancel}
            </Button>
            <BusyButton
              className={isDangerous ? 'button button-danger' : 'button button-main'}
              isBusy={isPending}
              isDisabled={!isReady}
              onPress={onConfirm}
            >
              {confirm}
            </BusyButton>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
