import type { Connection } from '../../duckdb/connection.js';
import type { AnalysisThread } from '../analysis-thread.js';
import { entityTable, type Groups } from '../group/groups.js';
import { type PeriodGroups, TOTAL } from '../group/period-groups.js';
import type { ConcentrationRequest } from '../shares/concentration.js';
import type { RankedPeriodGroups, SpanPeriod } from './ranking.js';
import { readPlaces, SpanReader } from './read-groups.js';
import { tasksOnEventLoop } from './tasks.js';

/** About 10 ms of work: more than that on the event loop would be felt by other requests. */
export const MAX_GROUPS_ON_EVENT_LOOP = 10_000;
const MAX_SPAN_GROUPS = 250_000;
const MAX_SPAN_PERIODS = 64;
/** Spans in the thread's hands at a time: one being worked on and one that waits for it. */
const SPANS_AT_WORK = 2;

export interface RankOptions extends ConcentrationRequest {
  /** As in RankingRequest. */
  minShare: number | null;
  knownBefore: Int32Array | null;
  leading?: number;
}

/** The groups of each period ranked, in the order of `groups.periods`; many of them in the thread. */
export async function rankGroups(
  connection: Connection,
  thread: AnalysisThread,
  groups: Groups,
  options: RankOptions,
): Promise<RankedPeriodGroups[]> {
  const { periods } = groups;
  const total = groups.isTotalSummed ? periods.at(-1) : undefined;
  const added = total ? periods.slice(0, -1) : periods;
  const places = entityTable(groups).isOrdered ? null : await readPlaces(connection, groups);
  const request = { ...options, entityCount: places?.length ?? groups.entityIds, places };
  const groupCount = added.reduce((sum, period) => sum + period.groupCount, 0);
  const tasks = groupCount > MAX_GROUPS_ON_EVENT_LOOP ? thread : tasksOnEventLoop();
  const ranking = await tasks.run('startRanking', request);
  try {
    const reader = await SpanReader.open(connection, groups);
    const results: Promise<RankedPeriodGroups[]>[] = [];
    // Reads on while the thread works, but never further ahead than it can be followed.
    for (const span of cutIntoSpans(added)) {
      const groupsRead = await reader.read(spanPeriods(span, periods));
      const { period, entity, units } = groupsRead;
      const result = tasks.run('rankSpan', { ranking, span: groupsRead }, [
        period.buffer,
        entity.buffer,
        units.buffer,
      ] as ArrayBuffer[]);
      // A failure is met where the result is awaited; until then it must not count as an unhandled rejection.
      result.catch(() => {});
      results.push(result);
      await results.at(-SPANS_AT_WORK);
    }
    const ranked = (await Promise.all(results)).flat();
    if (total === undefined) return ranked;
    return [...ranked, await tasks.run('rankTotal', { ranking, period: TOTAL, unassigned: total.unassigned.units })];
  } finally {
    await tasks.run('endRanking', { ranking });
  }
}

export function spanPeriods(span: readonly PeriodGroups[], periods: readonly PeriodGroups[]): SpanPeriod[] {
  const previous = new Set(periods.map((each) => each.previous));
  return span.map((each) => ({
    period: each.period,
    groupCount: each.groupCount,
    unassigned: each.unassigned.units,
    previous: each.previous,
    isPrevious: previous.has(each.period),
    bridge: each.bridge,
  }));
}

export function cutIntoSpans(periods: readonly PeriodGroups[]): PeriodGroups[][] {
  const spans: PeriodGroups[][] = [];
  let groups = Number.POSITIVE_INFINITY;
  for (const period of periods) {
    groups += period.groupCount;
    const span = spans.at(-1);
    if (span && groups <= MAX_SPAN_GROUPS && span.length < MAX_SPAN_PERIODS) {
      span.push(period);
    } else {
      spans.push([period]);
      groups = period.groupCount;
    }
  }
  return spans;
}
