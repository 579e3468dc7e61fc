/** The order of a table of rows. In the address: `amount`, `amount~desc`. */
export interface RowOrder {
  column: string;
  descending: boolean;
}

export function readOrder(text: string | null): RowOrder | null {
  const [, column, direction] = /^(.+?)(~desc)?$/.exec(text ?? '') ?? [];
  return column === undefined ? null : { column, descending: direction !== undefined };
}

/** The order after a click on the header of a column: upwards, downwards, then that of the data. Null removes the parameter. */
export function nextOrder(column: string, order: RowOrder | null): string | null {
  if (order?.column !== column) return column;
  return order.descending ? null : `${column}~desc`;
}

/** The header of a column that sorts the table. */
export function sorting(column: string, order: RowOrder | null, onSort: (next: string | null) => void) {
  const direction = order?.descending ? ('descending' as const) : ('ascending' as const);
  return {
    onSort: () => onSort(nextOrder(column, order)),
    order: order?.column === column ? direction : undefined,
  };
}
