import { quantity } from '../../../model/text.js';
import { ambiguousMark } from '../../columns/ambiguous-mark.js';
import type { PlannedColumn } from '../../columns/plan-columns.js';
import type { Finding, FindWarnings } from './warning-kind.js';

/**
 * Columns of a text file in which every mark could be a decimal mark or a thousands separator (docs/semantics.md §2,
 * "Numbers"): without proof a point is read as a decimal mark, and a factor of a thousand must not be guessed silently.
 */
export const ambiguousDecimalMark: FindWarnings = async ({ connection, raw, planned, options: { decimalMark } }) => {
  // Workbooks and Parquet files store numbers, so their marks are not ambiguous.
  const isTextFile = raw.reading.encoding !== null;
  if (decimalMark !== undefined) return [];
  if (!isTextFile) return planned.flatMap(textsAmongNumbers);
  const findings: Finding[] = [];
  for (const { name, reading } of planned) {
    const found = await ambiguousMark(connection, raw, reading);
    if (found === null || (found.mark === ',' && found.thousandsProof > 0)) continue;
    const { mark, count } = found;
    const example = found.example === null ? '' : `, for example in "${found.example}"`;
    const message =
      mark === '.'
        ? `Nothing in "${name}" shows whether a point is a decimal mark or separates thousands${example}. Points are read as decimal marks.`
        : `Nothing in "${name}" shows whether a comma is a decimal mark or separates thousands${example}. Commas are read as thousands separators.`;
    findings.push({ message, column: name, count });
  }
  return findings;
};

/** Texts of a workbook, such as `12.500`, beside number cells, which prove nothing about them. */
function textsAmongNumbers({ name, reading }: PlannedColumn): Finding[] {
  if (reading.kind !== 'NUMBER' || reading.ambiguousTexts === 0 || reading.given?.decimalMark !== undefined) return [];
  const message = `"${name}" has ${quantity(reading.ambiguousTexts, 'text', 'texts')} among its numbers, such as "12.500", in which a point may be a decimal mark or separate thousands. Points are read as decimal marks.`;
  return [{ message, column: name, count: reading.ambiguousTexts }];
}
