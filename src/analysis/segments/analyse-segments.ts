import type { Connection } from '../../duckdb/connection.js';
import { parquetSql } from '../../duckdb/quote.js';
import type { Segment } from '../../model/analysis.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import type { AnalysisThread } from '../analysis-thread.js';
import { periodChange } from '../describe/change.js';
import { type DescribedPeriod, describe } from '../describe/describe-period.js';
import { namesOfEntities } from '../describe/shown-entities.js';
import { addAlsoSums, leadingOf } from '../group/also.js';
import type { VersionRows } from '../group/entity-names.js';
import { groupRows } from '../group/group-rows.js';
import type { Groups } from '../group/groups.js';
import { listPeriods } from '../group/list-periods.js';
import { type PeriodGroups, TOTAL } from '../group/period-groups.js';
import { withPrevious } from '../group/windows.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { rankGroups } from '../ranked/rank-groups.js';
import type { RankedPeriodGroups } from '../ranked/ranking.js';
import { quotient } from '../shares/fraction.js';
import { segmentMatching } from './segment-matching.js';
import { MAX_SEGMENT_PERIODS, OTHER_SEGMENT, SegmentPeriods, UNASSIGNED_SEGMENT } from './segment-periods.js';
import { type SegmentValues, segmentEntities, splitGroups } from './split-groups.js';

/** Entities listed of a segment in a period, of the largest and of those that entered and left. */
const MAX_LISTED = 10;

/**
 * The same analysis within each value of a column, over all periods and, where it is requested, in each of them: the largest
 * values by their sum, then all others together, then the rows without one. The connection's temporary tables are this run's
 * own.
 * @param mappings of the columns of `groupBy` and, last, of the column of the segments
 * @throws INVALID_INPUT where there are more than MAX_SEGMENT_PERIODS
 */
export async function analyseSegments(
  connection: Connection,
  thread: AnalysisThread,
  version: VersionRows,
  request: ResolvedRequest,
  mappings: readonly (EntityMapping | null)[],
): Promise<Segment[]> {
  const { thresholds, topN, limits, classes, segmentPeriods, blanks } = request.parameters;
  const groups = await groupRows(
    connection,
    { source: parquetSql(version.parquetPath), namesPath: version.namesPath },
    withSegment(request),
    mappings,
    request.groupBy.length,
  );
  const periods = new SegmentPeriods(segmentPeriods ? groups.periods : []);
  const values = await splitGroups(connection, groups, request, periods);
  const listed = await listPeriods(connection, groups.measure, null);
  const split: Groups = {
    ...groups,
    // All but the sum of all segments, which are no periods of one analysis.
    periods: withPeriods(listed.periods.slice(0, -1), periods, groups),
    isTotalSummed: false,
    entityIds: listed.entityIds,
    columns: groups.columns.slice(0, -1),
    entities: segmentEntities(request.groupBy.length),
    isBlankEntity: request.groupBy.length === 1 && blanks === 'ENTITY',
    knownBefore: null,
  };
  if (split.periods.length === 0) return [];
  const ranked = await rankGroups(connection, thread, split, {
    thresholds,
    topN,
    limits,
    classes,
    unit: groups.measure.unit,
    minShare: null,
    knownBefore: null,
    ...leadingOf(request),
  });
  return describeSegments(connection, split, { ranked, periods, values });
}

/** The request by entity and segment, whose groups are summed by segment afterwards. */
function withSegment(request: ResolvedRequest): ResolvedRequest {
  const { groupBy, segment, parameters } = request;
  const { bridge: _, ...others } = parameters;
  return {
    ...request,
    groupBy: [...groupBy, segment!],
    parameters: { ...others, entityMatching: segmentMatching(request) },
  };
}

/** Adds to each segment in a period what it is compared with, as if its rows were all there are, and whether it is partial. */
function withPeriods(
  listed: readonly PeriodGroups[],
  periods: SegmentPeriods,
  { periods: ofAnalysis, scheme }: Groups,
): PeriodGroups[] {
  const isPartial = new Map(ofAnalysis.map((each) => [each.period, each.isPartial]));
  const bySegment = groupedBySegment(listed, periods);
  const count = listed.length - bySegment.size;
  if (count > MAX_SEGMENT_PERIODS) throw tooManyPeriods(bySegment.size, count);
  return [...bySegment].flatMap(([segment, each]) => {
    const ordinals = each.map((found) => ({ ...found, period: periods.at(found.period).period }));
    return withPrevious(ordinals, scheme, undefined).map(({ period, previous, ...found }) => ({
      ...found,
      isPartial: isPartial.get(period) ?? false,
      period: periods.ordinal({ segment, period }),
      previous: previous === null ? null : periods.ordinal({ segment, period: previous }),
    }));
  });
}

