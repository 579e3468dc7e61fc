import { periodName } from '../../format/periods.js';
import type { PeriodRules } from '../question.js';

export const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** What differs from plain periods, a phrase for each, with the rules that take it back. */
export function rulesInWords(rules: PeriodRules): { text: string; without: Partial<PeriodRules> }[] {
  const { from, to, months, isYearToDate, fiscalYearStart, fiscalYearNamedBy } = rules;
  const phrases = [];
  if (from !== null || to !== null) phrases.push({ text: rangeInWords(from, to), without: { from: null, to: null } });
  if (months !== null) phrases.push({ text: `Each period is the last ${months} months`, without: { months: null } });
  else if (isYearToDate) phrases.push({ text: 'Each period is the year to date', without: { isYearToDate: false } });
  if (fiscalYearStart > 1) {
    const named = fiscalYearNamedBy === 'START' ? ', named by their first year' : '';
    phrases.push({
      text: `Years start in ${MONTH_NAMES[fiscalYearStart - 1]}${named}`,
      // The keys of a range are fiscal.
      without: { fiscalYearStart: 1, fiscalYearNamedBy: 'END' as const, from: null, to: null },
    });
  }
  return phrases;
}

function rangeInWords(from: string | null, to: string | null): string {
  if (from !== null && to !== null) {
    return from === to ? `Only ${periodName(from)}` : `From ${periodName(from)} to ${periodName(to)}`;
  }
  return from !== null ? `From ${periodName(from)}` : `Up to ${periodName(to!)}`;
}
