import { useQuery } from '@tanstack/react-query';
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components';
import { send } from '../../api/send.js';
import { DatabaseCapabilitiesDocument } from '../../generated/graphql.js';
import { texts } from '../../texts.js';
import { CapabilityMatrix } from '../../ui/capability-matrix.js';
import { Problem } from '../../ui/problem.js';
import { isGranted } from './held-capabilities.js';

export interface CapabilitiesFieldProps {
  readonly database: string;
  /** What the user may do there; null: not known yet. */
  readonly held: readonly string[] | null;
  readonly guarded: readonly string[];
  /** Null: everything of the user. */
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: readonly string[] | null) => void;
  readonly problem: string | null;
}

/** Everything of the user, or a set of it. What the user lacks is there too, with the group that would give it. */
export function CapabilitiesField({
  database,
  held,
  guarded,
  chosen,
  onChange,
  problem,
}: CapabilitiesFieldProps) {
  const known = useQuery({
    queryKey: ['capabilities', database],
    queryFn: () => send(DatabaseCapabilitiesDocument, { database }),
    enabled: database !== '',
  });
  const groups = known.data?.groups.nodes ?? [];
  const reasonAgainst = (capability: string): string | null => {
    if (held === null || isGranted(held, capability, guarded)) return null;
    const givers = groups.filter(({ capabilities }) => isGranted(capabilities, capability, guarded));
    return texts.form.lacks(givers.map(({ name }) => name));
  };
  return (
    <div className="stack">
      <RadioGroup
        className="field"
        value={chosen === null ? 'everything' : 'chosen'}
        onChange={(which) => onChange(which === 'everything' ? null : [])}
        isInvalid={problem !== null}
      >
        <Label>{texts.form.capabilities}</Label>
        <RadioField value="everything">
          <RadioButton className="option-line">{texts.form.everything}</RadioButton>
        </RadioField>
        <RadioField value="chosen">
          <RadioButton className="option-line">{texts.form.chosenSet}</RadioButton>
        </RadioField>
      </RadioGroup>
      {problem !== null && <span className="field-problem">{problem}</span>}
      {chosen !== null && known.error && <Problem error={known.error} onRetry={() => void known.refetch()} />}
      {chosen !== null && (held === null || known.data === undefined) && (
        <p className="hint">{texts.form.capabilitiesWait}</p>
      )}
      {chosen !== null && held !== null && known.data !== undefined && (
        <CapabilityMatrix
          all={known.data.capabilities}
          chosen={new Set(chosen)}
          guardedColumns={guarded}
          reasonAgainst={reasonAgainst}
          onChange={(next) => onChange([...next].sort())}
        />
      )}
    </div>
  );
}
