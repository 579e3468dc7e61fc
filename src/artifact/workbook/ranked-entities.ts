import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Analysis } from '../../model/analysis.js';

/** An entity of all periods together, as the ranking lists it. */
export interface RankedEntity {
  rank: number;
  /** A name for each column of `groupBy`. */
  names: readonly (string | null)[];
  value: number;
  cumulativeShare: number | null;
  /** `A`, `B`, …; null where there are no classes. */
  class: string | null;
  /** The sums of the further columns, in their order. */
  also: readonly number[];
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

/** Excel has 1,048,576 rows; the header, the total and what closes the sum are among them. */
const MAX_ENTITIES = 1_048_576 - 4;
/** Some ten seconds of writing. */
const MAX_PERIOD_CELLS = 2_000_000;
const MAX_PERIODS = 240;

/** What of all entities fits on a sheet. */
export function rankingSize({ total, byPeriod }: Analysis): Pick<Ranking, 'listed' | 'periods'> {
  const listed = Math.min(total.entityCount, MAX_ENTITIES);
  const fits = byPeriod.length <= MAX_PERIODS && listed * byPeriod.length <= MAX_PERIOD_CELLS;
  return { listed, periods: fits ? byPeriod.map(({ period }) => period) : [] };
}

/** The entities that the analysis itself holds. */
export function headOf({ total }: Analysis): Ranking {
  const entities = total.head.map(({ entity, parts, rank, value, cumulativeShare, also = [] }) => ({
    rank,
    names: parts ?? [entity],
    value,
    cumulativeShare,
    class: null,
    also: also.map((sum) => sum.value),
    byPeriod: [],
  }));
  return { entities, listed: entities.length, periods: [] };
}

/** As many entities as rankingSize says, from a file with one as JSON on each line. */
export function readRanking(path: string, analysis: Analysis): Ranking {
  return { ...rankingSize(analysis), entities: readLines(path) };
}

async function* readLines(path: string): AsyncGenerator<RankedEntity> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) yield JSON.parse(line) as RankedEntity;
}
