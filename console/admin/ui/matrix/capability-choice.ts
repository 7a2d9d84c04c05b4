import type { CatalogTable } from './capability-catalog.js';

/** What is chosen of one cell. */
export type Choice =
  /** By its own words. */
  | { readonly kind: 'own' }
  /** A column, by its table. */
  | { readonly kind: 'table' }
  /** By a wildcard, which reaches further than the cell: it is taken away where it stands. */
  | { readonly kind: 'wildcard'; readonly by: string }
  /** A table of which some columns are chosen one by one. */
  | { readonly kind: 'columns'; readonly count: number }
  | { readonly kind: 'none' };

type Chosen = ReadonlySet<string>;

export function choiceOfTable(chosen: Chosen, { name, columns }: CatalogTable, verb: string): Choice {
  const by = [`${name}:*`, `*:${verb}`, '*:*'].find((wildcard) => chosen.has(wildcard));
  if (by !== undefined) return { kind: 'wildcard', by };
  if (chosen.has(`${name}:${verb}`)) return { kind: 'own' };
  const { length: count } = columns.filter(
    (column) => chosen.has(`${name}.${column}:${verb}`) || chosen.has(`${name}.${column}:*`),
  );
  return count > 0 ? { kind: 'columns', count } : { kind: 'none' };
}

/** A guarded column is chosen by its own words alone. */
export function choiceOfColumn(
  chosen: Chosen,
  { name }: CatalogTable,
  column: string,
  verb: string,
  isGuarded: boolean,
): Choice {
  if (isGuarded) return { kind: chosen.has(`${name}.${column}:${verb}`) ? 'own' : 'none' };
  const by = [`${name}.${column}:*`, `${name}:*`, `*:${verb}`, '*:*'].find((text) => chosen.has(text));
  if (by !== undefined) return { kind: 'wildcard', by };
  if (chosen.has(`${name}:${verb}`)) return { kind: 'table' };
  return { kind: chosen.has(`${name}.${column}:${verb}`) ? 'own' : 'none' };
}

export interface ToggleNeeds {
  readonly chosen: Chosen;
  readonly guarded: ReadonlySet<string>;
  /** Why a capability cannot be chosen; null: it can. */
  readonly reasonAgainst: (capability: string) => string | null;
}

/** Ticking a table takes the place of its single columns; unticking it leaves nothing of it, no guarded column either. */
export function toggleTable({ chosen, guarded }: ToggleNeeds, table: CatalogTable, verb: string): Chosen {
  const own = `${table.name}:${verb}`;
  const isOn = chosen.has(own);
  const columns = table.columns
    .filter((column) => isOn || !guarded.has(`${table.name}.${column}`))
    .map((column) => `${table.name}.${column}:${verb}`);
  return changed(chosen, isOn ? [] : [own], [...columns, ...(isOn ? [own] : [])]);
}

/** Unticking a column that its table chooses leaves the other columns, one by one. */
export function toggleColumn(
  { chosen, guarded, reasonAgainst }: ToggleNeeds,
  table: CatalogTable,
  column: string,
  verb: string,
): Chosen {
  const nameOf = (each: string) => `${table.name}.${each}:${verb}`;
  const own = nameOf(column);
  const whole = `${table.name}:${verb}`;
  if (chosen.has(whole) && !guarded.has(`${table.name}.${column}`)) {
    const others = table.columns.filter(
      (each) =>
        each !== column && !guarded.has(`${table.name}.${each}`) && reasonAgainst(nameOf(each)) === null,
    );
    return changed(chosen, others.map(nameOf), [whole, own]);
  }
  return toggleOne(chosen, own);
}

export function toggleOne(chosen: Chosen, capability: string): Chosen {
  return chosen.has(capability) ? changed(chosen, [], [capability]) : changed(chosen, [capability], []);
}

/** Reading every table: of one that cannot be chosen as a whole, the columns that can. */
export function readOnlyChoice(tables: readonly CatalogTable[], needs: Omit<ToggleNeeds, 'chosen'>): Chosen {
  const { guarded, reasonAgainst } = needs;
  return new Set(
    tables
      .filter(({ verbs }) => verbs.includes('select'))
      .flatMap(({ name, columns }) => {
        if (reasonAgainst(`${name}:select`) === null) return [`${name}:select`];
        return columns
          .filter((column) => !guarded.has(`${name}.${column}`))
          .map((column) => `${name}.${column}:select`)
          .filter((capability) => reasonAgainst(capability) === null);
      }),
  );
}

function changed(chosen: Chosen, added: readonly string[], removed: readonly string[]): Chosen {
  const without = new Set(removed);
  return new Set([...[...chosen].filter((capability) => !without.has(capability)), ...added]);
}
