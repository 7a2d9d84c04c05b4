import { Button } from 'react-aria-components';
import { texts } from '../../texts.js';
import { Icon } from '../icon.js';
import type { CatalogTable } from './capability-catalog.js';
import {
  choiceOfColumn,
  choiceOfTable,
  toggleColumn,
  toggleTable,
  type ToggleNeeds,
} from './capability-choice.js';
import { MatrixCell } from './matrix-cell.js';

export interface MatrixTableProps extends ToggleNeeds {
  readonly table: CatalogTable;
  readonly verbs: readonly string[];
  readonly isOpen: boolean;
  /** Those of its columns that are shown while it is open. */
  readonly columns: readonly string[];
  readonly onOpen: () => void;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

const { matrix } = texts;

/** The row of a table, and while it is open the rows of its columns. */
export function MatrixTable(props: MatrixTableProps) {
  const { table, verbs, isOpen, columns, onOpen, onChange, chosen, reasonAgainst } = props;
  return (
    <tbody>
      <tr>
        <th scope="row">
          <Button
            className="disclosure"
            aria-expanded={isOpen}
            onPress={onOpen}
            aria-label={matrix.columnsOf(table.name, table.columns.length)}
          >
            <Icon name={isOpen ? 'down' : 'right'} />
            <code>{table.name}</code>
          </Button>
        </th>
        {verbs.map((verb) =>
          table.verbs.includes(verb) ? (
            <MatrixCell
              key={verb}
              subject={table.name}
              verb={verb}
              choice={choiceOfTable(chosen, table, verb)}
              reason={reasonAgainst(`${table.name}:${verb}`)}
              onToggle={() => onChange(toggleTable(props, table, verb))}
            />
          ) : (
            <NoCell key={verb} verb={verb} />
          ),
        )}
      </tr>
      {isOpen && columns.map((column) => <ColumnRow key={column} {...props} column={column} />)}
    </tbody>
  );
}

function ColumnRow({ column, ...props }: MatrixTableProps & { readonly column: string }) {
  const { table, verbs, onChange, chosen, guarded, reasonAgainst } = props;
  const subject = `${table.name}.${column}`;
  const isGuarded = guarded.has(subject);
  return (
    <tr className="matrix-column">
      <th scope="row">
        <code>{column}</code>
        {isGuarded && (
          <span className="badge badge-warn" title={matrix.guardedHint}>
            <Icon name="lock" />
            {matrix.guarded}
          </span>
        )}
      </th>
      {verbs.map((verb) =>
        table.verbs.includes(verb) ? (
          <MatrixCell
            key={verb}
            subject={subject}
            verb={verb}
            choice={choiceOfColumn(chosen, table, column, verb, isGuarded)}
            reason={reasonAgainst(`${subject}:${verb}`)}
            onToggle={() => onChange(toggleColumn(props, table, column, verb))}
          />
        ) : (
          <NoCell key={verb} verb={verb} />
        ),
      )}
    </tr>
  );
}

function NoCell({ verb }: { readonly verb: string }) {
  return (
    <td data-label={verb} className="quiet">
      <span aria-hidden="true">–</span>
      <span className="unseen">{matrix.noVerb}</span>
    </td>
  );
}
