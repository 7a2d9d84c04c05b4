import { useState } from 'react';
import { texts } from '../../texts.js';
import { Choice } from '../../ui/choice.js';
import { ConfirmDialog } from '../../ui/confirm-dialog.js';
import type { ShownKey } from './key-page.js';

export interface RotateDialogProps {
  readonly isOpen: boolean;
  readonly apiKey: ShownKey;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onConfirm: (overlapSeconds: number) => void;
  readonly onCancel: () => void;
}

const words = texts.key.rotating;

const overlaps = [
  ['0', words.atOnce],
  ['3600', words.hour],
  ['86400', words.day],
  ['604800', words.week],
] as const;

/** Asks how long the secrets of now work beside the new one, and says what stops when. */
export function RotateDialog({ isOpen, apiKey, isPending, error, onConfirm, onCancel }: RotateDialogProps) {
  const [overlap, setOverlap] = useState<string>('86400');
  const hints = apiKey.secrets.map(({ hint }) => `…${hint}`).join(', ');
  return (
    <ConfirmDialog
      isOpen={isOpen}
      title={words.title(apiKey.name)}
      lead={words.lead}
      confirm={texts.key.rotate}
      isDangerous={overlap === '0'}
      isPending={isPending}
      error={error}
      onConfirm={() => onConfirm(Number(overlap))}
      onCancel={onCancel}
    >
      <Choice label={words.overlap} value={overlap} options={overlaps} onChange={setOverlap} />
      <p role="status" className="stops">
        {overlap === '0' ? words.stopsAtOnce(hints) : words.stopsLater(hints, endOf(Number(overlap)))}
      </p>
    </ConfirmDialog>
  );
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

const endOf = (overlapSeconds: number): string => exact.format(Date.now() + overlapSeconds * 1000);
