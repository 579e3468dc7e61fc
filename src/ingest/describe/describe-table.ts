import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import type { DatasetSchema } from '../../model/schema.js';
import { findTime } from '../columns/find-time.js';
import { describeColumns } from './describe-columns.js';
import { findWarnings } from './warnings/find-warnings.js';
import type { WrittenTable } from './written-table.js';

/** The schema of a written table: its columns, its periods, and every warning about it. */
export async function describeTable(
  connection: Connection,
  table: WrittenTable,
): Promise<Omit<DatasetSchema, 'datasetId' | 'version'>> {
  const { raw, planned, parquetPath } = table;
  const time = await findTime(connection, parquetPath, planned);
  const columns = await describeColumns(connection, table, time);
  const [rowCount] = await numbersOf(connection, `SELECT count(*) FROM ${raw.table}`);
  const warnings = await findWarnings({ connection, columns, timeColumns: time.timeColumns, ...table });
  return {
    rowCount: rowCount!,
    columns,
    periodGrain: time.periodGrain,
    periodGrainCandidates: time.periodGrainCandidates,
    timeCandidates: time.timeCandidates,
    timeColumns: time.timeColumns,
    warnings: [...raw.warnings, ...warnings, ...time.warnings],
    rowsLeftOut: raw.rowsLeftOut,
  };
}
