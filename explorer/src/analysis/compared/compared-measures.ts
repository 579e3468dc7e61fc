import type { Period } from '../side.js';

/** A number of both sides; null where a side has none. */
export interface Compared {
  value: number | null;
  other: number | null;
  difference: number | null;
}

/** The measures of two sides with their differences, in the form of the API. */
export interface ComparedMeasures {
  total: Compared;
  entityCount: Compared;
  reaching: { threshold: number; count: Compared }[];
  top: { n: number; share: Compared }[];
  hhi: Compared;
  effectiveEntities: Compared;
  gini: Compared;
}

/** The same from two periods, where one question cannot be about both sides. */
export function measuresOf(here: Period, there: Period): ComparedMeasures {
  return {
    total: compared(here.total, there.total),
    entityCount: compared(here.entityCount, there.entityCount),
    reaching: here.thresholds.map(({ threshold, reaching }) => ({
      threshold,
      count: compared(reaching?.count, there.thresholds.find((one) => one.threshold === threshold)?.reaching?.count),
    })),
    top: here.top.map(({ n, share }) => ({
      n,
      share: compared(share, there.top.find((one) => one.n === n)?.share),
    })),
    hhi: compared(here.hhi, there.hhi),
    effectiveEntities: compared(here.effectiveEntities, there.effectiveEntities),
    gini: compared(here.gini, there.gini),
  };
}

function compared(value: number | null | undefined, other: number | null | undefined): Compared {
  const difference = typeof value === 'number' && typeof other === 'number' ? value - other : null;
  return { value: value ?? null, other: other ?? null, difference };
}
