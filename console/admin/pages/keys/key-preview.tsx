import { texts } from '../../texts.js';
import { countTables } from './held-capabilities.js';
import type { KeyDraft } from './key-draft.js';

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' });

/** The key in one sentence, before it is saved. */
export function KeyPreview({
  draft,
  userText,
  held,
}: {
  readonly draft: KeyDraft;
  readonly userText: string;
  /** What the user may do in the database; null where that is not known yet. */
  readonly held: readonly string[] | null;
}) {
  const reached = draft.capabilities ?? held ?? [];
  const { read, changed } = countTables(reached);
  const parts = [
    periodOf(draft),
    draft.addresses.length === 0 ? texts.form.previewAnywhere : texts.form.previewFrom(draft.addresses),
    texts.form.previewAs(userText === '' ? '…' : userText),
  ];
  return (
    <aside className="preview" aria-label={texts.form.preview} aria-live="polite">
      <p>
        {parts.join(', ')}: {texts.form.previewReach(read, changed)}
        {draft.rowNarrowing.trim() !== '' && texts.form.previewNarrowed}.
      </p>
    </aside>
  );
}

function periodOf({ validFrom, validUntil }: KeyDraft): string {
  const from = validFrom === null ? null : day.format(new Date(validFrom));
  const until = validUntil === null ? null : day.format(new Date(new Date(validUntil).getTime() - 1));
  return texts.form.previewPeriod(from, until);
}
