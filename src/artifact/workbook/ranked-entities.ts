import type { Analysis } from '../../model/analysis.js';

/** An entity of all periods together, as the ranking lists it. */
export interface RankedEntity {
  rank: number;
  /** A name for each column of `groupBy`. */
  names: readonly (string | null)[];
  value: number;
  share: number | null;
  cumulativeShare: number | null;
  /** `A`, `B`, …; null where there are no classes. */
  class: string | null;
  /** In the order of Ranking.periods; null where it has no value. */
  byPeriod: readonly (number | null)[];
}

export interface Ranking {
  entities: Iterable<RankedEntity> | AsyncIterable<RankedEntity>;
  /** How many entities it lists: the largest. */
  listed: number;
  /** The periods that have a column. */
  periods: readonly string[];
}

/** The entities that the analysis itself holds. */
export function headOf({ total }: Analysis): Ranking {
  const entities = total.head.map(({ entity, parts, rank, value, share, cumulativeShare }) => ({
    rank,
    names: parts ?? [entity],
    value,
    share,
    cumulativeShare,
    class: null,
    byPeriod: [],
  }));
  return { entities, listed: entities.length, periods: [] };
}
