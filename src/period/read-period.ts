import { EAST_ASIAN_YEAR, eastAsianYear, gregorianYear } from './calendars.js';
import { asciiDigits } from './digits.js';
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
 * Reads a cell that holds a whole period (docs/semantics.md §3: `2024-Q1`, `Jan-24`, `2024-M02`) as its key: `2024-M01`,
 * `2024-Q1`, `2024-H1` (half-year), `2024-W05` (week of ISO 8601) or `2024`; undefined for anything else. A fiscal year
 * (`2023/24`, `FY2023/24`, `FY2024`) becomes the year in which it ends, and `Q3 2023/24` a quarter of that year.
 */
export function readPeriod(text: string, hints: PeriodHints): string | undefined {
  const cell = asciiDigits(text);
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(cell);
    if (match) return read(match, hints);
  }
  if (hints.bareYear && /^\d{4}$/.test(cell)) return yearKey(+cell);
  const compact = hints.compact && /^(\d{4})(\d{2})$/.exec(cell);
  return compact ? monthKey(+compact[1]!, +compact[2]!) : undefined;
}

/** A quarter in words. The Polish `kw.` is allowed behind Roman numerals only: `1 KW 2024` is a week in German. */
const QUARTERS =
  'kwartał|квартал|кв|тримесечие|ketvirtis|ketv|čtvrtletí|štvrťrok|kvartál|kvartal|negyedév|çeyrek|kwartaal|trim|trimestre|trimestru';
