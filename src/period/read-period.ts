import { monthByName } from './month-names.js';

/** Forms that are allowed because of the header or of other cells in the column. */
export interface PeriodHints {
  /** `2024`. */
  bareYear: boolean;
  /** `202403`. */
  compact: boolean;
  /** `2010/11` is a fiscal year, not November, because other cells of the column can only be fiscal years. */
  fiscal: boolean;
}

/**
 * Reads a cell that holds a whole period (SEMANTICS.md §3: `2024-Q1`, `Jan-24`, `2024-M02`) as its key: `2024-M01`,
 * `2024-Q1` or `2024`; undefined for anything else. A fiscal year (`2023/24`, `FY2023/24`, `FY2024`) becomes the year in
 * which it ends, and `Q3 2023/24` a quarter of that year.
 */
export function readPeriod(cell: string, hints: PeriodHints): string | undefined {
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(cell);
    if (match) return read(match, hints);
  }
  if (hints.bareYear && /^\d{4}$/.test(cell)) return yearKey(+cell);
  const compact = hints.compact && /^(\d{4})(\d{2})$/.exec(cell);
  return compact ? monthKey(+compact[1]!, +compact[2]!) : undefined;
}

const FORMS: [RegExp, (match: RegExpExecArray, hints: PeriodHints) => string | undefined][] = [
  [/^(?:FY)?(\d{4})[-/_. ]*[QT]([1-4])$/i, (m) => quarterKey(+m[1]!, +m[2]!)],
  [/^FY[-/_. ']*(\d{2})[-/_. ]*[QT]([1-4])$/i, (m) => quarterKey(fullYear(m[1]!), +m[2]!)],
  [/^[QT]([1-4])[-/_. ']*(?:FY[ ']?)?(\d{4}|\d{2})$/i, (m) => quarterKey(fullYear(m[2]!), +m[1]!)],
  [/^([1-4])[QT][-/_. ']*(?:FY[ ']?)?(\d{4}|\d{2})$/i, (m) => quarterKey(fullYear(m[2]!), +m[1]!)],
  [/^[QT]([1-4])[-_. ']*(?:FY[ ']?)?(\d{4})[-/](\d{2}|\d{4})$/i, (m) => fiscalQuarterKey(m[2]!, m[3]!, +m[1]!)],
  [/^(?:FY[ ']?)?(\d{4})[-/](\d{2}|\d{4})[-_. ]*[QT]([1-4])$/i, (m) => fiscalQuarterKey(m[1]!, m[2]!, +m[3]!)],
  [
    /^([1-4])(?:st|nd|rd|th|er|e|º|\.)? ?(?:quarter|qtr|quartal|trimestre)[ ,]+(?:of |del? )?(\d{4})$/i,
    (m) => quarterKey(+m[2]!, +m[1]!),
  ],
  [/^(?:FY)?(\d{4})[-/_. ]?[MP](\d{1,2})$/i, (m) => monthKey(+m[1]!, +m[2]!)],
  [/^M(\d{1,2})[-/_. ](\d{4})$/i, (m) => monthKey(+m[2]!, +m[1]!)],
  [/^(\d{4})[-/.](\d{1,2})$/, (m, hints) => (hints.fiscal && fiscalKey(m[1]!, m[2]!)) || monthKey(+m[1]!, +m[2]!)],
  [/^(\d{1,2}|0\d{2})[-/.](\d{4})$/, (m) => monthKey(+m[2]!, +m[1]!)],
  [/^(\p{L}+\.?)[-/_. ,']*(?:de )?(\d{4}|\d{2})$/u, (m) => namedKey(m[1]!, m[2]!)],
  [/^(\d{4})[-/_. ]+(\p{L}+\.?)$/u, (m) => monthKey(+m[1]!, monthByName(m[2]!))],
  [/^FY[-/_. ']*(\d{4}|\d{2})\s*[-/–]\s*(\d{2}|\d{4})$/i, (m) => fiscalKey(m[1]!, m[2]!)],
  [/^(\d{4})\s*[-/–]\s*(\d{4})$/, (m) => fiscalKey(m[1]!, m[2]!)],
  [/^(\d{4})[年년]\s?(?:(\d{1,2})[月월])?$/, (m) => (m[2] ? monthKey(+m[1]!, +m[2]) : yearKey(+m[1]!))],
];

/** Whether a cell can only be a fiscal year, such as `2023/24`. Then cells such as `2010/11` are fiscal years too. */
export function provesFiscal(cell: string): boolean {
  const match = /^(\d{4})[-/.](\d{2})$/.exec(cell);
  return match !== null && +match[2]! > 12 && fiscalKey(match[1]!, match[2]!) !== undefined;
}

/** Whether a cell is a year followed by the last two digits of the next year: `2010-11`. */
export function mayBeFiscal(cell: string): boolean {
  const match = /^(\d{4})[-/.](\d{2})$/.exec(cell);
  return match !== null && fiscalKey(match[1]!, match[2]!) !== undefined;
}

function namedKey(word: string, digits: string): string | undefined {
  if (/^(?:FY|CY|Year)$/i.test(word)) return yearKey(fullYear(digits));
  return monthKey(fullYear(digits), monthByName(word));
}

/** The year in which a fiscal year such as 2023/24 or 2023/2024 ends; undefined if the years are not consecutive. */
function fiscalYear(first: string, second: string): number | undefined {
  const start = fullYear(first);
  const follows = second.length === 2 ? (start + 1) % 100 === +second : start + 1 === +second;
  return follows ? start + 1 : undefined;
}

function fiscalKey(first: string, second: string): string | undefined {
  const year = fiscalYear(first, second);
  return year === undefined ? undefined : yearKey(year);
}

function fiscalQuarterKey(first: string, second: string, quarter: number): string | undefined {
  const year = fiscalYear(first, second);
  return year === undefined ? undefined : quarterKey(year, quarter);
}

function monthKey(year: number, month: number | undefined): string | undefined {
  const valid = isYear(year) && month !== undefined && month >= 1 && month <= 12;
  return valid ? `${year}-M${String(month).padStart(2, '0')}` : undefined;
}

function quarterKey(year: number, quarter: number): string | undefined {
  return isYear(year) ? `${year}-Q${quarter}` : undefined;
}

function yearKey(year: number): string | undefined {
  return isYear(year) ? String(year) : undefined;
}

function isYear(year: number): boolean {
  return year >= 1900 && year <= 2100;
}

/** 00–68 → 20xx, 69–99 → 19xx (SEMANTICS.md §2). */
export function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= 68 ? 2000 + year : 1900 + year;
}
