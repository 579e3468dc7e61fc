import type { RowsLeftOut, Warning } from '../../model/schema.js';
import type { ColumnOrigin } from '../../provenance/provenance.js';
import type { TextTable } from './text-table.js';

/**
 * Every reader rejects a table with more columns (TOO_MANY_COLUMNS). A column takes milliseconds and part of a megabyte even
 * if it has few cells; a table with one column a day for five years has 1,827.
 */
export const MAX_COLUMNS = 2048;

/**
 * A source file as a DuckDB table of text, before values are interpreted: the output of every reader (text, workbook,
 * Parquet) and the input of all later steps. The table is temporary and belongs to the connection that created it.
 */
export interface RawTable extends TextTable {
  /**
   * SQL name. VARCHAR columns `c1` … `cN`, one for each source column, in file order. Cells are not trimmed; a missing or
   * empty cell is NULL, never ''. The table holds the data rows without blank rows, in file order; `rowid` starts at 0.
   */
  table: string;
  /** Original header texts, c1 first; '' if a column has none. */
  headers: string[];
  rowCount: number;
  /** SQL expression: the 1-based number of the row in the source (record of a text file, row of a sheet). */
  sourceRow: string;
  /** Of several stacked sources: the index of the column that names the source of each row. */
  sourceIndex?: number | undefined;
  /**
   * Rows of a sheet with a formula that sums cells of its own column in other rows, and the indexes of their cells with any
   * formula. `row` is that of `sourceRow`, until rows are stacked.
   */
  sumFormulas?: readonly { row: number; columns: number[] }[];
  /** Of stacked sources: whether all are sheets, whose numbers are cells of numbers. */
  areSheets?: boolean;
  /** By part, as stacked, and column: where its cells are in the source. Absent where that is their place in the table. */
  origins?: readonly (readonly ColumnOrigin[])[];
  /** Cells of a sheet that repeat the top cell of a merged range: index of the column, first and last row, and so on. */
  mergedCells?: Int32Array;
  /** Numbers of the tables side by side, by column; only where there are several. */
  blocks?: readonly number[];
  reading: Reading;
  warnings: Warning[];
  rowsLeftOut: RowsLeftOut[];
}

/** Whether the numbers are cells of numbers, printed by the reader, and only texts can have marks of their own. */
export function isOfSheets({ areSheets, reading }: Pick<RawTable, 'areSheets' | 'reading'>): boolean {
  return areSheets ?? reading.sheet !== null;
}

export function originsOf({
  origins,
  headers,
}: Pick<RawTable, 'origins' | 'headers'>): readonly (readonly ColumnOrigin[])[] {
  return origins ?? [headers.map((_, index) => index)];
}

/** A table that is stacked on others: a sheet of a workbook, or the table of a file. */
export interface TablePart {
  /** Unique among the parts: the value of the column `source`. */
  label: string;
  table: RawTable;
  /** Whether the rows are in a file of their own, numbered from 0 without gaps (shape/stored-rows.ts). */
  isStored?: boolean;
}

/** How the file was read, with the evidence for each detected property. Goes into `source` and the lineage. */
export interface Reading {
  encoding: string | null;
  delimiter: string | null;
  sheet: string | null;
  /** Names of all sheets, including hidden ones. */
  sheets: string[] | null;
  /** 1-based row of the header's last line. */
  headerRow: number | null;
  /** Cells of the non-blank rows above the header; at most 20 rows. */
  titleRows: string[][];
  /** Sentences such as `delimiter ";": 1,000 of 1,000 records have 10 fields`. */
  evidence: string[];
}
