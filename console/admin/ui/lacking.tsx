import { texts } from '../texts.js';
import { Icon } from './icon.js';
import { useMayPartly } from './use-may.js';

/** Says before somebody fills in a form what it would be refused for. */
export function Lacking({ needed }: { readonly needed: readonly string[] }) {
  const may = useMayPartly();
  const missing = needed.filter((capability) => !may(capability));
  if (missing.length === 0) return null;
  return (
    <div className="notice notice-warn">
      <Icon name="warning" />
      <p>
        {texts.page.lacking} {texts.page.missing(missing)}
      </p>
    </div>
  );
}
