import type { Connection } from '../../../duckdb/connection.js';
import { numbersOf } from '../../../duckdb/first-row.js';
import type { Warning } from '../../../model/schema.js';

const MIN_NAMES = 2;

/**
 * Warns of two tables side by side: a column without a name and without values between two blocks of at least two named
 * columns, which end in different rows or repeat a name. A blank column within one table has neither.
 */
export async function sideBySideWarning(
  connection: Connection,
  table: string,
  headers: readonly string[],
): Promise<Warning[]> {
  const gap = headers.findIndex((header, column) => column >= MIN_NAMES && header === '');
  const right = headers.slice(gap + 1);
  if (gap === -1 || right.length < MIN_NAMES || headers[gap - 1] === '' || right.slice(0, MIN_NAMES).includes(''))
    return [];
  const left = headers.slice(0, gap).filter((header) => header !== '');
  if (left.length < MIN_NAMES) return [];
  const names = headers.map((_, column) => `c${column + 1}`);
  const lastRow = (block: readonly string[]) =>
    `coalesce(max(rowid) FILTER (coalesce(${block.join(', ')}) IS NOT NULL), -1)`;
  const [inGap, lastLeft, lastRight] = await numbersOf(
    connection,
    `SELECT count(${names[gap]}), ${lastRow(names.slice(0, gap))}, ${lastRow(names.slice(gap + 1))} FROM ${table}`,
  );
  const repeats = right.some((header) => header !== '' && left.includes(header));
  if (inGap !== 0 || (lastLeft === lastRight && !repeats)) return [];
  return [
    {
      code: 'SIDE_BY_SIDE_TABLES',
      message: `The blank column ${gap + 1} seems to separate two tables: "${left.join('", "')}" and "${right.filter((header) => header !== '').join('", "')}". They are read as one, so a row may join what does not belong together. Export each table on its own.`,
      column: null,
      count: 2,
    },
  ];
}
