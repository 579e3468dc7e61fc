import type { Connection } from '../duckdb/connection.js';
import { parquetSql } from '../duckdb/quote.js';
import { MIN_NAME_SHARE } from '../entities/name-warnings.js';
import type { Analysis } from '../model/analysis.js';
import { BRIDGE_KINDS } from '../model/bridge.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import type { DatasetSchema } from '../model/schema.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import type { AnalysisThread } from './analysis-thread.js';
import { analysisWarnings } from './describe/analysis-warnings.js';
import { periodBridge } from './describe/bridge.js';
import { periodChange } from './describe/change.js';
import { type DescribedPeriod, describe, NO_ROWS } from './describe/describe-period.js';
import { hasNamesToCheck, warningsAboutNames } from './describe/names-of-analysis.js';
import { namesOfEntities } from './describe/shown-entities.js';
import { addAlsoSums, leadingOf, noAlsoSums } from './group/also.js';
import type { RowSource } from './group/entity-names.js';
import { groupPrepared } from './group/group-rows.js';
import type { Groups } from './group/groups.js';
import { describeLeftOut, leftOutHeads } from './group/left-out.js';
import { classNames, type RememberedClasses } from './group/name-classes.js';
import { TOTAL } from './group/period-groups.js';
import { prepareRows } from './group/prepare-rows.js';
import type { ResolvedRequest } from './parameters/parameters.js';
import { rankGroups } from './ranked/rank-groups.js';
import type { RankedPeriodGroups } from './ranked/ranking.js';
import { MIN_SUMMED_NAMES, type SummedGroups, sumRows } from './ranked/sum-rows.js';
import { amountOf } from './shares/amount.js';

/** What the rows give; the same for the same rows in any order, with any number of threads. */
export type Computed = Pick<
  Analysis,
  'total' | 'byPeriod' | 'outsidePeriods' | 'segments' | 'warnings' | 'unknownEntities'
>;

export interface AnalysisOptions {
  /** Of each column of `groupBy`, null where none is saved. */
  mappings?: readonly (EntityMapping | null)[];
  /** Of names.parquet; default: the version has none. */
  namesPath?: string | null;
  /** SQL of the rows, as in FROM, where they are not read from the Parquet (held-columns.ts). */
  source?: string;
  observe?: Observe;
  /** What was found out about the names of columns, for all questions about the version that `versionKey` names. */
  remembered?: { classes: RememberedClasses; key: string };
  /** Columns with fewer names are grouped in DuckDB. */
  minSummedNames?: number;
}

