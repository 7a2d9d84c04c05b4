import { useBlocker } from '@tanstack/react-router';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { texts } from '../texts.js';

/** Asks before what was entered is lost, on the way to another page as well as on closing the window. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <ModalOverlay
      className="overlay"
      isOpen={status === 'blocked'}
      onOpenChange={(isOpen) => {
        if (!isOpen) reset?.();
      }}
    >
      <Modal className="modal">
        <Dialog role="alertdialog">
          <Heading slot="title">{texts.form.leaveTitle}</Heading>
          <p>{texts.form.leaveLead}</p>
          <div className="row">
            <Button className="button button-main" autoFocus onPress={() => reset?.()}>
              {texts.form.stay}
            </Button>
            <Button className="button button-danger" onPress={() => proceed?.()}>
              {texts.form.leave}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
