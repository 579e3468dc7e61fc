import type { Connection } from '../../../duckdb/connection.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import type { Column, Warning } from '../../../model/schema.js';
import type { ColumnReading } from '../../columns/examine.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import type { RawTable } from '../../read/raw-table.js';

/** Everything known about a written table; each kind of warning is derived from it. */
export interface DescribedTable {
  connection: Connection;
  raw: RawTable;
  /** In the order of the file, as `columns`. */
  planned: readonly PlannedColumn[];
  columns: readonly Column[];
  /** The columns from which the period is read. */
  timeColumns: readonly string[];
  parquetPath: string;
  options: NormalizationOptions;
}

/** A warning without its code, which is that of its kind. */
export type Finding = Omit<Warning, 'code'>;

/** Finds all warnings of one kind. */
export type FindWarnings = (table: DescribedTable) => readonly Finding[] | Promise<readonly Finding[]>;

/** A kind of warning that depends on one column and needs no query. `find` returns null for no warning. */
export function inEachColumn(
  find: (column: Column, reading: ColumnReading) => Omit<Finding, 'column'> | null,
): FindWarnings {
  return ({ planned, columns }) =>
    columns.flatMap((column, index) => {
      const finding = find(column, planned[index]!.reading);
      return finding === null ? [] : [{ ...finding, column: column.name }];
    });
}
