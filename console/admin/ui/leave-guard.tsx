import { useBlocker } from '@tanstack/react-router';
import { texts } from '../texts.js';
import { ConfirmDialog } from './confirm-dialog.js';

/** Asks before what was entered is lost, on the way to another page as well as on closing the window. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => isDirty,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      isOpen={status === 'blocked'}
      title={texts.form.leaveTitle}
      lead={texts.form.leaveLead}
      confirm={texts.form.leave}
      cancel={texts.form.stay}
      onConfirm={() => proceed?.()}
      onCancel={() => reset?.()}
    />
  );
}
