import {
  type AnalysisParameters,
  type AnalysisRequest,
  READABLE_ALGORITHM_VERSIONS,
  RULES_BEFORE_3,
  type StoredParameters,
} from '../../model/analysis.js';
import { canonicalJson } from '../../model/canonical-json.js';
import { requireColumn } from '../../model/column-not-found.js';
import type { EntityLevel, SavedEntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import { columnsOf } from '../../model/row-filter.js';
import type { Column, DatasetSchema, PeriodGrain } from '../../model/schema.js';
import { grainCandidates } from '../../period/grains.js';
import { normalFilter } from '../filter/filter.js';
import { isFolded } from '../filter/filter-values.js';
import { analysisHash } from './analysis-hash.js';
import { bridged } from './bridge-parameters.js';
import { type KeyMatching, normalKeyLists } from './entity-keys.js';
import { percentages, thresholdsOf, topNOf } from './number-lists.js';
import { periodRules } from './period-parameters.js';
import { alsoColumns, groupByColumns, segmentColumn, valueColumn } from './request-columns.js';

/** A request resolved against a schema: the parameters, and the columns they name. */
export interface ResolvedRequest {
  parameters: AnalysisParameters;
  /** In the order of `parameters.groupBy`. */
  groupBy: Column[];
  /** The column that is added up; null where rows are counted. */
  value: Column | null;
  /** Further columns that are added up, in the order of the data. */
  also: Column[];
  /** Empty where the grain is NONE. */
  timeColumns: Column[];
  /** The columns that `parameters.where` has conditions on; empty without it. */
  filterColumns: Column[];
  /** The column `parameters.splitBy`; null without it. */
  segment: Column | null;
  /** Names of the columns of `groupBy` that hold codes (merge-spellings.ts); known only where entities are selected. */
  codes: KeyMatching['codes'];
}

const NO_CODES: KeyMatching['codes'] = new Set();

/**
 * Fills in the defaults and checks everything a client can get wrong. `saved` are the mappings that the record names; `codes`
 * the columns of `groupBy` that hold codes, of requests that select entities.
 * @throws INVALID_GROUP_BY, COLUMN_NOT_FOUND, COLUMN_NOT_NUMERIC, INVALID_INPUT (periods, where, splitBy, bridge, only, exclude),
 * GRAIN_NOT_AVAILABLE, INVALID_PERIODS, INVALID_THRESHOLDS, INVALID_TOP_N
 */
export function resolveRequest(
  schema: DatasetSchema,
  request: AnalysisRequest,
  saved: readonly SavedEntityMapping[] = [],
  codes: KeyMatching['codes'] = NO_CODES,
): ResolvedRequest {
  const groupBy = groupByColumns(schema, request);
  const value = valueColumn(schema, request);
  const also = alsoColumns(schema, request);
  const periodGrain = availableGrain(schema, requestedGrain(request) ?? schema.periodGrain);
  const timeColumns = periodGrain === 'NONE' ? [] : schema.timeColumns.map((name) => requireColumn(schema, name));
  const periods = periodRules(request.periods, periodGrain, timeColumns);
  const where = request.where == null ? undefined : normalFilter(schema, request.where);
  const filterColumns = where === undefined ? [] : columnsOf(where).map((name) => requireColumn(schema, name));
  const segment = request.splitBy == null ? null : segmentColumn(schema, request, request.splitBy);
  const canFold = groupBy.some(isFolded);
  const chosen = {
    groupBy: groupBy.map(({ name }) => name),
    ...measured(value),
    ...(also.length === 0 ? {} : { also: also.map(({ name }) => name) }),
    periodGrain,
    ...(periods === undefined ? {} : { periods }),
    thresholds: thresholdsOf(request),
    topN: topNOf(request),
    ...percentages(request),
    ...(where === undefined ? {} : { where }),
    entityMatching: canFold ? (request.entityMatching ?? 'FOLDED') : 'EXACT',
    blanks: request.blanks ?? 'APART',
    ...mapped(groupBy, segment, saved, request.level),
    ...normalKeyLists(groupBy, request, { entityMatching: request.entityMatching, codes }),
    ...segmented(segment, request, periodGrain),
    ...bridged(request.bridge, periodGrain, periods),
  };
  const columns = { groupBy, value, also, timeColumns, filterColumns, segment, codes };
  return { parameters: { ...chosen, hash: analysisHash(schema.version, chosen, columns) }, ...columns };
}

function measured(value: Column | null): Pick<AnalysisParameters, 'measure' | 'value'> {
  return value === null ? { measure: 'COUNT' } : { value: value.name };
}

/** Which mappings an analysis applies: today's, to every version. */
function mapped(
  groupBy: readonly Column[],
  segment: Column | null,
  saved: readonly SavedEntityMapping[],
  level: EntityLevel | null | undefined,
): Pick<AnalysisParameters, 'mappings' | 'segmentMapping' | 'level'> {
  const mappingOf = ({ name }: Column) => saved.find(({ column }) => column === name)?.sha256 ?? null;
  const mappings = groupBy.map(mappingOf);
  const isMapped = mappings.some((mapping) => mapping !== null);
  const segmentMapping = segment && mappingOf(segment);
  return {
    ...(isMapped ? { mappings } : {}),
    ...(segmentMapping === null ? {} : { segmentMapping }),
    ...(isMapped || segmentMapping !== null ? { level: level ?? 'ENTITY' } : {}),
  };
}

/** By which column the rows are split, and whether each part is analysed by period, too. */
function segmented(
  segment: Column | null,
  { segmentPeriods }: AnalysisRequest,
  grain: PeriodGrain,
): Pick<AnalysisParameters, 'splitBy' | 'segmentPeriods'> {
  const { name: splitBy } = segment ?? {};
  if (!segmentPeriods) return splitBy === undefined ? {} : { splitBy };
  const invalid = (message: string) =>
    new ConcentricError('INVALID_INPUT', `${message} (at segmentPeriods)`, { argument: 'segmentPeriods' });
  if (splitBy === undefined) {
    throw invalid(
      'There are no segments to analyse by period. Name a column in "splitBy", or leave out "segmentPeriods".',
    );
  }
  if (grain === 'NONE') {
    throw invalid(
      'The grain is NONE: all rows are analysed together, so there are no periods. Set "periods.grain" to a grain of the dataset, or leave out "segmentPeriods".',
    );
  }
  return { splitBy, segmentPeriods: true };
}

/**
 * The request that gave a stored analysis its hash, whatever the overrides are now: the file does not name the time
 * columns, but the hash covers them, so each combination is tried. Null if none gives the hash: also where a column of
 * text is compared differently now.
 */
export function resolveStored(
  schema: DatasetSchema,
  stored: StoredParameters,
  saved: readonly SavedEntityMapping[] = [],
  codes: KeyMatching['codes'] = NO_CODES,
): ResolvedRequest | null {
  const { hash, entityMatching, blanks, ...before3 } = stored;
  const columnsNamed = (names: readonly string[]) => {
    const columns = names.map((name) => schema.columns.find((column) => column.name === name));
    return columns.filter((column) => column !== undefined);
  };
  const filtered = before3.where === undefined ? [] : columnsOf(before3.where);
  const groupBy = columnsNamed(before3.groupBy);
  const also = columnsNamed(before3.also ?? []);
  if (also.length < (before3.also?.length ?? 0)) return null;
  const isCount = before3.measure === 'COUNT';
  const [value = null] = columnsNamed(before3.value === undefined ? [] : [before3.value]);
  const filterColumns = columnsNamed(filtered);
  const [segment = null] = columnsNamed(before3.splitBy === undefined ? [] : [before3.splitBy]);
  if (before3.splitBy !== undefined && segment === null) return null;
  if ((value === null && !isCount) || groupBy.length < before3.groupBy.length || filterColumns.length < filtered.length)
    return null;
  const { mappings, segmentMapping } = mapped(groupBy, segment, saved, stored.level);
  // The mapping that was applied is not the one of today, or is no more.
  if (stored.mappings !== undefined && canonicalJson(stored.mappings) !== canonicalJson(mappings ?? [])) return null;
  if (stored.segmentMapping !== undefined && stored.segmentMapping !== segmentMapping) return null;
  const parameters = { ...RULES_BEFORE_3, ...stored };
  const timeColumns = timeColumnsFor(schema, before3.periodGrain).find((candidate) => {
    const columns = { groupBy, value, timeColumns: candidate, filterColumns, segment };
    return READABLE_ALGORITHM_VERSIONS.some((version) => {
      const hashed = version < 3 ? before3 : { ...before3, entityMatching, blanks };
      return analysisHash(schema.version, hashed, columns, version) === hash;
    });
  });
  return timeColumns ? { parameters, groupBy, value, also, timeColumns, filterColumns, segment, codes } : null;
}

/** Every combination of columns from which the grain can be read. */
function timeColumnsFor(schema: DatasetSchema, grain: PeriodGrain): Column[][] {
  if (grain === 'NONE') return [[]];
  const columns = schema.columns.filter(({ timePart }) => timePart !== null);
  const pairs = columns.flatMap((first) => columns.map((second) => [first, second]));
  return [...columns.map((column) => [column]), ...pairs].filter((each) => grainCandidates(each).includes(grain));
}

/** The columns whose cells are added up or give the period. */
export function columnsBesideEntities({
  value,
  also,
  timeColumns,
}: Pick<ResolvedRequest, 'value' | 'also' | 'timeColumns'>): Column[] {
  return [...(value === null ? [] : [value]), ...also, ...timeColumns];
}

function requestedGrain({ periods, periodGrain }: AnalysisRequest): PeriodGrain | null {
  const grain = periods?.grain ?? null;
  if (grain !== null && periodGrain != null && grain !== periodGrain) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `"periods.grain" is ${grain} and "periodGrain" is ${periodGrain}, which mean the same. Leave out one of them.`,
      { argument: 'periods.grain', grain, periodGrain },
    );
  }
  return grain ?? periodGrain ?? null;
}

function availableGrain(schema: DatasetSchema, grain: PeriodGrain): PeriodGrain {
  const available: PeriodGrain[] = [...schema.periodGrainCandidates, 'NONE'];
  if (available.includes(grain)) return grain;
  throw new ConcentricError(
    'GRAIN_NOT_AVAILABLE',
    `Period grain ${grain} cannot be read from dataset ${schema.datasetId}. It has: ${available.join(', ')}.`,
    { periodGrain: grain, available },
  );
}
