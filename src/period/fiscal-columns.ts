import type { Column } from '../model/schema.js';
import { consecutiveYears } from './read-period.js';

/** Words of headers, normalized: a year that is not the calendar's, by name. */
const FISCAL_HEADER =
  /(?:^|_)(?:fy|fiscal|financial|wirtschaftsjahr|geschaftsjahr|regnskabsar|regnskapsar|rakenskapsar|boekjaar)(?:_|$)|年度|회계연도/;
/** `FY2024`, `Q3 FY24`; `2024-P03`, a period of a fiscal year. */
const FISCAL_CELL = /(?:^|[^\p{L}])FY(?:[^\p{L}]|$)|^\d{4}[-/_. ]?P\d{1,2}$/iu;
/** `2023/24`, `Q2 2023/2024`. */
const SPAN = /(?<!\d)(\d{4}) ?[-/–] ?(\d{4}|\d{2})(?!\d)/;

/** What shows that the periods of a column are fiscal ones, its header or a cell; null where nothing does. */
export function fiscalForm(
  column: Pick<Column, 'name' | 'originalName' | 'samples' | 'timePart' | 'periodGrain'>,
): string | null {
  if (column.timePart !== 'YEAR' && column.timePart !== 'PERIOD') return null;
  if (FISCAL_HEADER.test(column.name)) return `its header is ${JSON.stringify(column.originalName)}`;
  const cell = column.samples.find((sample) => FISCAL_CELL.test(sample) || isFiscalSpan(sample, column));
  return cell === undefined ? null : `such as ${JSON.stringify(cell)}`;
}

/** `2011-12` is a month in a column of months. */
function isFiscalSpan(cell: string, { periodGrain }: Pick<Column, 'periodGrain'>): boolean {
  const [, first, second] = SPAN.exec(cell) ?? [];
  if (first === undefined || second === undefined) return false;
  return (second.length === 4 || periodGrain !== 'YEAR_MONTH') && consecutiveYears(first, second) !== undefined;
}
