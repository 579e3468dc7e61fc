import type { RowFilter } from './row-filter.js';

/** Which rows of a version are read, and in which order. */
export interface DataRowsRequest {
  where: RowFilter | null;
  /** Text that a cell of the row contains; null for all rows. */
  search: string | null;
  /** Null: in the order of the data. */
  orderBy: { column: string; descending: boolean } | null;
  first: number;
  /** How many of the selected rows are left out before the page. */
  skip: number;
}

export interface DataRowsPage {
  /** Names of the columns, in the order of the cells. */
  columns: string[];
  /** All selected rows. */
  totalCount: number;
  nodes: DataRow[];
}

export interface DataRow {
  /** Its place in the data, from 1. */
  number: number;
  /** As text, dates in ISO form; null where there is no value. */
  cells: (string | null)[];
}