/** Behind a year: `2024 r.`, `2024 г.`, `2024 m.` */
const OF_YEAR = ' ?(?:r|г|р|m|roku|года|год|року|рік)\\.?';

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
  [
    new RegExp(`^([1-4]|I{1,3}|IV)[-. ]*(?:${QUARTERS})[-,. ]*(\\d{4})(?:${OF_YEAR})?$`, 'iu'),
    (m) => quarterKey(+m[2]!, quarterNumber(m[1]!)),
  ],
  [
    new RegExp(`^(\\d{4})(?:${OF_YEAR})?[-,. ]*([1-4]|I{1,3}|IV)[-. ]*(?:${QUARTERS})\\.?$`, 'iu'),
    (m) => quarterKey(+m[1]!, quarterNumber(m[2]!)),
  ],
  [/^(I{1,3}|IV)[-. ]*(?:kw|Q)\.?[-/,. ]*(\d{4})(?: ?r\.?)?$/i, (m) => quarterKey(+m[2]!, quarterNumber(m[1]!))],
  [/^(\d{4})(?: ?r\.?)?[-/,. ]*(I{1,3}|IV)[-. ]*(?:kw\.?|Q)$/i, (m) => quarterKey(+m[1]!, quarterNumber(m[2]!))],
  [/^(?:FY)?(\d{4})[-/_. ]?[MP](\d{1,2})$/i, (m) => monthKey(+m[1]!, +m[2]!)],
  [/^M(\d{1,2})[-/_. ](\d{4})$/i, (m) => monthKey(+m[2]!, +m[1]!)],
  [/^(\d{4})[-/.](\d{1,2})$/, (m, hints) => (hints.fiscal && fiscalKey(m[1]!, m[2]!)) || monthKey(+m[1]!, +m[2]!)],
  [/^(\d{1,2}|0\d{2})[-/.](\d{4})$/, (m) => monthKey(+m[2]!, +m[1]!)],
  [/^(\p{L}+\.?)[-/_. ,']*(?:de )?(\d{4}|\d{2})$/u, (m) => namedKey(m[1]!, m[2]!)],
  [/^(\d{4})[-/_. ]+(\p{L}+\.?)$/u, (m) => monthKey(+m[1]!, monthByName(m[2]!))],
  [/^FY[-/_. ']*(\d{4}|\d{2})\s*[-/–]\s*(\d{2}|\d{4})$/i, (m) => fiscalKey(m[1]!, m[2]!)],
  [/^(\d{4})\s*[-/–]\s*(\d{4})$/, (m) => fiscalKey(m[1]!, m[2]!)],
  [
    new RegExp(`^(${EAST_ASIAN_YEAR})[年년](?:度|\\s?(\\d{1,2})[月월])?$`),
    (m) => (m[2] ? monthKey(eastAsianYear(m[1]!), +m[2]) : yearKey(eastAsianYear(m[1]!))),
  ],
  // S is the half-year of SDMX and of French, Spanish, Italian and Portuguese: semestre.
  [/^(?:FY)?(\d{4})[-/_. ]*(?:HY?|S)([12])$/i, (m) => halfKey(+m[1]!, +m[2]!)],
  [/^(?:HY?|S)([12])[-/_. ']*(?:FY[ ']?)?(\d{4})$/i, (m) => halfKey(+m[2]!, +m[1]!)],
  [/^HY?([12])[-/_. ']+(?:FY[ ']?)?(\d{2})$/i, (m) => halfKey(fullYear(m[2]!), +m[1]!)],
  [/^([12])(?:HY?|S)[-/_. ']*(?:FY[ ']?)?(\d{4}|\d{2})$/i, (m) => halfKey(fullYear(m[2]!), +m[1]!)],
  [
    /^([12])(?:st|nd|er|re|e|ème|º|ª|o|\.)? ?(?:half|semester|semestre|halbjahr|semestr|halvår)[ ,]+(?:of |del? )?(\d{4})$/iu,
    (m) => halfKey(+m[2]!, +m[1]!),
  ],
  // Half-years are never written with two digits: S05 is the fifth semaine, semana, settimana.
  [/^(\d{4})[-/_. ]?(?:W|KW|CW|WK|(?:S|sem\.?)(?=[- ]?\d\d))[- ]?(\d{1,2})$/i, (m) => weekKey(+m[1]!, +m[2]!)],
  [/^(?:S|sem\.?|semaine|semana|settimana)[-_. ]?(\d{2})[-/_. ]+(\d{4})$/i, (m) => weekKey(+m[2]!, +m[1]!)],
  [/^(?:W|KW|CW|WK|week)[-_. ]?(\d{1,2})[-/_. ]+(\d{4})$/i, (m) => weekKey(+m[2]!, +m[1]!)],
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
export function consecutiveYears(first: string, second: string): number | undefined {
  const start = fullYear(first);
  const follows = second.length === 2 ? (start + 1) % 100 === +second : start + 1 === +second;
  return follows ? start + 1 : undefined;
}

function fiscalKey(first: string, second: string): string | undefined {
  const year = consecutiveYears(first, second);
  return year === undefined ? undefined : yearKey(year);
}

function fiscalQuarterKey(first: string, second: string, quarter: number): string | undefined {
  const year = consecutiveYears(first, second);
  return year === undefined ? undefined : quarterKey(year, quarter);
}

function monthKey(year: number, month: number | undefined): string | undefined {
  return month !== undefined && month >= 1 && month <= 12 ? partKey(year, `-M${twoDigits(month)}`) : undefined;
}

function quarterNumber(text: string): number {
  const roman = ['I', 'II', 'III', 'IV'].indexOf(text.toUpperCase());
  return roman === -1 ? Number(text) : roman + 1;
}

function quarterKey(year: number, quarter: number): string | undefined {
  return partKey(year, `-Q${quarter}`);
}

function halfKey(year: number, half: number): string | undefined {
  return partKey(year, `-H${half}`);
}

function weekKey(year: number, week: number): string | undefined {
  return week >= 1 && week <= 53 ? partKey(year, `-W${twoDigits(week)}`) : undefined;
}

function yearKey(year: number): string | undefined {
  return partKey(year, '');
}

function partKey(written: number, part: string): string | undefined {
  const year = gregorianYear(written);
  return year >= 1900 && year <= 2100 ? `${year}${part}` : undefined;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** 00–68 → 20xx, 69–99 → 19xx (docs/semantics.md §2). */
export function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year <= 68 ? 2000 + year : 1900 + year;
}

/** Suffixes of a year: actual, budget, estimate, forecast, plan, or the full year. */
const YEAR_SUFFIX =
  /(?<=\d)(?: ?(?:[ABEFP]|FY|full year|total|gesamt)| [(]?(?:actuals?|budget(?:ed)?|forecast|estimated?|plan(?:ned)?|outturn|provisional|revised|ist|soll|réalisé|prévu|budgété|provisoire|real|presupuesto|previsto|consuntivo|preventivo)[)]?)$/i;

/** `2024E` → `2024`. */
export function withoutYearSuffix(text: string): string {
  return text.replace(YEAR_SUFFIX, '');
}
