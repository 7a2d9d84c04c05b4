import { texts } from '../../texts.js';
import { toggleOne } from './capability-choice.js';

export interface NamedCapabilitiesProps {
  readonly capabilities: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly reasonAgainst: (capability: string) => string | null;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

const { matrix } = texts;

/** Those that no wildcard reaches and that are not about rows, with what they permit. */
export function NamedCapabilities({ capabilities, chosen, reasonAgainst, onChange }: NamedCapabilitiesProps) {
  if (capabilities.length === 0) return null;
  return (
    <fieldset className="matrix-named">
      <legend>{matrix.named}</legend>
      {capabilities.map((capability) => {
        const reason = reasonAgainst(capability);
        const isFixed = reason !== null && !chosen.has(capability);
        const hint = reason ?? (matrix.namedHints as Readonly<Record<string, string>>)[capability];
        return (
          <label key={capability} className="check">
            <input
              type="checkbox"
              checked={chosen.has(capability)}
              aria-disabled={isFixed || undefined}
              onChange={() => {
                if (!isFixed) onChange(toggleOne(chosen, capability));
              }}
            />
            <span>
              <code>{capability}</code>
              {hint !== undefined && <span className="second">{hint}</span>}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
