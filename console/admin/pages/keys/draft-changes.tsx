import { texts } from '../../texts.js';
import type { KeyDraft } from './key-draft.js';

export interface DraftChangesProps {
  readonly title: string;
  readonly before: KeyDraft;
  readonly after: KeyDraft;
  /** By id, where it is known. */
  readonly userText: (id: string | null) => string;
}

const fields = [
  'accessAsUserId',
  'name',
  'description',
  'validFrom',
  'validUntil',
  'addresses',
  'capabilities',
  'rowNarrowing',
  'tags',
] as const satisfies readonly (keyof KeyDraft)[];
type Field = (typeof fields)[number];

/** What is different, field by field: as it was, as it will be. Nothing where nothing is. */
export function DraftChanges({ title, before, after, userText }: DraftChangesProps) {
  const changed = fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (changed.length === 0) return null;
  const show = (draft: KeyDraft, field: Field): string =>
    field === 'accessAsUserId' ? userText(draft.accessAsUserId) : describe(draft[field], field);
  return (
    <section className="preview" aria-label={title}>
      <h2>{title}</h2>
      <dl className="changes">
        {changed.map((field) => (
          <div key={field}>
            <dt>{texts.form.fields[field]}</dt>
            <dd>
              <del>{show(before, field)}</del> <span aria-hidden="true">→</span>{' '}
              <span className="unseen">{texts.form.becomes}</span>
              <ins>{show(after, field)}</ins>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

function describe(value: KeyDraft[Field], field: Field): string {
  if (field === 'capabilities' && value === null) return texts.form.everything;
  if (field === 'addresses' && value?.length === 0) return texts.anywhere;
  if (value === null || value.length === 0) return texts.none;
  if (typeof value !== 'string') return value.join(', ');
  return field === 'validFrom' || field === 'validUntil' ? exact.format(new Date(value)) : value;
}
