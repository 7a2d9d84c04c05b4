import { useId } from 'react';
import { Button } from 'react-aria-components';
import { texts } from '../../texts.js';
import { Instant } from '../../ui/instant.js';
import { endOfDay, firstDayOf, inDays, lastDayOf, startOfDay, zone } from './days.js';
import type { Policies } from './policies.js';

export interface ValidityFieldsProps {
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly policies: Policies;
  readonly problems: { readonly validFrom: string | null; readonly validUntil: string | null };
  readonly onChange: (changed: {
    readonly validFrom?: string | null;
    readonly validUntil?: string | null;
  }) => void;
}

const presets = [30, 90, 365] as const;

/** The first and the last day on which a key works. */
export function ValidityFields({ validFrom, validUntil, policies, problems, onChange }: ValidityFieldsProps) {
  const { maxLifetimeDays, requireValidUntil } = policies;
  const mustEnd = requireValidUntil || maxLifetimeDays !== null;
  return (
    <fieldset className="stack">
      <legend className="unseen">{texts.form.validity}</legend>
      <div className="columns">
        <DayField
          label={texts.form.validFrom}
          day={firstDayOf(validFrom)}
          onChange={(day) => onChange({ validFrom: startOfDay(day) })}
          problem={problems.validFrom}
        />
        <DayField
          label={texts.form.validUntil}
          day={lastDayOf(validUntil)}
          onChange={(day) => onChange({ validUntil: endOfDay(day) })}
          problem={problems.validUntil}
        />
      </div>
      <div className="row" role="group" aria-label={texts.form.presets}>
        {presets
          .filter((days) => maxLifetimeDays === null || days < maxLifetimeDays)
          .map((days) => (
            <Button key={days} className="chip" onPress={() => onChange({ validUntil: inDays(days) })}>
              {texts.form.preset(days)}
            </Button>
          ))}
        {!mustEnd && (
          <Button className="chip" onPress={() => onChange({ validFrom: null, validUntil: null })}>
            {texts.form.noEnd}
          </Button>
        )}
      </div>
      <p className="hint">
        {texts.form.zone(zone)}{' '}
        {validUntil !== null && (
          <>
            {texts.form.worksUntil} <Instant at={validUntil} as="exact" />.
          </>
        )}{' '}
        {maxLifetimeDays !== null && texts.form.maxLifetime(maxLifetimeDays)}
        {maxLifetimeDays === null && requireValidUntil && texts.form.mustEnd}
      </p>
    </fieldset>
  );
}

interface DayFieldProps {
  readonly label: string;
  readonly day: string;
  readonly problem: string | null;
  readonly onChange: (day: string) => void;
}

/** The browser's own calendar, in the language and order of days that its user is used to. */
function DayField({ label, day, problem, onChange }: DayFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        value={day}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem !== null && (
        <span className="field-problem" id={`${id}-problem`}>
          {problem}
        </span>
      )}
    </div>
  );
}
