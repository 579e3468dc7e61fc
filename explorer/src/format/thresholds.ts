import { threshold as asPercent, count } from './numbers.js';

interface Reached {
  threshold: number;
  /** Null where all entities together do not reach it. */
  reaching: { count: number; share: number } | null;
}

/**
 * Who reaches which threshold, one phrase for each number of entities, fewest first: "the largest alone exceeds 20 %",
 * "the 2 largest reach 50 %". A number that reaches several thresholds reaches the highest of them.
 */
export function reachedThresholds(thresholds: readonly Reached[]): string[] {
  return highestReached(thresholds).map(
    ({ entities, highest, isExceeded }) =>
      `the ${entities === 1 ? 'largest alone' : `${count(entities)} largest`} ${verb(entities, isExceeded)} ${asPercent(highest)}`,
  );
}

/** The same in fewer words, for labels of a chart: "largest exceeds 20 %", "2 reach 50 %". */
export function reachedLabel(entities: number, thresholds: readonly number[], share: number): string {
  const highest = Math.max(...thresholds);
  return `${entities === 1 ? 'the largest' : count(entities)} ${verb(entities, share > highest)} ${asPercent(highest)}`;
}

function highestReached(thresholds: readonly Reached[]) {
  const points = thresholds.flatMap(({ threshold, reaching }) => (reaching ? [{ threshold, ...reaching }] : []));
  const counts = [...new Set(points.map((point) => point.count))].sort((a, b) => a - b);
  return counts.map((entities) => {
    const reached = points.filter((point) => point.count === entities);
    const highest = Math.max(...reached.map(({ threshold }) => threshold));
    return { entities, highest, isExceeded: reached[0]!.share > highest };
  });
}

function verb(entities: number, isExceeded: boolean): string {
  if (entities === 1) return isExceeded ? 'exceeds' : 'reaches';
  return isExceeded ? 'exceed' : 'reach';
}
