import { texts } from '../texts.js';

export interface MemberChangesProps {
  readonly before: unknown;
  readonly after: unknown;
}

type Kind = 'added' | 'removed' | 'changed';

interface Change {
  readonly name: string;
  readonly kind: Kind;
  readonly before: unknown;
  readonly after: unknown;
}

const { diff } = texts.audit;
const signs: Readonly<Record<Kind, string>> = { added: '+', removed: '−', changed: '±' };

/** What is different, member by member: by sign and word, not by colour alone. */
export function MemberChanges({ before, after }: MemberChangesProps) {
  const changes = compareMembers(membersOf(before), membersOf(after));
  if (changes.length === 0) return <p className="quiet">{diff.nothing}</p>;
  return (
    <ul className="diff">
      {changes.map(({ name, kind, ...values }) => (
        <li key={name} className={`diff-${kind}`}>
          <span className="diff-sign" aria-hidden="true">
            {signs[kind]}
          </span>
          <span>
            <span className="diff-word">{diff[kind]}</span> <strong>{name}</strong>:{' '}
            {kind !== 'added' && (
              <del>
                <code>{print(values.before)}</code>
              </del>
            )}
            {kind === 'changed' && <span> {diff.to} </span>}
            {kind !== 'removed' && (
              <ins>
                <code>{print(values.after)}</code>
              </ins>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Members)
    : value === null || value === undefined
      ? {}
      : { [diff.value]: value };

function compareMembers(before: Members, after: Members): readonly Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): readonly Change[] => {
    // Null is how an absent value is written down.
    const [was, is] = [before[name] ?? null, after[name] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const kind = was === null ? 'added' : is === null ? 'removed' : 'changed';
    return [{ name, kind, before: was, after: is }];
  });
}

const print = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
