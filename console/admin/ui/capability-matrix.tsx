import { useMemo, useState } from 'react';
import { Button, Input, Label, SearchField } from 'react-aria-components';
import { texts } from '../texts.js';
import { readCatalog, withoutCell, type CatalogTable } from './matrix/capability-catalog.js';
import { readOnlyChoice, toggleOne } from './matrix/capability-choice.js';
import { CellHint } from './matrix/cell-hint.js';
import { ChosenBeside } from './matrix/chosen-beside.js';
import { MatrixCell } from './matrix/matrix-cell.js';
import { MatrixTable } from './matrix/matrix-table.js';
import { NamedCapabilities } from './matrix/named-capabilities.js';

export interface CapabilityMatrixProps {
  /** What the matrix is, for who listens: "What the group Sales grants". */
  readonly label?: string;
  /** Every capability that there is, as the query `capabilities(database:)` answers them. */
  readonly all: readonly string[];
  /** What is chosen, in the words that are stored, wildcards such as `*:select` among them. */
  readonly chosen: ReadonlySet<string>;
  /** Columns that only their own `table.column:verb` reaches, as `table.column`. */
  readonly guardedColumns?: readonly string[];
  /**
   * Why a capability cannot be chosen; null: it can. What is chosen nevertheless can be taken away. Not asked about
   * wildcards, which stand for whatever there is.
   */
  readonly reasonAgainst?: (capability: string) => string | null;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

const { matrix } = texts;
const nothing: ReadonlySet<string> = new Set();
const noReason = (): null => null;

/** Capabilities as tables by verbs, the columns of each table folded, with a search and the presets. */
export function CapabilityMatrix(props: CapabilityMatrixProps) {
  const { label = matrix.label, all, chosen, onChange, guardedColumns, reasonAgainst = noReason } = props;
  const guarded = new Set(guardedColumns);
  const catalog = useMemo(() => readCatalog(all), [all]);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(nothing);
  const found = find(catalog.tables, search.trim().toLowerCase());
  return (
    <div className="matrix-frame" role="group" aria-label={label}>
      <div className="matrix-tools">
        <SearchField className="field search-box" value={search} onChange={setSearch}>
          <Label>{matrix.search}</Label>
          <Input placeholder={matrix.searchHint} />
        </SearchField>
        <Button
          className="button"
          onPress={() => onChange(readOnlyChoice(catalog.tables, { guarded, reasonAgainst }))}
        >
          {matrix.readOnly}
        </Button>
        <Button className="button" onPress={() => onChange(nothing)} isDisabled={chosen.size === 0}>
          {matrix.clear}
        </Button>
      </div>
      <ChosenBeside
        capabilities={withoutCell(chosen, all)}
        onRemove={(capability) => onChange(toggleOne(chosen, capability))}
      />
      <CellHint otherwise={matrix.hint}>
        <div className="table-frame">
          <table className="matrix">
            <caption className="unseen">{label}</caption>
            <thead>
              <tr>
                <th scope="col">{matrix.table}</th>
                {catalog.verbs.map((verb) => (
                  <th key={verb} scope="col">
                    {verb}
                  </th>
                ))}
              </tr>
            </thead>
            {search === '' && (
              <tbody>
                <tr className="matrix-every">
                  <th scope="row">{matrix.everyTable}</th>
                  {catalog.verbs.map((verb) => (
                    <MatrixCell
                      key={verb}
                      subject={matrix.everyTable}
                      verb={verb}
                      choice={
                        chosen.has('*:*')
                          ? { kind: 'wildcard', by: '*:*' }
                          : { kind: chosen.has(`*:${verb}`) ? 'own' : 'none' }
                      }
                      reason={null}
                      onToggle={() => onChange(toggleOne(chosen, `*:${verb}`))}
                    />
                  ))}
                </tr>
              </tbody>
            )}
            {found.map(({ table, columns, isMeant }) => (
              <MatrixTable
                key={table.name}
                {...{ table, columns, chosen, guarded, reasonAgainst, onChange }}
                verbs={catalog.verbs}
                isOpen={isMeant || open.has(table.name)}
                onOpen={() => setOpen(toggleOne(open, table.name))}
              />
            ))}
          </table>
        </div>
      </CellHint>
      <p className="unseen" role="status">
        {search === '' ? '' : matrix.found(found.length)}
      </p>
      <NamedCapabilities {...{ chosen, reasonAgainst, onChange }} capabilities={catalog.named} />
    </div>
  );
}

interface Found {
  readonly table: CatalogTable;
  readonly columns: readonly string[];
  /** A column was searched for, so that it is shown. */
  readonly isMeant: boolean;
}

function find(tables: readonly CatalogTable[], wanted: string): readonly Found[] {
  return tables.flatMap((table): readonly Found[] => {
    if (table.name.toLowerCase().includes(wanted)) return [{ table, columns: table.columns, isMeant: false }];
    const columns = table.columns.filter((column) => column.toLowerCase().includes(wanted));
    return columns.length > 0 ? [{ table, columns, isMeant: true }] : [];
  });
}
