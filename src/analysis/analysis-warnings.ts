import { type Analysis, BLANK_ENTITY, type PeriodConcentration } from '../model/analysis.js';
import type { Column, DatasetSchema, Warning } from '../model/schema.js';
import { periodKey, UNKNOWN_PERIOD } from '../period/period.js';
import { type Groups, type NearDuplicates, TOTAL, UNKNOWN } from './group-and-sort.js';
import type { ResolvedRequest } from './parameters.js';

/** The warnings of an analysis (SEMANTICS.md §4), in this order. */
export function analysisWarnings(
  schema: DatasetSchema,
  request: ResolvedRequest,
  groups: Groups,
  { total, byPeriod }: Pick<Analysis, 'total' | 'byPeriod'>,
  duplicates: NearDuplicates | null,
): Warning[] {
  const warnings = [
    noTimeDimension(schema, request),
    nullValues(request, groups),
    blankEntity(request, groups),
    unknownPeriod(request, byPeriod),
    negativeValues(request, groups),
    nonPositiveTotal(request.value, [total, ...byPeriod]),
    nearDuplicateEntities(request, duplicates),
    periodGaps(request, groups),
  ];
  return warnings.filter((warning) => warning !== null);
}

function noTimeDimension(schema: DatasetSchema, { parameters }: ResolvedRequest): Warning | null {
  if (parameters.periodGrain !== 'NONE' || schema.periodGrainCandidates.length > 0) return null;
  return {
    code: 'NO_TIME_DIMENSION',
    message: 'No date, period or year column was found: all rows are analysed together.',
    column: null,
    count: null,
  };
}

function nullValues({ value }: ResolvedRequest, { measure, periods }: Groups): Warning | null {
  const total = periods.find(({ period }) => period === TOTAL);
  const count = measure.rowCount - (total?.rowCount ?? 0);
  if (count === 0) return null;
  return {
    code: 'NULL_VALUES',
    message: `${counted(count, 'row has', 'rows have')} no number in ${shown(value.name)} and ${count === 1 ? 'is' : 'are'} left out.`,
    column: value.name,
    count,
  };
}

function blankEntity({ groupBy }: ResolvedRequest, { rows: { blankEntity: count } }: Groups): Warning | null {
  if (count === 0) return null;
  return {
    code: 'BLANK_ENTITY',
    message: `${counted(count, 'row has', 'rows have')} a value but nothing in ${shown(groupBy.name)}; together they are the entity ${shown(BLANK_ENTITY)}.`,
    column: groupBy.name,
    count,
  };
}

function unknownPeriod({ timeColumns }: ResolvedRequest, byPeriod: readonly PeriodConcentration[]): Warning | null {
  const unknown = byPeriod.find(({ period }) => period === UNKNOWN_PERIOD);
  if (!unknown) return null;
  const columns = timeColumns.map(({ name }) => shown(name)).join(' and ');
  return {
    code: 'UNKNOWN_PERIOD',
    message: `${counted(unknown.rowCount, 'row has', 'rows have')} no period in ${columns}: counted in the total and in the period ${UNKNOWN_PERIOD}.`,
    column: timeColumns[0]?.name ?? null,
    count: unknown.rowCount,
  };
}

function negativeValues(
  { value, parameters: { periodGrain } }: ResolvedRequest,
  { rows: { negativeValue: count }, periods }: Groups,
): Warning | null {
  if (count === 0) return null;
  const total = periods.find(({ period }) => period === TOTAL);
  const inPeriods = periods.filter(({ period, negativeCount }) => period !== TOTAL && negativeCount > 0).length;
  const inTotal = total?.negativeCount ?? 0;
  const periodsWords = counted(inPeriods, 'period', 'periods');
  const sums =
    inTotal > 0
      ? `${counted(inTotal, 'entity has', 'entities have')} a negative sum over all periods${periodGrain === 'NONE' ? '' : ` and in ${periodsWords}`}`
      : inPeriods > 0
        ? `no entity has a negative sum over all periods, but some have in ${periodsWords}`
        : 'no entity has a negative sum';
  return {
    code: 'NEGATIVE_VALUES',
    message: `${counted(count, 'row has', 'rows have')} a negative number in ${shown(value.name)}; ${sums}. Where a sum is negative there is no Gini coefficient, and cumulative shares can pass 100 %.`,
    column: value.name,
    count,
  };
}

function nonPositiveTotal(value: Column, listed: readonly PeriodConcentration[]): Warning | null {
  const affected = listed.filter(({ problem }) => problem !== null).map(({ period }) => period);
  if (affected.length === 0) return null;
  const periods = affected.length === 1 ? affected[0] : `${affected[0]} and ${affected.length - 1} more`;
  return {
    code: 'NON_POSITIVE_TOTAL',
    message: `The total of ${shown(value.name)} is not above zero in ${periods}: no shares can be computed there.`,
    column: value.name,
    count: affected.length,
  };
}

function nearDuplicateEntities({ groupBy }: ResolvedRequest, found: NearDuplicates | null): Warning | null {
  if (!found) return null;
  const [one, other] = found.example.map(shown);
  const message =
    found.names === 1
      ? `${one} is ${found.entities === 2 ? 'spelled two ways and counted twice' : `spelled ${found.entities} ways and counted ${found.entities} times`}, also as ${other}.`
      : `${found.names.toLocaleString('en-US')} names in ${shown(groupBy.name)} have several spellings and are counted as ${counted(found.entities, 'entity', 'entities')}, for example ${one} and ${other}.`;
  return {
    code: 'NEAR_DUPLICATE_ENTITIES',
    message,
    column: groupBy.name,
    count: found.entities,
  };
}

function periodGaps(
  { timeColumns, parameters: { periodGrain } }: ResolvedRequest,
  { periods }: Groups,
): Warning | null {
  if (periodGrain === 'NONE') return null;
  const known = periods.map(({ period }) => period).filter((period) => period < UNKNOWN);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const count = last - first + 1 - known.length;
  if (count === 0) return null;
  const missing = known.find((period, index) => known[index + 1] !== period + 1)! + 1;
  const key = (period: number) => periodKey(period, periodGrain);
  return {
    code: 'PERIOD_GAPS',
    message: `${counted(count, 'period has', 'periods have')} no rows between ${key(first)} and ${key(last)}: ${key(missing)}${count > 1 ? ' is the first' : ''}.`,
    column: timeColumns[0]?.name ?? null,
    count,
  };
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

const SHOWN_CHARACTERS = 80;

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
}
