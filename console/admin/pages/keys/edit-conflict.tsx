import { Button } from 'react-aria-components';
import type { EditedKeyFragment } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { DraftChanges } from './draft-changes.js';
import { draftOf, type KeyDraft } from './key-draft.js';

export interface EditConflictProps {
  /** As it was when both began. */
  readonly base: KeyDraft;
  readonly mine: KeyDraft;
  readonly theirs: EditedKeyFragment;
  readonly userText: (id: string | null) => string;
  readonly onResolve: (resolved: KeyDraft) => void;
}

/** Two people changed one key: what each of them changed, and how to go on. */
export function EditConflict({ base, mine, theirs, userText, onResolve }: EditConflictProps) {
  const saved = draftOf(theirs);
  return (
    <div className="notice notice-warn" role="alert">
      <div className="stack">
        <p>
          <strong>{texts.form.conflict}</strong>
        </p>
        <DraftChanges title={texts.form.theirs} before={base} after={saved} userText={userText} />
        <DraftChanges title={texts.form.yours} before={base} after={mine} userText={userText} />
        <div className="row">
          <Button className="button" onPress={() => onResolve(saved)}>
            {texts.form.takeTheirs}
          </Button>
          <Button className="button" onPress={() => onResolve(onTop(base, mine, saved))}>
            {texts.form.keepMine}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Theirs, but for the fields that were changed here. */
function onTop(base: KeyDraft, mine: KeyDraft, theirs: KeyDraft): KeyDraft {
  const fields = Object.keys(mine) as (keyof KeyDraft)[];
  const changed = fields.filter((field) => JSON.stringify(base[field]) !== JSON.stringify(mine[field]));
  return { ...theirs, ...Object.fromEntries(changed.map((field) => [field, mine[field]])) };
}
