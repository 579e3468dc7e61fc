import type { PeriodRequest } from '../../model/analysis.js';
import { ConcentricError } from '../../model/errors.js';
import type { PeriodRules } from '../../model/period-rules.js';
import type { Column, PeriodGrain } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { fiscalForm } from '../../period/fiscal-columns.js';
import { CALENDAR_YEAR, monthsOf, type YearStart, yearStart } from '../../period/fiscal-year.js';
import { grainCandidates } from '../../period/grains.js';
import { periodKey } from '../../period/period.js';
import { type OrdinalRange, readPeriodKey } from '../../period/period-key.js';
import { prefixOf } from '../../period/period-scheme.js';

const MAX_WINDOW_MONTHS = 120;
const MONTHS_OF_YEAR = 12;

const EXAMPLES = {
  DATE: '2024-03-31, 2024-M03 or 2024',
  YEAR_MONTH: '2024-M03, 2024-Q1 or 2024',
  YEAR_QUARTER: '2024-Q1 or 2024',
  YEAR: '2024',
} satisfies Record<Exclude<PeriodGrain, 'NONE'>, string>;
const FISCAL_EXAMPLES: Partial<typeof EXAMPLES> = { YEAR_QUARTER: 'FY2024-Q1 or FY2024', YEAR: 'FY2024' };

/**
 * Checks how periods are requested and brings it into the normal form; undefined where periods are those of the grain, all
 * of them.
 * @throws INVALID_PERIODS with the place in the input as `argument` in its details: `periods.from`
 */
export function periodRules(
  request: PeriodRequest | null | undefined,
  grain: PeriodGrain,
  timeColumns: readonly Column[],
): PeriodRules | undefined {
  if (request == null) return undefined;
  const { window, yearToDate, fiscalYearNamedBy } = request;
  const fiscalYearStart = monthGiven(request.fiscalYearStart ?? 1);
  if (grain === 'NONE') {
    refuseWithoutPeriods(request);
    return undefined;
  }
  const isYearToDate = yearToDate === true;
  if (window != null && isYearToDate) {
    throw invalid('yearToDate', 'A period is a rolling window or a year to date, not both. Leave out one of them.');
  }
  if (window != null) checkWindow(window.months, grain);
  if (isYearToDate) checkYearToDate(grain);

  const isNamedAfterYear = grain === 'YEAR' || grain === 'YEAR_QUARTER';
  const isFiscal = fiscalYearStart !== 1 && (isNamedAfterYear || isYearToDate);
  if (isFiscal) checkFiscalYear(fiscalYearStart, timeColumns);
  const start = yearStart(fiscalYearStart, fiscalYearNamedBy ?? 'END');
  const rules: PeriodRules = {
    ...(isFiscal ? { fiscalYearStart } : {}),
    ...(isFiscal && isNamedAfterYear ? { fiscalYearNamedBy: fiscalYearNamedBy ?? 'END' } : {}),
    ...(window == null ? {} : { window: { months: window.months } }),
    ...(isYearToDate ? { yearToDate: true } : {}),
  };
  const limits = checkedLimits(request, grain, start, prefixOf(rules));
  const all = { ...limits, ...rules };
  return Object.keys(all).length === 0 ? undefined : all;
}

function monthGiven(month: number): number {
  if (Number.isInteger(month) && month >= 1 && month <= MONTHS_OF_YEAR) return month;
  throw invalid(
    'fiscalYearStart',
    `Expected the number of a month, 1 (January: the calendar year) to ${MONTHS_OF_YEAR}; got ${month}.`,
  );
}

function refuseWithoutPeriods({ from, to, window, yearToDate }: PeriodRequest): void {
  const given = { from, to, window, yearToDate: yearToDate === true ? true : null };
  for (const [field, value] of Object.entries(given)) {
    if (value == null) continue;
    throw invalid(
      field,
      'The grain is NONE: all rows are analysed together, so there are no periods. Set "periods.grain" to a grain of the dataset, or filter by "where".',
    );
  }
}