/** DuckDB groups, typed arrays sort, Arquero computes; the connection's temporary tables are this run's own. */
export async function runAnalysis(
  connection: Connection,
  thread: AnalysisThread,
  parquetPath: string,
  schema: DatasetSchema,
  request: ResolvedRequest,
  options: AnalysisOptions = {},
): Promise<Computed> {
  const { mappings = [], namesPath = null, source = parquetSql(parquetPath), observe = unobserved } = options;
  const { groups, rank, end } = await observe('analysis.group', () =>
    grouped(connection, thread, { source, namesPath }, request, options),
  );
  const { thresholds, topN, limits, classes } = request.parameters;
  const minShare = hasNamesToCheck(request, groups) ? MIN_NAME_SHARE : null;
  const ranked = await observe('analysis.shares', () =>
    rank({
      thresholds,
      topN,
      limits,
      classes,
      unit: groups.measure.unit,
      minShare,
      knownBefore: groups.knownBefore,
      ...leadingOf(request),
    }),
  ).finally(end);
  const names = await observe('analysis.names', () =>
    namesOfEntities(connection, groups, ranked.flatMap(shownEntities)),
  );

  const listed = groups.periods.map((period, index): DescribedPeriod => {
    const each = { ...period, ...ranked[index]! };
    return { ...each, result: describe(each, groups.scheme, names) };
  });
  await observe('analysis.also', () => addAlsoSums(connection, groups, listed));
  const nothing = { ...NO_ROWS, ...noAlsoSums(groups), unassigned: { ...NO_ROWS.unassigned, ...noAlsoSums(groups) } };
  if (groups.selection !== null) {
    const heads = await leftOutHeads(connection, groups);
    const { unit } = groups.measure;
    nothing.leftOut = describeLeftOut(NOTHING_LEFT_OUT, 0n, unit, []);
    for (const period of listed) {
      const { totalUnits } = period.concentration;
      period.result.leftOut = describeLeftOut(period, totalUnits, unit, heads.get(period.period) ?? []);
    }
  }
  const byPeriod = listed.filter(({ period }) => period !== TOTAL);
  const listedAt = new Map(byPeriod.map((each) => [each.period, each]));
  for (const now of byPeriod) {
    const before = now.previous === null ? undefined : listedAt.get(now.previous);
    if (before) now.result.change = periodChange(now, before, names, groups.measure.unit);
    const from = now.bridge?.previous == null ? undefined : listedAt.get(now.bridge.previous);
    if (from && now.bridged) {
      now.result.bridge = periodBridge(
        now.bridged,
        { now: now.concentration, from: from.concentration },
        from.result.period,
        {
          names,
          unit: groups.measure.unit,
        },
      );
    }
  }
  const total = listed.find(({ period }) => period === TOTAL);
  const periods = { total: total?.result ?? nothing, byPeriod: byPeriod.map(({ result }) => result) };
  const large = (total?.large ?? []).map(({ entity, share }) => ({ name: names.get(entity)!.entity, share }));
  const aboutNames = await observe('analysis.warnings', () =>
    warningsAboutNames(connection, parquetPath, request, large, mappings[0] ?? null),
  );
  return {
    ...periods,
    ...outsidePeriods(groups),
    warnings: analysisWarnings(schema, request, { ...groups, periods: listed }, periods, aboutNames),
    ...unknownEntities(groups),
  };
}

/** The groups, where they are computed fastest: in typed arrays or in a table of DuckDB. */
async function grouped(
  connection: Connection,
  thread: AnalysisThread,
  rows: RowSource,
  request: ResolvedRequest,
  { mappings = [], remembered, minSummedNames = MIN_SUMMED_NAMES }: AnalysisOptions,
): Promise<SummedGroups> {
  const prepared = await prepareRows(connection, rows, request);
  const summed = await sumRows(connection, thread, prepared, request, {
    mapping: mappings[0] ?? null,
    minNames: minSummedNames,
    classesOf: (column) =>
      remembered ? remembered.classes.of(remembered.key, connection, column) : classNames(connection, column),
  });
  if (summed !== null) return summed;
  const groups = await groupPrepared(connection, prepared, request, mappings);
  return { groups, rank: (options) => rankGroups(connection, thread, groups, options), end: async () => undefined };
}

function unknownEntities({ selection }: Groups): Pick<Computed, 'unknownEntities'> {
  if (selection === null || selection.unknown.length === 0) return {};
  return { unknownEntities: selection.unknown.map(({ list: argument, ...unknown }) => ({ argument, ...unknown })) };
}

const NOTHING_LEFT_OUT = { leftOut: { units: 0n, rowCount: 0, entityCount: 0 } };

function shownEntities({ head, compared, bridged, large }: RankedPeriodGroups): number[] {
  const changed = compared === null ? [] : [...compared.entered, ...compared.left];
  const shown = bridged === null ? [] : BRIDGE_KINDS.flatMap((part) => bridged[part].largest);
  return [...head, ...[...changed, ...shown, ...large].map(({ entity }) => entity)];
}

function outsidePeriods({ outside }: Groups): Pick<Computed, 'outsidePeriods'> {
  if (outside === null) return {};
  const { value, exact: valueExact } = amountOf(outside.units, outside.unit);
  return { outsidePeriods: { rows: outside.rows, value, valueExact, unknownRows: outside.unknownRows } };
}
