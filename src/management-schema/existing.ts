/** For a row that a foreign key promises: without it something is broken, which is no answer to give. */
export function existing<Row>(row: Row | null): Row {
  if (row === null) throw new Error('A row that another one refers to does not exist.');
  return row;
}