function checkWindow(months: number, grain: Exclude<PeriodGrain, 'NONE'>): void {
  const length = monthsOf(grain);
  if (length === undefined) {
    throw invalid(
      'window',
      `Windows end with a month, quarter or year, not with a ${grain}. Set "periods.grain" to YEAR_MONTH.`,
    );
  }
  if (!Number.isInteger(months) || months < 1 || months > MAX_WINDOW_MONTHS) {
    throw invalid('window.months', `Expected a whole number of months from 1 to ${MAX_WINDOW_MONTHS}; got ${months}.`);
  }
  if (months % length !== 0) {
    throw invalid(
      'window.months',
      `With the grain ${grain} a window has a multiple of ${length} months; got ${months}. Use the grain YEAR_MONTH for windows of any length.`,
    );
  }
}

function checkYearToDate(grain: Exclude<PeriodGrain, 'NONE'>): void {
  if (grain === 'YEAR_MONTH' || grain === 'YEAR_QUARTER') return;
  throw invalid(
    'yearToDate',
    `Years to date end with a month or quarter, not with a ${grain}. Set "periods.grain" to YEAR_MONTH or YEAR_QUARTER.`,
  );
}

function checkFiscalYear(month: number, timeColumns: readonly Column[]): void {
  const already = timeColumns.map((column) => ({ column, form: fiscalForm(column) })).find(({ form }) => form !== null);
  if (already) {
    throw invalid(
      'fiscalYearStart',
      `${JSON.stringify(already.column.name)} has fiscal periods already (${already.form}), which are used as they are. Leave out "fiscalYearStart".`,
    );
  }
  const columns = timeColumns.map(({ name }) => JSON.stringify(name)).join(' and ');
  const finest = grainCandidates(timeColumns)[0];
  if (finest === 'YEAR') {
    throw invalid(
      'fiscalYearStart',
      `Fiscal years are made of months or quarters, and ${columns} has years only. Leave out "fiscalYearStart", or choose a date as time column with saveSchema.`,
    );
  }
  if (finest === 'YEAR_QUARTER' && month % 3 !== 1) {
    throw invalid(
      'fiscalYearStart',
      `${columns} has quarters of the calendar, of which a fiscal year that starts in month ${month} is not made. Expected 1, 4, 7 or 10.`,
    );
  }
}

function checkedLimits(
  request: PeriodRequest,
  grain: Exclude<PeriodGrain, 'NONE'>,
  start: YearStart,
  prefix: string,
): Pick<PeriodRules, 'from' | 'to'> {
  const read = (field: 'from' | 'to') => {
    const text = request[field];
    return text == null ? null : readLimit(field, text, grain, start, prefix);
  };
  const first = read('from')?.first;
  const last = read('to')?.last;
  const key = (ordinal: number) => periodKey(ordinal, grain, start);
  if (first !== undefined && last !== undefined && first > last) {
    throw invalid('to', `"to" (${key(last)}) is before "from" (${key(first)}). Exchange them.`);
  }
  return {
    ...(first === undefined ? {} : { from: key(first) }),
    ...(last === undefined ? {} : { to: key(last) }),
  };
}

function readLimit(
  field: 'from' | 'to',
  text: string,
  grain: Exclude<PeriodGrain, 'NONE'>,
  start: YearStart,
  prefix: string,
): OrdinalRange {
  const trimmed = text.trim();
  // The name of a period of the answer is accepted, too.
  const isName = prefix !== '' && trimmed.toUpperCase().startsWith(prefix);
  const range = readPeriodKey(isName ? trimmed.slice(prefix.length).trim() : trimmed, grain, start);
  if (range !== null) return range;
  const examples = (start === CALENDAR_YEAR ? undefined : FISCAL_EXAMPLES[grain]) ?? EXAMPLES[grain];
  throw invalid(
    field,
    `"${shortened(text)}" is no period of the grain ${grain}${start === CALENDAR_YEAR || FISCAL_EXAMPLES[grain] === undefined ? '' : ' in fiscal years'}. Expected ${examples}; a longer period means its ${field === 'from' ? 'first' : 'last'} ${grain === 'DATE' ? 'day' : 'part'}.`,
  );
}

function invalid(field: string, message: string): ConcentricError {
  const argument = `periods.${field}`;
  return new ConcentricError('INVALID_PERIODS', `${message} (at ${argument})`, { argument });
}
