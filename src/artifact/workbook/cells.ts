import type { Cell } from './write-workbook.js';

export const PERCENT = '0.0%';
export const COUNT = '#,##0';

/** A year is a number: spreadsheets mark a text that looks like one as a mistake. */
export function periodCell(period: string): Cell {
  return /^\d{4}$/.test(period) ? Number(period) : period;
}

/** Percent as the API gives it, as the fraction that a percent format shows. */
export function fraction(percent: number | null | undefined): number | null {
  return percent == null ? null : percent / 100;
}
