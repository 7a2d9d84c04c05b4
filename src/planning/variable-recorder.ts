import { valueAt, type ValuePath } from '../filters/value-source.js';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The planner's only view of an operation's variables. It writes down whatever was looked at, so that a plan is
 * used again exactly for the variables that would have led to it; all else can only become parameters.
 */
export class VariableRecorder {
  readonly #variables: Variables;
  readonly #observations: Observation[] = [];

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  get observations(): readonly Observation[] {
    return this.#observations;
  }

  /** Absent, null, or there; nothing of the value itself. */
  presence(path: ValuePath): Presence {
    this.#note('presence', path);
    return presenceOf(valueAt(this.#variables, path));
  }

  /** The members of an object. Only for a value that is there. */
  members(path: ValuePath): readonly string[] {
    this.#note('members', path);
    return membersOf(valueAt(this.#variables, path));
  }

  /** The length of a list. Only for a value that is there. */
  length(path: ValuePath): number {
    this.#note('length', path);
    return lengthOf(valueAt(this.#variables, path));
  }

  /** The whole value, for what decides the shape of a statement: directions, `@skip`. */
  value(path: ValuePath): unknown {
    this.#note('value', path);
    return valueAt(this.#variables, path);
  }

  /** What a view shows of the value, where only that decides. */
  view(path: ValuePath, view: View): string {
    const saw = view.of(valueAt(this.#variables, path));
    this.#observations.push({ look: view, path, saw });
    return saw;
  }

  #note(look: Look, path: ValuePath): void {
    this.#observations.push({ look, path, saw: see(look, valueAt(this.#variables, path)) });
  }
}

/** A pure function of a value, by name. */
export interface View {
  readonly name: string;
  of(value: unknown): string;
}

export interface Observation {
  readonly look: Look | View;
  readonly path: ValuePath;
  readonly saw: string;
}

type Look = 'presence' | 'members' | 'length' | 'value';
type Presence = 'absent' | 'null' | 'present';

/** Whether the planner would see the same in these variables. */
export function stillHolds(observations: readonly Observation[], variables: Variables): boolean {
  return observations.every(({ look, path, saw }) => {
    const value = valueAt(variables, path);
    return (typeof look === 'string' ? see(look, value) : look.of(value)) === saw;
  });
}

function see(look: Look, value: unknown): string {
  switch (look) {
    case 'presence':
      return presenceOf(value);
    case 'members':
      return JSON.stringify(membersOf(value));
    case 'length':
      return String(lengthOf(value));
    case 'value':
      return value === undefined ? 'absent' : JSON.stringify(value);
  }
}

function presenceOf(value: unknown): Presence {
  if (value === undefined) return 'absent';
  return value === null ? 'null' : 'present';
}

function membersOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : -1;
}
