import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier, quoteText } from '../duckdb/quote.js';
import type { Column, Warning } from '../model/schema.js';
import { firstRow } from './columns/first-row.js';

/** So many times as large as the value below it a value must be. */
const GAP = 100;
/** At most so many values lie above the gap. */
const MOST = 3;
/** Fewer values say nothing about what is usual. */
const ENOUGH_VALUES = 20;
const COLUMNS_AT_A_TIME = 50;

/**
 * Values that stand apart (SEMANTICS.md §2, "Outliers"): at most three that are a hundred times as large as all others.
 * Amounts are heavy-tailed, and where sums follow Pareto's law the largest is a hundred times the next in one file of a
 * hundred; any rule by quartiles or deviations would fire on all of them.
 */
export async function outliers(
  connection: DuckDBConnection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Warning[]> {
  const amounts = columns.filter(
    ({ role, representation, reconciliation }) =>
      role === 'NUMERIC' && representation !== 'PERCENT' && reconciliation.typed >= ENOUGH_VALUES,
  );
  const warnings: Warning[] = [];
  for (let start = 0; start < amounts.length; start += COLUMNS_AT_A_TIME) {
    const some = amounts.slice(start, start + COLUMNS_AT_A_TIME);
    const largest = some.map(
      ({ name }) => `coalesce(max(${amount(name)}, ${MOST + 1}) FILTER (isfinite(${amount(name)})), [])::VARCHAR`,
    );
    const row = await firstRow(connection, `SELECT ${largest.join(', ')} FROM ${quoteText(parquetPath)}`);
    warnings.push(...some.flatMap(({ name }, at) => apart(name, JSON.parse(String(row[at])) as number[])));
  }
  return warnings;
}

function amount(name: string): string {
  return `abs(${quoteIdentifier(name)})::DOUBLE`;
}

/** @param largest absolute values, descending */
function apart(column: string, largest: readonly number[]): Warning[] {
  const above = largest.findIndex((value, at) => {
    const below = largest[at + 1];
    return below !== undefined && below > 0 && value >= GAP * below;
  });
  if (above === -1) return [];
  const times = Math.floor(largest[above]! / largest[above + 1]!);
  const count = above + 1;
  const message = `${count === 1 ? 'One value' : `${count} values`} of "${column}", up to ${largest[0]}, ${count === 1 ? 'is' : 'are'} at least ${times} times as large as every other. Look whether a decimal mark or a unit is missing.`;
  return [{ code: 'OUTLIERS', message, column, count }];
}
