import type { RowsLeftOut, Warning } from '../../model/schema.js';
import type { TextTable } from './text-table.js';

/**
 * A table with more columns is refused (TOO_MANY_COLUMNS) by every reader: each takes some milliseconds and a part of a
 * megabyte however few its cells are, and daily figures of five years have 1,827.
 */
export const MAX_COLUMNS = 2048;

/**
 * A source file as a DuckDB table of text, before anything is interpreted: what every reader (text, workbook, Parquet)
 * makes and all later steps work on. Temporary, private to the connection it was made on.
 */
export interface RawTable extends TextTable {
  /**
   * SQL name of it. Columns `c1` … `cN`, VARCHAR, one a source column in order of the file; cells as they came
   * (not trimmed), NULL where the source has no cell or an empty one, never ''. Rows are the data rows, wholly blank
   * ones already left out, in order of the file, so that `rowid` counts them from 0.
   */
  table: string;
  /** The original header texts, c1 first; '' where there is none. */
  headers: string[];
  rowCount: number;
  /** SQL expression over the table: the row's 1-based number in the source (record of a text file, row of a sheet). */
  sourceRow: string;
  reading: Reading;
  warnings: Warning[];
  rowsLeftOut: RowsLeftOut[];
}

/** How the file was read, with the evidence for each guess; goes into `source` and the lineage. */
export interface Reading {
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
  /** Names of all sheets, hidden ones included. */
  sheets: string[] | null;
  /** 1-based; of a header of several lines, the last. */
  headerRow: number | null;
  /** The rows above the header that hold anything, cell by cell, at most 20. */
  titleRows: string[][];
  /** Sentences such as `delimiter ";": 1,000 of 1,000 records have 10 fields`. */
  evidence: string[];
}
