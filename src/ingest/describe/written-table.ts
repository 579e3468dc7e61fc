import type { NormalizationOptions } from '../../model/dataset.js';
import type { PlannedColumn } from '../columns/plan-columns.js';
import type { RawTable } from '../read/raw-table.js';
import type { WrittenColumn } from '../write/write-parquet.js';

/** A written table with the results of each step. */
export interface WrittenTable {
  raw: RawTable;
  planned: readonly PlannedColumn[];
  written: readonly WrittenColumn[];
  parquetPath: string;
  options: NormalizationOptions;
}
