import { isNumber } from '../cells/numbers.js';

const NAMES_SHARES = /%|percent|prozent|pourcent|porcent|percentuale|procent|share|anteil/i;

export function isAnyNumber(cell: string): boolean {
  return isNumber(cell, 'POINT') || isNumber(cell, 'COMMA');
}

/** Whether the cells of a row are percentages, under a name that says so. */
export function holdsShares(cells: readonly (string | undefined)[]): boolean {
  const filled = cells.filter((cell) => cell !== undefined);
  const numbers = filled.filter(isAnyNumber);
  return (
    numbers.length > 0 &&
    numbers.every((number) => number.includes('%')) &&
    filled.some((cell) => !numbers.includes(cell) && NAMES_SHARES.test(cell))
  );
}
