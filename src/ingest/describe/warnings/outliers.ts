import type { Connection } from '../../../duckdb/connection.js';
import { parquetSql, quoteIdentifier } from '../../../duckdb/quote.js';
import type { Column, Warning } from '../../../model/schema.js';
import { firstRow } from '../../columns/first-row.js';

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
  connection: Connection,
  columns: readonly Column[],
  parquetPath: string,
): Promise<Warning[]> {
  const amounts = columns.filter(
    ({ role, representation, reconciliation }) =>
      role === 'NUMERIC' && representation !== 'PERCENT' && reconciliation.typed >= ENOUGH_VALUES,
  );
  const suspects = (await inTurn(amounts, (some) => fewLarge(connection, some, parquetPath))).flat();
  return (await inTurn(suspects, (some) => apartAmong(connection, some, parquetPath))).flat();
}

async function inTurn<T>(columns: readonly Column[], look: (some: readonly Column[]) => Promise<T>): Promise<T[]> {
  const found: T[] = [];
  for (let start = 0; start < columns.length; start += COLUMNS_AT_A_TIME) {
    found.push(await look(columns.slice(start, start + COLUMNS_AT_A_TIME)));
  }
  return found;
}

/** The columns of which few values are above a hundredth of the largest: a cheap look that settles nearly all. */
async function fewLarge(connection: Connection, columns: readonly Column[], parquetPath: string): Promise<Column[]> {
  const counts = columns.map(({ name, min, max }) => {
    // Rounded up: whoever is above this is above the hundredth.
    const limit = Math.ceil(Math.max(Math.abs(Number(min)), Math.abs(Number(max))) / GAP);
    // As text the limit takes the column's type, not the column the limit's.
    return `count(*) FILTER (${quoteIdentifier(name)} > '${limit}' OR ${quoteIdentifier(name)} < '-${limit}')`;
  });
  const row = await firstRow(connection, `SELECT ${counts.join(', ')} FROM ${parquetSql(parquetPath)}`);
  return columns.filter((_, at) => Number(row[at]) <= MOST);
}

async function apartAmong(connection: Connection, columns: readonly Column[], parquetPath: string): Promise<Warning[]> {
  const largest = columns.map(
    ({ name }) => `coalesce(max(${amount(name)}, ${MOST + 1}) FILTER (isfinite(${amount(name)})), [])::VARCHAR`,
  );
  const row = await firstRow(connection, `SELECT ${largest.join(', ')} FROM ${parquetSql(parquetPath)}`);
  return columns.flatMap(({ name }, at) => apart(name, JSON.parse(String(row[at])) as number[]));
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
