/**
 * Where the cells of a column are in a source, counted from 0: the column of a sheet, the field of a record, the column of a
 * Parquet file. A list where a row of the source became several rows, in their order. Null where there is no such cell.
 */
export type ColumnOrigin = number | null | readonly (number | null)[];

/** The rows of the data that come from one table of a source: a file, or a sheet of it. */
export interface PartOrigin {
  /** Index among the sources of the version (model/dataset.ts). */
  source: number;
  /** Of a workbook. */
  sheet: string | null;
  /** Rows of the source's table, and rows of the data that each of them became. */
  rows: number;
  rowsPerSourceRow: number;
  /** Number of the first row in the source where the others follow without a gap; null where `provenance.parquet` lists runs. */
  firstRow: number | null;
  /** By column of the data. */
  columns: readonly ColumnOrigin[];
}

/** The parts in the order of the data's rows, and the names of the data's columns. */
export interface Provenance {
  columns: readonly string[];
  parts: readonly PartOrigin[];
}

/**
 * The key of the Parquet metadata with a Provenance as JSON. The file's rows, `(part, first_row, source_row, position,
 * to_row)`, are of two kinds:
 * - without `position`: from row `first_row` of the part on (from 0), source rows are consecutive from `source_row` on
 * - with `position`: the cells at this position in the source rows after `source_row` up to `to_row` repeat the cell of
 *   `source_row`, because a merged range covers them or they were filled from above
 */
export const METADATA_KEY = 'provenance';
