import type { Connection } from '../../../duckdb/connection.js';
import { firstRow } from '../../../duckdb/first-row.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import type { Column } from '../../../model/schema.js';
import type { Finding, FindWarnings } from './warning-kind.js';

/** An outlier is at least this many times as large as the next smaller value. */
const MIN_RATIO = 100;
const MAX_OUTLIERS = 3;
/** Fewer values do not show a usual size. */
const MIN_VALUES = 20;
const COLUMNS_PER_QUERY = 50;

/**
 * At most three values that are a hundred times as large as all others (docs/semantics.md §2, "Outliers"). Amounts are
 * heavy-tailed: if sums follow Pareto's law, the largest is a hundred times the next one in 1 % of files, and rules based on
 * quartiles or deviations would warn about nearly every file.
 */
export const outliers: FindWarnings = async ({ connection, columns, parquetPath }) => {
  const amounts = columns.filter(
    ({ role, representation, reconciliation }) =>
      role === 'NUMERIC' && representation !== 'PERCENT' && reconciliation.typed >= MIN_VALUES,
  );
  const suspects = await inBatches(amounts, (batch) => withFewLargeValues(connection, batch, parquetPath));
  return inBatches(suspects, (batch) => findOutliers(connection, batch, parquetPath));
};

async function inBatches<T>(
  columns: readonly Column[],
  find: (batch: readonly Column[]) => Promise<T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_PER_QUERY) {
    found.push(...(await find(columns.slice(start, start + COLUMNS_PER_QUERY))));
  }
  return found;
}

/** The columns of which few values exceed a hundredth of the largest: a cheap test that excludes nearly all columns. */
async function withFewLargeValues(
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Column[]> {
  const counts = columns.map(({ name, min, max }) => {
    // Rounded up: every value above the limit is above the hundredth.
    const limit = Math.ceil(Math.max(Math.abs(Number(min)), Math.abs(Number(max))) / MIN_RATIO);
    // A text literal is cast to the column's type; a number would cast the column.
    return `count(*) FILTER (${quoteIdentifier(name)} > '${limit}' OR ${quoteIdentifier(name)} < '-${limit}')`;
  });
  const row = await firstRow(connection, `SELECT ${counts.join(', ')} FROM ${parquetSql(parquetPath)}`);
  return columns.filter((_, index) => Number(row[index]) <= MAX_OUTLIERS);
}

async function findOutliers(
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Finding[]> {
  const largest = columns.map(({ name }) => {
    const size = `abs(${quoteIdentifier(name)})::DOUBLE`;
    return `coalesce(max(${size}, ${MAX_OUTLIERS + 1}) FILTER (isfinite(${size})), [])::VARCHAR`;
  });
  const row = await firstRow(connection, `SELECT ${largest.join(', ')} FROM ${parquetSql(parquetPath)}`);
  return columns.flatMap(({ name }, index) => outliersAmong(name, JSON.parse(String(row[index])) as number[]));
}

/** @param largest absolute values, descending */
function outliersAmong(column: string, largest: readonly number[]): Finding[] {
  const last = largest.findIndex((value, index) => {
    const next = largest[index + 1];
    return next !== undefined && next > 0 && value >= MIN_RATIO * next;
  });
  if (last === -1) return [];
  const ratio = Math.floor(largest[last]! / largest[last + 1]!);
  const count = last + 1;
  const values =
    count === 1
      ? `One value in "${column}" (${largest[0]}) is`
      : `${count} values in "${column}" (up to ${largest[0]}) are`;
  const message = `${values} at least ${ratio} times as large as every other value. Check for a missing decimal mark or a wrong unit.`;
  return [{ message, column, count }];
}
