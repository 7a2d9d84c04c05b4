import {
  isVariable,
  parseVariable,
  unescapeText,
  valueOfVariable,
  type CallerFacts,
} from './rule-variable.js';

/**
 * The values of a database's session settings for one caller, as text. Fail closed: what is missing is named, and
 * nothing may run without it; a policy of the database may take an empty setting for "everything".
 */
export function sessionValues(
  settings: Readonly<Record<string, string>>,
  facts: CallerFacts,
): { readonly values: ReadonlyMap<string, string>; readonly missing: readonly string[] } {
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const [name, template] of Object.entries(settings)) {
    // The instant is not the caller's: the statement takes it from the run.
    if (template === '$now') continue;
    const value = isVariable(template) ? valueOf(template, facts) : unescapeText(template);
    if (value === null) missing.push(template);
    else values.set(name, value);
  }
  return { values, missing };
}

function valueOf(template: string, facts: CallerFacts): string | null {
  const variable = parseVariable(template);
  if (variable.kind === 'refused') return null;
  const value = valueOfVariable(variable.value, facts);
  if (value === undefined || value === null) return null;
  // An integer beyond 2^53 has lost digits on its way: it may be the id of somebody else.
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text === '' || text.includes('\0') ? null : text;
}
