import type { EntityKey } from './analysis.js';
import type { Decimal } from './decimal.js';
import type { RowFilter } from './row-filter.js';
import type { SegmentKind } from './segment.js';

/** A figure of an analysis: which rows are behind it. */
export interface Figure {
  /** Null for the rows of all entities. Of one column, a null part means the rows without an entity. */
  entity?: EntityKey | null;
  /** The key of a period of the analysis, or TOTAL. */
  period: string;
  /** Null for the rows of all segments. */
  segment?: SegmentKey | null;
  /** Of the rows behind the figure, only those that it selects. */
  where?: RowFilter | null;
  /** Of the rows behind the figure, only those with a cell that contains this text. */
  search?: string | null;
}

/** Identifies a segment of an analysis. `name` is given for VALUE alone. */
export interface SegmentKey {
  kind: SegmentKind;
  name?: string | null;
}

/** A page of the rows behind a figure. */
export interface FigureRowsRequest extends Figure {
  first: number;
  after?: string | null;
  /** How many rows are left out before the page; not beside `after`. */
  skip?: number | null;
  /** Null: in the order of the data. Not beside `after`. */
  orderBy?: { column: string; descending?: boolean | null } | null;
}

/** The rows behind a figure; without `where` and `search` their values add up to it exactly. */
export interface FigureRows {
  edges: { cursor: string; node: FigureRow }[];
  totalCount: number;
  hasNextPage: boolean;
  /** Of all rows, not of the page. */
  sum: number;
  sumExact: Decimal;
}

/** A row of the data and where it is in its source. */
export interface FigureRow {
  /** As in `Dataset.sources`. */
  source: string;
  sheet: string | null;
  /** From 1: the row of a sheet, the record of a text file, the row of a Parquet file. */
  rowNumber: number;
  /** Of the value's cell, as a spreadsheet writes it; null where there is none, as in Parquet. */
  address: string | null;
  /** Null where all rows are analysed together. */
  period: string | null;
  value: number;
  valueExact: Decimal;
  cells: FigureCell[];
}

export interface FigureCell {
  column: string;
  /** As text, dates in ISO form; null where blank. */
  text: string | null;
  address: string | null;
}
