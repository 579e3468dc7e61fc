import type { NormalizationOptions } from '../../model/dataset.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import type { WrittenColumn } from '../write/write-parquet.js';

/** A table that was written, with what each step found out about it. */
export interface WrittenTable {
  raw: RawTable;
  planned: readonly PlannedColumn[];
  written: readonly WrittenColumn[];
  parquetPath: string;
  options: NormalizationOptions;
}
