import type { AnalysisParameters, AnalysisRequest } from '../../model/analysis.js';
import { ConcentricError } from '../../model/errors.js';
import { DEFAULT_CLASSES } from '../shares/limits-and-classes.js';

const DEFAULT_THRESHOLDS = [10, 20, 50];
const DEFAULT_TOP_N = [1, 5, 10];
const MAX_NUMBERS = 10;
const MAX_TOP_N = 1000;

/** Percentages of the total, ascending. @throws INVALID_THRESHOLDS */
export function thresholdsOf({ thresholds }: AnalysisRequest): number[] {
  if (thresholds == null) return [...DEFAULT_THRESHOLDS];
  const isThreshold = (threshold: number) => threshold > 0 && threshold <= 100;
  if (isCountAllowed(thresholds) && thresholds.every(isThreshold)) return ascending(thresholds);
  throw new ConcentricError(
    'INVALID_THRESHOLDS',
    `Expected 1 to ${MAX_NUMBERS} thresholds, each above 0 and at most 100 (percent); got ${listed(thresholds)}.`,
    { thresholds: thresholds.slice(0, MAX_NUMBERS + 1) },
  );
}

/** Numbers of largest entities, ascending. @throws INVALID_TOP_N */
export function topNOf({ topN }: AnalysisRequest): number[] {
  if (topN == null) return [...DEFAULT_TOP_N];
  const isTopN = (n: number) => Number.isInteger(n) && n >= 1 && n <= MAX_TOP_N;
  if (isCountAllowed(topN) && topN.every(isTopN)) return ascending(topN);
  throw new ConcentricError(
    'INVALID_TOP_N',
    `Expected 1 to ${MAX_NUMBERS} whole numbers for topN, each from 1 to ${MAX_TOP_N}; got ${listed(topN)}.`,
    { topN: topN.slice(0, MAX_NUMBERS + 1) },
  );
}

/** `limits` and `classes`, where they are not what is assumed without them. @throws INVALID_INPUT */
export function percentages({ limits, classes }: AnalysisRequest): Pick<AnalysisParameters, 'limits' | 'classes'> {
  const chosen: Pick<AnalysisParameters, 'limits' | 'classes'> = {};
  if (limits != null && limits.length > 0) chosen.limits = ascending(checkedPercentages('limits', limits));
  if (classes != null) {
    const ends = ascending(checkedPercentages('classes', classes));
    if (ends.join() !== DEFAULT_CLASSES.join()) chosen.classes = ends;
  }
  return chosen;
}

function checkedPercentages(argument: 'limits' | 'classes', numbers: readonly number[]): readonly number[] {
  if (isCountAllowed(numbers) && numbers.every((number) => number > 0 && number <= 100)) return numbers;
  throw new ConcentricError(
    'INVALID_INPUT',
    `Expected 1 to ${MAX_NUMBERS} percentages in "${argument}", each above 0 and at most 100; got ${listed(numbers)}.`,
    { argument, got: numbers.slice(0, MAX_NUMBERS + 1) },
  );
}

function isCountAllowed(numbers: readonly number[]): boolean {
  return numbers.length >= 1 && numbers.length <= MAX_NUMBERS;
}

function listed(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'none';
  const shown = numbers.slice(0, MAX_NUMBERS + 1).join(', ');
  return numbers.length > MAX_NUMBERS + 1 ? `${shown}, … (${numbers.length} numbers)` : shown;
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
