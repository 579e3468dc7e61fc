/** The calendar year in which a fiscal year ends, or the one in which it starts: which of them names it. */
export const FiscalYearNamedBy = { END: 'END', START: 'START' } as const;
export type FiscalYearNamedBy = keyof typeof FiscalYearNamedBy;

/** How rows are divided into periods, beside the grain: checked and in the normal form. What has no effect is absent. */
// A type: an interface is no JSON to TypeScript.
export type PeriodRules = {
  /** The first and the last period of the answer, as keys of the grain: `2024-M01`. */
  from?: string;
  to?: string;
  /** The month in which fiscal years start, 2 to 12. */
  fiscalYearStart?: number;
  /** Absent where no period is named after a fiscal year. */
  fiscalYearNamedBy?: FiscalYearNamedBy;
  window?: { months: number };
  yearToDate?: true;
};
