import { texts } from '../texts.js';
import { Icon } from './icon.js';

export interface SortHeaderProps<Order extends string> {
  readonly text: string;
  readonly ascending: Order;
  readonly descending: Order;
  readonly sort: Order;
  readonly onSort: (order: Order) => void;
}

/** The head of a column that the list can be sorted by; a second press turns the order round. */
export function SortHeader<Order extends string>(props: SortHeaderProps<Order>) {
  const { text, ascending, descending, sort, onSort } = props;
  const direction = sort === ascending ? 'ascending' : sort === descending ? 'descending' : undefined;
  return (
    <th scope="col" aria-sort={direction}>
      <button
        type="button"
        className="sort"
        onClick={() => onSort(sort === ascending ? descending : ascending)}
      >
        {text}
        {direction !== undefined && <Icon name={direction === 'ascending' ? 'up' : 'down'} />}
        {direction !== undefined && (
          <span className="unseen">
            {texts.keys[direction === 'ascending' ? 'sortedAscending' : 'sortedDescending']}
          </span>
        )}
      </button>
    </th>
  );
}
