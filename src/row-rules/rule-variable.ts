import { parsed, refused, type Parsed } from '../foundation/parsed.js';

/** What of a caller rules can speak of. */
export interface CallerFacts {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  };
  /** Null: somebody who came without a key, so that whatever speaks of one is missing. */
  readonly key: { readonly id: string; readonly tags: readonly string[] } | null;
}

/** A variable of a rule: `$user.id`, `$user.attributes.region`, … `$now` is not the caller's and stands apart. */
export type RuleVariable =
  | { readonly kind: 'fact'; readonly name: FactName }
  /** Member by member into the user's attributes. */
  | { readonly kind: 'attribute'; readonly path: readonly string[] }
  | { readonly kind: 'now' };

type FactName = '$user.id' | '$user.email' | '$key.id' | '$key.tags';

export function isVariable(text: string): boolean {
  return text.startsWith('$') && !text.startsWith('$$');
}

/** `$$5` is the text `$5`. */
export function unescapeText(text: string): string {
  return text.startsWith('$$') ? text.slice(1) : text;
}

export function parseVariable(text: string): Parsed<RuleVariable> {
  if (text === '$now') return parsed({ kind: 'now' });
  if (text === '$user.id' || text === '$user.email' || text === '$key.id' || text === '$key.tags') {
    return parsed({ kind: 'fact', name: text });
  }
  const path = text.startsWith('$user.attributes.') ? text.split('.').slice(2) : [];
  if (path.length > 0 && path.every((step) => step !== '')) return parsed({ kind: 'attribute', path });
  return refused(
    `${JSON.stringify(text)} is no variable: there are $user.id, $user.email, $user.attributes.<name>, $key.id, $key.tags and $now. A text that begins with a dollar sign is written with two.`,
  );
}

/** Undefined where the caller has no such thing. Own members only: nobody has an attribute called "constructor". */
export function valueOfVariable(variable: RuleVariable, facts: CallerFacts): unknown {
  switch (variable.kind) {
    case 'now':
      return undefined;
    case 'fact':
      return valuesByName[variable.name](facts);
    case 'attribute': {
      let value: unknown = facts.user.attributes;
      for (const step of variable.path) {
        if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
        value = (value as Readonly<Record<string, unknown>>)[step];
      }
      return value;
    }
  }
}

const valuesByName: Readonly<Record<FactName, (facts: CallerFacts) => unknown>> = {
  '$user.id': ({ user }) => user.id,
  '$user.email': ({ user }) => user.email,
  '$key.id': ({ key }) => key?.id,
  '$key.tags': ({ key }) => key?.tags,
};
