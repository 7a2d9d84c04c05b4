import { useBlocker } from '@tanstack/react-router';
import { useId, useRef, useState } from 'react';
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { texts } from '../texts.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { CopyButton } from './copy-button.js';
import { downloadText } from './download-text.js';
import { Field } from './field.js';
import { Icon } from './icon.js';
import { SecretSnippets } from './secret-snippets.js';
import { SecretTest } from './secret-test.js';

export interface RevealSecretProps {
  readonly secret: string;
  readonly keyName: string;
  /** Absent: it is not visible to whoever is signed in. */
  readonly database: string | undefined;
  /** The secret is stored, or given up: drop it, wherever it is held. */
  readonly onClose: () => void;
}

const words = texts.key.reveal;

/** The one time that a secret is seen. No slip closes it: Escape, a click outside and leaving the page ask first. */
export function RevealSecret({ secret, keyName, database, onClose }: RevealSecretProps) {
  const [isAsking, setAsking] = useState(false);
  const isStored = useRef(false);
  const warning = useId();
  useBlocker({
    shouldBlockFn: () => {
      if (!isStored.current) setAsking(true);
      return !isStored.current;
    },
    enableBeforeUnload: () => !isStored.current,
  });
  const close = (): void => {
    isStored.current = true;
    onClose();
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={() => setAsking(true)}>
      <Modal className="modal modal-wide">
        <Dialog className="dialog" aria-describedby={warning}>
          <Heading slot="title">{words.title(keyName)}</Heading>
          <div className="notice notice-warn" id={warning}>
            <Icon name="warning" />
            <p>{words.once}</p>
          </div>
          <Secret secret={secret} keyName={keyName} />
          <SecretTest secret={secret} />
          <SecretSnippets secret={secret} database={database} />
          <div className="dialog-end">
            <Button className="button button-main" onPress={close}>
              {words.stored}
            </Button>
          </div>
        </Dialog>
        <ConfirmDialog
          isOpen={isAsking}
          title={words.sureTitle}
          lead={words.sure}
          confirm={words.closeAnyway}
          cancel={words.keepOpen}
          onConfirm={close}
          onCancel={() => setAsking(false)}
        />
      </Modal>
    </ModalOverlay>
  );
}

function Secret({ secret, keyName }: { readonly secret: string; readonly keyName: string }) {
  const environment = `POSTERN_URL=${window.location.origin}/graphql\nPOSTERN_API_KEY=${secret}\n`;
  return (
    <div className="secret">
      <Field
        label={words.field}
        value={secret}
        isReadOnly
        autoComplete="off"
        spellCheck="false"
        onFocus={({ target }) => {
          if (target instanceof HTMLInputElement) target.select();
        }}
      />
      <div className="row">
        <CopyButton text={secret} label={words.copy} autoFocus />
        <Button
          className="button"
          onPress={() => downloadText(`${fileNameOf(keyName)}.env`, 'text/plain', [environment])}
        >
          {words.download}
        </Button>
      </div>
    </div>
  );
}

const fileNameOf = (keyName: string): string =>
  keyName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'postern';