function groupedBySegment<T extends { period: number }>(each: readonly T[], periods: SegmentPeriods): Map<number, T[]> {
  const bySegment = new Map<number, T[]>();
  for (const one of each) {
    const { segment } = periods.at(one.period);
    const known = bySegment.get(segment);
    if (known === undefined) bySegment.set(segment, [one]);
    else known.push(one);
  }
  return bySegment;
}

interface RankedSegments {
  ranked: readonly RankedPeriodGroups[];
  periods: SegmentPeriods;
  values: SegmentValues;
}

async function describeSegments(
  connection: Connection,
  groups: Groups,
  { ranked, periods, values }: RankedSegments,
): Promise<Segment[]> {
  const shortened = ranked.map((each) => (periods.at(each.period).period === TOTAL ? each : withFewer(each)));
  const names = await namesOfEntities(connection, groups, shortened.flatMap(shownEntities));
  const described = groups.periods.map((each, index): DescribedPeriod => {
    const found = { ...each, ...shortened[index]! };
    const { period } = periods.at(each.period);
    return { ...found, result: describe({ ...found, period }, groups.scheme, names) };
  });
  await addAlsoSums(connection, groups, described);
  const describedAt = new Map(described.map((each) => [each.period, each]));
  for (const now of described) {
    const before = now.previous === null ? undefined : describedAt.get(now.previous);
    if (before) now.result.change = periodChange(now, before, names, groups.measure.unit);
  }
  const totals = totalsOf(described, periods);
  const shareOf = ({ period, concentration }: DescribedPeriod) => {
    const total = totals.get(periods.at(period).period)!;
    return total > 0n ? quotient(100n * concentration.totalUnits, total) : null;
  };
  return [...groupedBySegment(described, periods)].map(([place, each]): Segment => {
    const all = each.at(-1)!;
    return {
      ...kindOf(place, values),
      share: shareOf(all),
      concentration: all.result,
      ...(periods.hasPeriods
        ? { byPeriod: each.slice(0, -1).map((of) => ({ share: shareOf(of), concentration: of.result })) }
        : {}),
    };
  });
}

function kindOf(place: number, { names, count }: SegmentValues): Pick<Segment, 'kind' | 'name' | 'values'> {
  if (place === OTHER_SEGMENT) return { kind: 'OTHER', name: null, values: count - OTHER_SEGMENT };
  if (place === UNASSIGNED_SEGMENT) return { kind: 'UNASSIGNED', name: null, values: 0 };
  return { kind: 'VALUE', name: names[place]!, values: 1 };
}

/** By period, the units of all segments together. */
function totalsOf(described: readonly DescribedPeriod[], periods: SegmentPeriods): Map<number, bigint> {
  const totals = new Map<number, bigint>();
  for (const { period: ordinal, concentration } of described) {
    const { period } = periods.at(ordinal);
    totals.set(period, (totals.get(period) ?? 0n) + concentration.totalUnits);
  }
  return totals;
}

/** There can be thousands of segments in periods, so that each lists fewer entities and no Lorenz curve. */
function withFewer({ head, compared, concentration, ...ranked }: RankedPeriodGroups): RankedPeriodGroups {
  return {
    ...ranked,
    head,
    compared: compared && {
      ...compared,
      entered: compared.entered.slice(0, MAX_LISTED),
      left: compared.left.slice(0, MAX_LISTED),
    },
    concentration: {
      ...concentration,
      lorenz: [],
      head: concentration.head.slice(0, MAX_LISTED),
      limits: concentration.limits?.map((limit) => ({ ...limit, entities: limit.entities.slice(0, MAX_LISTED) })),
    },
  };
}

function shownEntities({ head, compared, concentration }: RankedPeriodGroups): number[] {
  const changed = compared === null ? [] : [...compared.entered, ...compared.left];
  return [...head.slice(0, concentration.head.length), ...changed.map(({ entity }) => entity)];
}

function tooManyPeriods(segments: number, count: number): ConcentricError {
  const most = MAX_SEGMENT_PERIODS.toLocaleString('en-US');
  return new ConcentricError(
    'INVALID_INPUT',
    `${segments} segments have ${count.toLocaleString('en-US')} periods together; at most ${most} are analysed. Choose a longer grain (periods.grain), a range (periods.from, periods.to) or a filter (where), or leave out "segmentPeriods". (at segmentPeriods)`,
    { argument: 'segmentPeriods', max: MAX_SEGMENT_PERIODS, got: count },
  );
}
