import { numbersOf } from '../../../duckdb/first-row.js';
import { quantity } from '../../../model/text.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import type { Finding, FindWarnings } from './warning-kind.js';

/** A mark that could be either: `1.234` is about one, or more than a thousand. */
const eitherMark = (mark: '.' | ',') => `[^0-9.,]*[1-9][0-9]{0,2}[${mark}][0-9]{3}[^0-9.,]*`;

/**
 * Columns of a text file in which every mark could be a decimal mark or a thousands separator (SEMANTICS.md §2,
 * "Numbers"): without proof a point is read as a decimal mark, and a factor of a thousand must not be guessed silently.
 * A comma is ambiguous only where semicolons separate the cells, as spreadsheets write files with decimal commas.
 */
export const ambiguousDecimalMark: FindWarnings = async ({ connection, raw, planned, options: { decimalMark } }) => {
  const { encoding, delimiter } = raw.reading;
  // Workbooks and Parquet files store numbers, so their marks are not ambiguous.
  const isTextFile = encoding !== null;
  if (decimalMark !== undefined) return [];
  if (!isTextFile) return planned.flatMap(textsAmongNumbers);
  const findings: Finding[] = [];
  for (const { name, reading } of planned) {
    if (reading.kind !== 'NUMBER' || reading.mark !== 'POINT' || reading.fractionDigits > 3) continue;
    if (reading.given?.decimalMark !== undefined) continue;
    const marked = reading.samples.filter((cell) => /[.,]/.test(cell));
    const mark = marked.some((cell) => cell.includes('.')) || reading.fractionDigits > 0 ? '.' : ',';
    if (mark === ',' && (delimiter !== ';' || marked.length === 0)) continue;
    const isEither = new RegExp(`^${eitherMark(mark)}$`);
    if (!marked.every((cell) => isEither.test(cell))) continue;
    const [markedCells, ambiguous] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (contains(${reading.raw}, '.') OR contains(${reading.raw}, ',')),
              count(*) FILTER (regexp_full_match(${reading.raw}, '${eitherMark(mark)}')) FROM ${raw.table}`,
    );
    if (ambiguous === 0 || markedCells !== ambiguous) continue;
    const example = marked[0] ? `, for example in "${marked[0]}"` : '';
    const message =
      mark === '.'
        ? `Nothing in "${name}" shows whether a point is a decimal mark or separates thousands${example}. Points are read as decimal marks.`
        : `Nothing in "${name}" shows whether a comma is a decimal mark or separates thousands${example}. Commas are read as thousands separators.`;
    findings.push({ message, column: name, count: ambiguous! });
  }
  return findings;
};

/** Texts of a workbook, such as `12.500`, beside number cells, which prove nothing about them. */
function textsAmongNumbers({ name, reading }: PlannedColumn): Finding[] {
  if (reading.kind !== 'NUMBER' || reading.ambiguousTexts === 0 || reading.given?.decimalMark !== undefined) return [];
  const message = `"${name}" has ${quantity(reading.ambiguousTexts, 'text', 'texts')} among its numbers, such as "12.500", in which a point may be a decimal mark or separate thousands. Points are read as decimal marks.`;
  return [{ message, column: name, count: reading.ambiguousTexts }];
}
