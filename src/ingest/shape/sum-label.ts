import { isNullMarker } from '../cells/cell.js';
import { isNumber } from '../cells/numbers.js';
import type { CandidateKind } from './sum-table.js';
import {
  BEGINS_WITH_SUM,
  hintsAtSum,
  MAY_NAME_SUM,
  NAMES_AVERAGE,
  NAMES_CARRIED,
  NAMES_COUNT,
  NAMES_SUM,
} from './total-words.js';

/** SAP marks the levels of its sums with `*` to `*****`. */
const SURE = `${NAMES_SUM}|[*]{1,5}`;
/** `Total North`; but `Total Energies` is a company, and `Somme` a department, whose amount can equal that of a row above. */
const LIKELY = `${MAY_NAME_SUM}|${BEGINS_WITH_SUM}|${NAMES_CARRIED}`;
const NAMES: readonly (readonly [kind: CandidateKind, name: RegExp])[] = (
  [
    ['SURE', SURE],
    ['LIKELY', LIKELY],
    ['AVERAGE', NAMES_AVERAGE],
    ['COUNT', NAMES_COUNT],
  ] as const
).map(([kind, names]) => [kind, new RegExp(`^(?:${names})$`, 'isu')]);

/** The name of a row, and why it may be a sum: null if nothing says so. @param labels indexes of the columns of texts */
export function sumLabel(
  cells: readonly (string | undefined)[],
  labels: readonly number[],
): { kind: CandidateKind | null; name: string } {
  const hints = cells.filter((cell) => cell !== undefined && hintsAtSum(cell)) as string[];
  for (const [kind, pattern] of NAMES) {
    const name = hints.find((cell) => pattern.test(cell));
    if (name !== undefined) return { kind, name: name.replace(/\s+/g, ' ') };
  }
  const label = labels.map((index) => cells[index]).find((cell) => !isBlank(cell));
  if (label !== undefined) return { kind: null, name: label.replace(/\s+/g, ' ') };
  const hasText = cells.some((cell) => !isBlank(cell) && !isNumber(cell!, 'POINT') && !isNumber(cell!, 'COMMA'));
  const isUnlabelled = !hasText && cells.some(isBlank) && !cells.every(isBlank);
  return { kind: isUnlabelled ? 'BLANK' : null, name: '' };
}

/** Whether a cell names a candidate. */
export function namesCandidate(cell: string): boolean {
  return hintsAtSum(cell) && NAMES.some(([, pattern]) => pattern.test(cell));
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || isNullMarker(cell, 'value');
}
