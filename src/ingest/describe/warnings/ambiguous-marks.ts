import type { Connection } from '../../../duckdb/connection.js';
import type { NormalizationOptions } from '../../../model/dataset.js';
import type { Warning } from '../../../model/schema.js';
import { numbersOf } from '../../columns/first-row.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import type { RawTable } from '../../read/raw-table.js';

/** `1.234`: one thousand and more, or one and a bit. */
const either = (mark: '.' | ',') => `[^0-9.,]*[1-9][0-9]{0,2}[${mark}][0-9]{3}[^0-9.,]*`;

/**
 * Columns of a text whose every mark could part thousands or be a decimal one (SEMANTICS.md §2, "Numbers"): where nothing
 * proves a decimal comma the point is taken, and a factor of a thousand is not to be guessed without a word. A comma is
 * doubted where semicolons part the cells, as spreadsheets have it that write decimal commas.
 */
export async function doubtfulMarks(
  connection: Connection,
  raw: RawTable,
  planned: readonly PlannedColumn[],
  { decimalMark }: Pick<NormalizationOptions, 'decimalMark'>,
): Promise<Warning[]> {
  const { encoding, delimiter } = raw.reading;
  // In a workbook or a Parquet a number is one, whatever it looks like.
  if (decimalMark !== undefined || encoding === null) return [];
  const warnings: Warning[] = [];
  for (const { name, reading } of planned) {
    if (reading.kind !== 'NUMBER' || reading.mark !== 'POINT' || reading.fractionDigits > 3) continue;
    const marked = reading.samples.filter((cell) => /[.,]/.test(cell));
    const mark = marked.some((cell) => cell.includes('.')) || reading.fractionDigits > 0 ? '.' : ',';
    if (mark === ',' && (delimiter !== ';' || marked.length === 0)) continue;
    const isEither = new RegExp(`^${either(mark)}$`);
    if (!marked.every((cell) => isEither.test(cell))) continue;
    const [all, doubtful] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (contains(${reading.raw}, '.') OR contains(${reading.raw}, ',')),
              count(*) FILTER (regexp_full_match(${reading.raw}, '${either(mark)}')) FROM ${raw.table}`,
    );
    if (doubtful === 0 || all !== doubtful) continue;
    const example = marked[0] ? `, such as in "${marked[0]}"` : '';
    const message =
      mark === '.'
        ? `Nothing in "${name}" tells whether its points are decimal or part thousands${example}; they are read as decimal points. Say decimalMark: COMMA if that is wrong.`
        : `Nothing in "${name}" tells whether its commas part thousands or are decimal${example}; they are read as parting thousands. Say decimalMark: COMMA if that is wrong.`;
    warnings.push({ code: 'AMBIGUOUS_DECIMAL_MARK', message, column: name, count: doubtful! });
  }
  return warnings;
}
