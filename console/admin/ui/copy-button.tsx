import { useState } from 'react';
import { Button } from 'react-aria-components';
import { texts } from '../texts.js';
import { Icon } from './icon.js';

export interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** Says beside itself whether it has copied: in a dialog, what is said on the page behind is not read out. */
export function CopyButton({ text, label, autoFocus = false }: CopyButtonProps) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    // Emptied first, so that the same words are read out once more.
    setSaid('');
    setSaid((await isCopied(text)) ? texts.copied : texts.notCopied);
  };
  return (
    <>
      <Button className="button" autoFocus={autoFocus} onPress={() => void copy()}>
        <Icon name="copy" />
        {label}
      </Button>
      <span role="status" className="said">
        {said}
      </span>
    </>
  );
}

/** Browsers lend the clipboard only to pages over HTTPS or from this machine, and only where the person allows it. */
async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
