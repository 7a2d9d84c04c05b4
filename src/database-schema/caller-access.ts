import { createHash } from 'node:crypto';
import type { CapabilitySet } from '../capability/capability-set.js';
import { withInheritedRules } from '../capability/inherited-rules.js';
import { soundRights } from '../capability/sound-rights.js';
import type { CompiledStatement } from '../planning/compiled-statement.js';
import { compileSession } from '../planning/session-statement.js';
import { ruleKey } from '../row-rules/granted-rows.js';
import { createRowAccess, type RowAccess, type RuledGroup } from '../row-rules/row-access.js';
import type { CallerFilter, StoredRule } from '../row-rules/read-rule.js';
import type { CallerFacts } from '../row-rules/rule-variable.js';
import { sessionValues } from '../row-rules/session-values.js';
import type { ServedDatabase } from './served-database.js';

/** Of a caller's authorization state, what decides its access to rows. */
export interface AccessFacts extends CallerFacts {
  readonly key: (NonNullable<CallerFacts['key']> & { readonly rowNarrowing: unknown }) | null;
  readonly groups: readonly {
    readonly grants: readonly string[];
    readonly rowRules: readonly StoredRule[];
  }[];
}

/** What one caller may do on one served database: everything that plans and statements depend on. */
export interface CallerAccess {
  readonly effective: CapabilitySet;
  readonly rows: RowAccess;
  /** Values that statements take from the caller, by slot. */
  readonly values: ReadonlyMap<string, unknown>;
  readonly session: Session;
  /** Equal for callers who share their plans. */
  readonly fingerprint: string;
}

/** What the database's own walls are told before anything is read. */
export type Session =
  | { readonly kind: 'none' }
  | { readonly kind: 'set'; readonly statement: CompiledStatement }
  /** Variables of the settings that the caller lacks: nothing may run. */
  | { readonly kind: 'missing'; readonly missing: readonly string[] };

/** Worked out once for each state and each build of its database. */
export function accessOf(served: ServedDatabase, facts: AccessFacts, effective: CapabilitySet): CallerAccess {
  const byServed = computed.get(facts) ?? new WeakMap<ServedDatabase, CallerAccess>();
  computed.set(facts, byServed);
  const known = byServed.get(served);
  if (known?.effective === effective) return known;
  const access = computeAccess(served, facts, effective);
  byServed.set(served, access);
  return access;
}

const computed = new WeakMap<AccessFacts, WeakMap<ServedDatabase, CallerAccess>>();

function computeAccess(served: ServedDatabase, facts: AccessFacts, effective: CapabilitySet): CallerAccess {
  const rows = createRowAccess(
    facts.groups.map((group) => ruledGroup(served, group)),
    narrowingOf(served, facts.key?.rowNarrowing),
    facts,
  );
  const { session, values } = sessionOf(served, facts);
  return {
    effective,
    rows,
    values: new Map([...rows.values, ...values]),
    session,
    fingerprint: createHash('sha256').update(`${effective.fingerprint} ${rows.fingerprint}`).digest('hex'),
  };
}

function ruledGroup(served: ServedDatabase, group: AccessFacts['groups'][number]): RuledGroup {
  const read = withInheritedRules(group.rowRules).map((rule) => ({ rule, result: served.rules.read(rule) }));
  const broken = read.flatMap(({ rule, result }) => (result.kind === 'broken' ? [rule] : []));
  const sound = read.flatMap(({ rule, result }): [string, CallerFilter][] =>
    result.kind === 'sound' ? [[ruleKey(rule.table, rule.verb), result.where]] : [],
  );
  return {
    rights: soundRights(served.space, group.grants, broken, served.offer.laterTables),
    rules: new Map(sound),
  };
}

/** Fail closed: a narrowing that cannot be understood any more leaves nothing. */
function narrowingOf(served: ServedDatabase, json: unknown): Parameters<typeof createRowAccess>[1] {
  if (json === null || json === undefined) return null;
  const read = served.rules.readNarrowing(json);
  return read.kind === 'sound' ? read.narrowing : { tables: new Map(), otherTables: 'NONE' };
}

function sessionOf(
  { settings }: ServedDatabase,
  facts: CallerFacts,
): { readonly session: Session; readonly values: ReadonlyMap<string, string> } {
  const { values, missing } = sessionValues(settings.sessionSettings, facts);
  if (missing.length > 0) return { session: { kind: 'missing', missing }, values: new Map() };
  const slotOf = (name: string) => `session ${name}`;
  const statement = compileSession({
    role: settings.sessionRole,
    settings: Object.keys(settings.sessionSettings).map((name) => ({
      name,
      source: values.has(name) ? { kind: 'caller', slot: slotOf(name) } : { kind: 'now' },
    })),
  });
  return {
    session: statement ? { kind: 'set', statement } : { kind: 'none' },
    values: new Map([...values].map(([name, value]) => [slotOf(name), value])),
  };
}
