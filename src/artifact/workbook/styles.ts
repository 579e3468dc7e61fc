import type { Borders, Fill, Font } from 'exceljs';

/** ARGB. */
export const INK = 'FF1F2933';
export const SOFT_INK = 'FF616E7C';
export const PAPER = 'FFFFFFFF';
export const RULE = 'FFCBD2D9';
export const HEADER_FILL = 'FF1F3A5F';
export const TOTAL_FILL = 'FFEEF2F7';

export function font(more: Partial<Font>): Partial<Font> {
  return { name: 'Calibri', family: 2, size: 11, color: { argb: INK }, ...more };
}

export function fill(argb: string): Fill {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } };
}

export function lineAbove(argb: string): Partial<Borders> {
  return { top: { style: 'thin', color: { argb } } };
}
