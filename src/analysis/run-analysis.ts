import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../duckdb/connection.js';
import type { Analysis, PeriodChange, PeriodConcentration } from '../model/analysis.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import type { DatasetSchema, PeriodGrain } from '../model/schema.js';
import { periodKey, TOTAL_PERIOD, UNKNOWN_PERIOD } from '../period/period.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { amountOf } from './amount.js';
import type { AnalysisThread } from './analysis-thread.js';
import { analysisWarnings } from './analysis-warnings.js';
import { type Concentration, type ConcentrationRequest, concentrate, type SortedGroups } from './concentration.js';
import { type Fraction, quotient } from './fraction.js';
import {
  type ChangedGroup,
  type Compared,
  comparePeriods,
  type EntityName,
  forEachSpan,
  headNames,
} from './group-and-sort.js';
import { type Groups, groupRows, type PeriodGroups, TOTAL, UNKNOWN } from './group-rows.js';
import { warningsAboutNames } from './names-of-analysis.js';
import type { ResolvedRequest } from './parameters.js';

/** About 10 ms of Arquero: more than that on the event loop would be felt by other requests. */
const MAX_GROUPS_ON_EVENT_LOOP = 10_000;
/** Spans in the thread's hands at a time: one being worked on and one that waits for it. */
const SPANS_AT_WORK = 2;
const NO_SHARES = 'Total value is non-positive; cannot compute concentration';
const NO_MEASURES =
  'The rows with an entity do not add up to more than zero, so there is no HHI, Gini coefficient or Lorenz curve. Shares are of all rows.';

/** What the rows give; the same for the same rows in any order, with any number of threads. */
export type Computed = Pick<Analysis, 'total' | 'byPeriod' | 'warnings'>;

export interface AnalysisOptions {
  /** Of each column of `groupBy`, null where none is saved. */
  mappings?: readonly (EntityMapping | null)[];
  /** Of names.parquet; default: the version has none. */
  namesPath?: string | null;
  observe?: Observe;
}

/** DuckDB groups and sorts, Arquero computes; the connection's temporary tables are this run's own. */
export async function runAnalysis(
  connection: Connection,
  thread: AnalysisThread,
  parquetPath: string,
  schema: DatasetSchema,
  request: ResolvedRequest,
  { mappings = [], namesPath = null, observe = unobserved }: AnalysisOptions = {},
): Promise<Computed> {
  const groups = await observe('analysis.group', () =>
    groupRows(connection, { parquetPath, namesPath }, request, mappings),
  );
  const concentrations = await observe('analysis.shares', () => concentrateAll(connection, thread, groups, request));
  const { names, compared } = await observe('analysis.compare', async () => ({
    names: await headNames(connection, groups),
    compared: await comparePeriods(connection, groups),
  }));

  const grain = request.parameters.periodGrain;
  const listed = groups.periods.map((period, index) => {
    const concentration = concentrations[index]!;
    return { ...period, concentration, result: describe(period, concentration, grain, names.get(period.period) ?? []) };
  });
  const byPeriod = listed.filter(({ period }) => period !== TOTAL);
  const listedAt = new Map(byPeriod.map((each) => [each.period, each]));
  for (const now of byPeriod) {
    const before = now.previous === null ? undefined : listedAt.get(now.previous);
    if (before) now.result.change = change(now, before, compared.get(now.period)!, groups.measure.unit);
  }
  const periods = {
    total: listed.find(({ period }) => period === TOTAL)?.result ?? NO_ROWS,
    byPeriod: byPeriod.map(({ result }) => result),
  };
  const aboutNames = await observe('analysis.names', () =>
    warningsAboutNames(connection, parquetPath, request, groups, mappings[0] ?? null),
  );
  return { ...periods, warnings: analysisWarnings(schema, request, groups, periods, aboutNames) };
}

