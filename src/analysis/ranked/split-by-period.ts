import type { Units } from '../shares/cumulate.js';

/** The groups of one period, in the order they came in. */
export interface PeriodOfGroups {
  entities: Int32Array;
  units: Units;
}

/** The widest range of ordinals that are found by an array. */
const MAX_RANGE = 1 << 20;

/** A counting sort: the groups of each of the periods, which are all periods that occur, with the number of their groups. */
export function splitByPeriod(
  periods: readonly { period: number; groupCount: number }[],
  period: Int32Array,
  entities: Int32Array,
  units: Units,
): PeriodOfGroups[] {
  const counts = periods.map(({ groupCount }) => groupCount);
  const starts = startsOf(counts);
  if (periods.length === 1) return [{ entities, units }];
  const indexOf = indexByPeriod(periods);
  const next = Uint32Array.from(starts);
  const splitEntities = new Int32Array(entities.length);
  const splitUnits = units instanceof Float64Array ? new Float64Array(units.length) : new Array<bigint>(units.length);
  for (let group = 0; group < period.length; group++) {
    const position = next[indexOf(period[group]!)]!++;
    splitEntities[position] = entities[group]!;
    // Both arrays are of the same type.
    splitUnits[position] = units[group]! as never;
  }
  return starts.map((start, index) => {
    const end = start + counts[index]!;
    return {
      entities: splitEntities.subarray(start, end),
      units: splitUnits instanceof Float64Array ? splitUnits.subarray(start, end) : splitUnits.slice(start, end),
    };
  });
}

function startsOf(counts: readonly number[]): number[] {
  let start = 0;
  return counts.map((count) => {
    start += count;
    return start - count;
  });
}

/** @param periods by ordinal */
function indexByPeriod(periods: readonly { period: number }[]): (period: number) => number {
  const ordinals = periods.map(({ period }) => period);
  // The last one may be the rows without a period, whose ordinal is far from all others.
  const lastIndex = ordinals.length - 1;
  const last = ordinals[lastIndex]!;
  const first = ordinals[0]!;
  const range = ordinals[lastIndex - 1]! - first + 1;
  if (range > MAX_RANGE) {
    const indexes = new Map(ordinals.map((period, index) => [period, index]));
    return (period) => indexes.get(period)!;
  }
  const indexes = new Int32Array(range);
  for (let index = 0; index < lastIndex; index++) indexes[ordinals[index]! - first] = index;
  return (period) => (period === last ? lastIndex : indexes[period - first]!);
}
