import {
  type AnalysisParameters,
  type AnalysisRequest,
  READABLE_ALGORITHM_VERSIONS,
  RULES_BEFORE_3,
  type StoredParameters,
} from '../../model/analysis.js';
import { canonicalJson } from '../../model/canonical-json.js';
import { columnNotFound } from '../../model/column-not-found.js';
import type { EntityLevel, SavedEntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import { columnsOf } from '../../model/row-filter.js';
import type { Column, DatasetSchema, PeriodGrain } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { grainCandidates } from '../../period/grains.js';
import { normalFilter } from '../filter/filter.js';
import { isFolded } from '../filter/filter-values.js';
import { DEFAULT_CLASSES } from '../shares/limits-and-classes.js';
import { analysisHash } from './analysis-hash.js';
import { bridged } from './bridge-parameters.js';
import { type KeyMatching, normalKeyLists } from './entity-keys.js';
import { periodRules } from './period-parameters.js';

const DEFAULT_THRESHOLDS = [10, 20, 50];
const DEFAULT_TOP_N = [1, 5, 10];
const MAX_NUMBERS = 10;
const MAX_TOP_N = 1000;
const MAX_GROUP_COLUMNS = 4;
const MAX_ALSO = 5;

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
  const groupBy = checkedGroupBy(request.groupBy).map((name) => columnNamed(schema, name, request.version));
  const value = valueColumn(schema, request);
  const also = alsoColumns(schema, request);
  const periodGrain = availableGrain(schema, requestedGrain(request) ?? schema.periodGrain);
  const timeColumns = periodGrain === 'NONE' ? [] : schema.timeColumns.map((name) => columnNamed(schema, name));
  const periods = periodRules(request.periods, periodGrain, timeColumns);
  const where = request.where == null ? undefined : normalFilter(schema, request.where);
  const filterColumns = where === undefined ? [] : columnsOf(where).map((name) => columnNamed(schema, name));
  const segment = request.splitBy == null ? null : segmentColumn(schema, request, request.splitBy);
  const canFold = groupBy.some(isFolded);
  const chosen = {
    groupBy: groupBy.map(({ name }) => name),
    ...measured(value),
    ...(also.length === 0 ? {} : { also: also.map(({ name }) => name) }),
    periodGrain,
    ...(periods === undefined ? {} : { periods }),
    thresholds: ascending(checkedThresholds(request.thresholds ?? DEFAULT_THRESHOLDS)),
    topN: ascending(checkedTopN(request.topN ?? DEFAULT_TOP_N)),
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

/**
 * The column whose amounts are added up; null where rows are counted, which no column is needed for. COUNT of a column could
 * mean its cells, or its distinct values: neither is guessed.
 */
function valueColumn(schema: DatasetSchema, { measure, value, version }: AnalysisRequest): Column | null {
  if (measure !== 'COUNT') {
    if (value != null) return summable(schema, columnNamed(schema, value, version));
    const available = schema.columns.filter(isSummable).map(({ name }) => name);
    const choice = available.length > 0 ? `Columns that can be added up: ${available.join(', ')}.` : 'No column can.';
    throw new ConcentricError(
      'INVALID_INPUT',
      `"value" is missing: name the column to add up, or count rows with "measure: COUNT". ${choice} (at value)`,
      { argument: 'value', available },
    );
  }
  if (value == null) return null;
  throw new ConcentricError(
    'INVALID_INPUT',
    `"measure: COUNT" counts rows, whatever is in them: leave out "value". To count only the rows that have something in ${JSON.stringify(shortened(value))}, filter them: where: { column: ${JSON.stringify(shortened(value))}, isBlank: false } (at value)`,
    { argument: 'value' },
  );
}

/** In the order of the data, so that the order in which they are named makes no difference. */
function alsoColumns(schema: DatasetSchema, { also, value, version }: AnalysisRequest): Column[] {
  const names = [...new Set(also ?? [])];
  if (names.length > MAX_ALSO) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `Expected at most ${MAX_ALSO} columns in "also", got ${names.length}. Request the others in a second analysis. (at also)`,
      { argument: 'also', max: MAX_ALSO, got: names.length },
    );
  }
  for (const [index, name] of (also ?? []).entries()) {
    const argument = `also[${index}]`;
    atArgument(argument, () => summable(schema, columnNamed(schema, name, version)));
    if (name !== value) continue;
    throw new ConcentricError(
      'INVALID_INPUT',
      `${JSON.stringify(shortened(name))} is "value" already, whose sums every figure has. Leave it out. (at ${argument})`,
      { argument },
    );
  }
  return schema.columns.filter(({ name }) => names.includes(name));
}

/** Adds to an error which item of a list it is about. */
function atArgument<T>(argument: string, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof ConcentricError)) throw error;
    throw new ConcentricError(error.code, `${error.message} (at ${argument})`, { ...error.details, argument });
  }
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

/** Whether a column holds amounts, which can be added up: numbers that are not codes, names, years or months. */
export function isSummable({ dataType, role }: Column): boolean {
  const isNumber = dataType === 'INTEGER' || dataType === 'DECIMAL' || dataType === 'DOUBLE';
  return isNumber && role === 'NUMERIC';
}