/** Reads on while the thread works, but never further ahead than it can be followed. */
async function concentrateAll(
  connection: Connection,
  thread: AnalysisThread,
  groups: Groups,
  { parameters: { thresholds, topN } }: ResolvedRequest,
): Promise<Concentration[]> {
  const results: Promise<Concentration[]>[] = [];
  await forEachSpan(connection, groups, async (span) => {
    const result = concentrateAside(thread, span.groups, { thresholds, topN, unit: groups.measure.unit });
    // A failure is met where the result is awaited; until then it must not count as one that nobody handles.
    result.catch(() => {});
    results.push(result);
    await results.at(-SPANS_AT_WORK);
  });
  return (await Promise.all(results)).flat();
}

async function concentrateAside(
  thread: AnalysisThread,
  groups: SortedGroups,
  request: ConcentrationRequest,
): Promise<Concentration[]> {
  if (groups.counts.reduce((sum, count) => sum + count, 0) > MAX_GROUPS_ON_EVENT_LOOP) {
    return thread.run('concentrate', { groups, request }, [groups.units.buffer as ArrayBuffer]);
  }
  await nextTurn();
  return concentrate(groups, request);
}

const NO_ROWS: PeriodConcentration = {
  period: TOTAL_PERIOD,
  rowCount: 0,
  entityCount: 0,
  total: 0,
  totalExact: '0',
  assignedTotal: 0,
  assignedTotalExact: '0',
  unassigned: { rows: 0, value: 0, valueExact: '0', share: null },
  thresholds: [],
  top: [],
  head: [],
  hhi: null,
  gini: null,
  effectiveEntities: null,
  lorenz: [],
  change: null,
  problem: { code: 'NON_POSITIVE_TOTAL', message: NO_SHARES },
  measuresProblem: null,
};

function describe(
  { period, rowCount, entityCount, unassigned: { rowCount: unassignedRows } }: PeriodGroups,
  { totalUnits, assignedUnits, unassigned, head, ...numbers }: Concentration,
  grain: PeriodGrain,
  names: readonly EntityName[],
): PeriodConcentration {
  const hasShares = totalUnits > 0n;
  return {
    period: nameOf(period, grain),
    rowCount,
    entityCount,
    ...numbers,
    unassigned: { rows: unassignedRows, ...unassigned },
    head: head.map((share, index) => ({ ...share, ...names[index]! })),
    change: null,
    problem: hasShares ? null : { code: 'NON_POSITIVE_TOTAL', message: NO_SHARES },
    measuresProblem: hasShares && assignedUnits <= 0n ? { code: 'NON_POSITIVE_TOTAL', message: NO_MEASURES } : null,
  };
}

function nameOf(period: number, grain: PeriodGrain): string {
  if (period === TOTAL || grain === 'NONE') return TOTAL_PERIOD;
  return period === UNKNOWN ? UNKNOWN_PERIOD : periodKey(period, grain);
}

interface Listed extends PeriodGroups {
  concentration: Concentration;
  result: PeriodConcentration;
}

function change(now: Listed, before: Listed, { stayed, entered, left }: Compared, unit: Fraction): PeriodChange {
  const total = now.concentration.totalUnits;
  const previous = before.concentration.totalUnits;
  const difference = amountOf(total - previous, unit);
  const enteredValue = amountOf(now.concentration.assignedUnits - stayed.units, unit);
  const leftValue = amountOf(before.concentration.assignedUnits - stayed.previousUnits, unit);
  const named = (groups: ChangedGroup[]) =>
    groups.map(({ units, ...name }) => {
      const { value, exact: valueExact } = amountOf(units, unit);
      return { ...name, value, valueExact };
    });
  const { hhi } = now.result;
  return {
    previous: before.result.period,
    total: difference.value,
    totalExact: difference.exact,
    totalPercent: previous > 0n ? quotient(100n * (total - previous), previous) : null,
    hhi: hhi === null || before.result.hhi === null ? null : hhi - before.result.hhi,
    entered: now.entityCount - stayed.count,
    left: before.entityCount - stayed.count,
    enteredValue: enteredValue.value,
    enteredValueExact: enteredValue.exact,
    leftValue: leftValue.value,
    leftValueExact: leftValue.exact,
    enteredEntities: named(entered),
    leftEntities: named(left),
  };
}
