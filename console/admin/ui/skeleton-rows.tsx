/** Where the rows of a table will be. */
export function SkeletonRows({ columns }: { readonly columns: number }) {
  return Array.from({ length: 6 }, (_none, index) => (
    <tr key={index} className="skeleton">
      {Array.from({ length: columns }, (_cell, column) => (
        <td key={column}>
          <span />
        </td>
      ))}
    </tr>
  ));
}