/** Any column but those of the entities. */
function segmentColumn(
  schema: DatasetSchema,
  { groupBy, version, only, exclude, blanks }: AnalysisRequest,
  name: string,
): Column {
  const column = columnNamed(schema, name, version);
  const invalid = (message: string) =>
    new ConcentricError('INVALID_INPUT', `${message} (at splitBy)`, { argument: 'splitBy' });
  if (groupBy.includes(name)) {
    throw invalid(
      `${JSON.stringify(name)} is a column of "groupBy", so each segment would hold one entity's value. Name another column.`,
    );
  }
  if (blanks === 'ENTITY' && ((only ?? []).length > 0 || (exclude ?? []).length > 0)) {
    throw invalid(
      'Segments of selected entities need "blanks: APART": with "blanks: ENTITY", select the rows by "where" instead of "only" and "exclude".',
    );
  }
  return column;
}

function checkedGroupBy(groupBy: readonly string[]): readonly string[] {
  const got = groupBy.slice(0, MAX_NUMBERS + 1);
  const details = { groupBy: got, max: MAX_GROUP_COLUMNS, got: groupBy.length };
  if (groupBy.length === 0 || groupBy.length > MAX_GROUP_COLUMNS) {
    throw new ConcentricError(
      'INVALID_GROUP_BY',
      `Expected 1 to ${MAX_GROUP_COLUMNS} columns in "groupBy", got ${groupBy.length}. Name the columns whose values together are an entity.`,
      details,
    );
  }
  const repeated = groupBy.find((name, index) => groupBy.indexOf(name) < index);
  if (repeated === undefined) return groupBy;
  throw new ConcentricError(
    'INVALID_GROUP_BY',
    `"groupBy" names ${JSON.stringify(repeated)} twice. Name each column once.`,
    details,
  );
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

function columnNamed(schema: DatasetSchema, name: string, version?: number | null): Column {
  const column = schema.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  throw columnNotFound(
    schema.datasetId,
    name,
    schema.columns.map((candidate) => candidate.name),
    version,
  );
}

function summable(schema: DatasetSchema, column: Column): Column {
  if (isSummable(column)) return column;
  const available = schema.columns.filter(isSummable).map((candidate) => candidate.name);
  const choice = available.length > 0 ? `Columns that can: ${available.join(', ')}.` : 'No column of it can.';
  throw new ConcentricError(
    'COLUMN_NOT_NUMERIC',
    `Column ${JSON.stringify(column.name)} cannot be summed: its type is ${column.dataType}, its role ${column.role}. ${choice}`,
    { column: column.name, dataType: column.dataType, role: column.role, available },
  );
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

function checkedThresholds(thresholds: readonly number[]): readonly number[] {
  const isThreshold = (threshold: number) => threshold > 0 && threshold <= 100;
  if (isCountAllowed(thresholds) && thresholds.every(isThreshold)) return thresholds;
  throw new ConcentricError(
    'INVALID_THRESHOLDS',
    `Expected 1 to ${MAX_NUMBERS} thresholds, each above 0 and at most 100 (percent); got ${listed(thresholds)}.`,
    { thresholds: thresholds.slice(0, MAX_NUMBERS + 1) },
  );
}

function checkedTopN(topN: readonly number[]): readonly number[] {
  const isTopN = (n: number) => Number.isInteger(n) && n >= 1 && n <= MAX_TOP_N;
  if (isCountAllowed(topN) && topN.every(isTopN)) return topN;
  throw new ConcentricError(
    'INVALID_TOP_N',
    `Expected 1 to ${MAX_NUMBERS} whole numbers for topN, each from 1 to ${MAX_TOP_N}; got ${listed(topN)}.`,
    { topN: topN.slice(0, MAX_NUMBERS + 1) },
  );
}

/** `limits` and `classes`, where they are not what is assumed without them. */
function percentages({ limits, classes }: AnalysisRequest): Pick<AnalysisParameters, 'limits' | 'classes'> {
  const chosen: Pick<AnalysisParameters, 'limits' | 'classes'> = {};
  if (limits != null && limits.length > 0) chosen.limits = ascending(checkedPercentages('limits', limits));
  if (classes != null) {
    const ends = ascending(checkedPercentages('classes', classes));
    if (ends.join() !== DEFAULT_CLASSES.join()) chosen.classes = ends;
  }
  return chosen;
}

function checkedPercentages(argument: 'limits' | 'classes', numbers: readonly number[]): readonly number[] {
  if (isCountAllowed(numbers) && numbers.every((number) => number > 0 && number <= 100)) return numbers;
  throw new ConcentricError(
    'INVALID_INPUT',
    `Expected 1 to ${MAX_NUMBERS} percentages in "${argument}", each above 0 and at most 100; got ${listed(numbers)}.`,
    { argument, got: numbers.slice(0, MAX_NUMBERS + 1) },
  );
}

function isCountAllowed(numbers: readonly number[]): boolean {
  return numbers.length >= 1 && numbers.length <= MAX_NUMBERS;
}

function listed(numbers: readonly number[]): string {
  if (numbers.length === 0) return 'none';
  const shown = numbers.slice(0, MAX_NUMBERS + 1).join(', ');
  return numbers.length > MAX_NUMBERS + 1 ? `${shown}, … (${numbers.length} numbers)` : shown;
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
