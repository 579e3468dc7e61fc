/** Years of other calendars that business files write: of the Buddhist era, of Japanese eras, and of the Republic of China. */

const BUDDHIST_OFFSET = 543;

/** The Gregorian year of a year that is written in the Buddhist era, as in Thailand: 2567 is 2024. Others are unchanged. */
export function gregorianYear(year: number): number {
  return isBuddhistYear(year) ? year - BUDDHIST_OFFSET : year;
}

export function isBuddhistYear(year: number): boolean {
  return year >= MIN_BUDDHIST_YEAR && year <= MAX_BUDDHIST_YEAR;
}

/** As 1900 to 2100 of the Gregorian calendar. */
const MIN_BUDDHIST_YEAR = 1900 + BUDDHIST_OFFSET;
const MAX_BUDDHIST_YEAR = 2100 + BUDDHIST_OFFSET;

/** SQL: as gregorianYear. */
export function gregorianYearSql(year: string): string {
  return `CASE WHEN ${year} BETWEEN ${MIN_BUDDHIST_YEAR} AND ${MAX_BUDDHIST_YEAR} THEN ${year} - ${BUDDHIST_OFFSET} ELSE ${year} END`;
}

/** The year before the first of each era. */
const ERAS: Readonly<Record<string, number>> = {
  令和: 2018,
  平成: 1988,
  昭和: 1925,
  大正: 1911,
  明治: 1867,
  民國: 1911,
  民国: 1911,
};

/** Regular expression: a year as East Asian dates write it: `2024`, `令和6`, `令和元`, `113` of the Republic of China. */
export const EAST_ASIAN_YEAR = String.raw`\d{4}|1[0-3]\d|(?:${Object.keys(ERAS).join('|')})(?:\d{1,3}|元)`;

/** The Gregorian year of a text of the form EAST_ASIAN_YEAR. */
export function eastAsianYear(text: string): number {
  if (/^\d{3}$/.test(text)) return ERAS.民國! + Number(text);
  const before = ERAS[text.slice(0, 2)];
  if (before === undefined) return Number(text);
  const year = text.slice(2);
  return before + (year === '元' ? 1 : Number(year));
}
