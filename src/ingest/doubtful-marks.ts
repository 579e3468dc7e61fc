import type { DuckDBConnection } from '@duckdb/node-api';
import type { NormalizationOptions } from '../model/dataset.js';
import type { Warning } from '../model/schema.js';
import { numbersOf } from './columns/first-row.js';
import type { PlannedColumn } from './columns/plan-columns.js';
import type { RawTable } from './raw-table.js';

/** `1.234`: one thousand and more, or one and a bit. */
const EITHER = '[^0-9]*[1-9][0-9]{0,2}[.][0-9]{3}[^0-9]*';
const IS_EITHER = new RegExp(`^${EITHER}$`);

/**
 * Columns of a text whose every point could part thousands as well (SEMANTICS.md §2, "Numbers"): where nothing proves
 * a decimal comma the point is taken, and a factor of a thousand is not to be guessed without a word.
 */
export async function doubtfulMarks(
  connection: DuckDBConnection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  { decimalMark }: Pick<NormalizationOptions, 'decimalMark'>,
): Promise<Warning[]> {
  // In a workbook or a Parquet a number is one, whatever it looks like.
  if (decimalMark !== undefined || raw.reading.encoding === null) return [];
  const warnings: Warning[] = [];
  for (const { name, reading } of planned) {
    if (reading.kind !== 'NUMBER' || reading.mark !== 'POINT' || reading.fractionDigits > 3) continue;
    const pointed = reading.samples.filter((cell) => cell.includes('.'));
    if (pointed.length === 0 ? reading.fractionDigits === 0 : !pointed.every((cell) => IS_EITHER.test(cell))) continue;
    const [points, either] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (contains(${reading.raw}, '.') OR contains(${reading.raw}, ',')),
              count(*) FILTER (regexp_full_match(${reading.raw}, '${EITHER}')) FROM ${raw.table}`,
    );
    if (either === 0 || points !== either) continue;
    const example = pointed[0] ? `, such as "${pointed[0]}"` : '';
    const message = `Nothing in "${name}" tells whether its points are decimal or part thousands${example}; they are read as decimal points. Say decimalMark: COMMA if that is wrong.`;
    warnings.push({ code: 'AMBIGUOUS_DECIMAL_MARK', message, column: name, count: either! });
  }
  return warnings;
}
