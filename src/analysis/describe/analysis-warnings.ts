import { type Analysis, BLANK_ENTITY, type EntityKey, type PeriodConcentration } from '../../model/analysis.js';
import type { Column, DatasetSchema, Warning } from '../../model/schema.js';
import { periodKey, UNKNOWN_PERIOD } from '../../period/period.js';
import { periodName } from '../../period/period-scheme.js';
import type { GroupedColumn, Groups } from '../group/groups.js';
import type { MergedSpellings } from '../group/merge-spellings.js';
import { type PeriodGroups, TOTAL, UNKNOWN } from '../group/period-groups.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import type { RankedPeriodGroups } from '../ranked/ranking.js';
import { amountOf } from '../shares/amount.js';
import { datasetWarnings } from './dataset-warnings.js';

interface RankedGroups extends Groups {
  periods: (PeriodGroups & Pick<RankedPeriodGroups, 'negativeCount'>)[];
}

/** The warnings of an analysis (docs/semantics.md §4), in this order: those about the dataset's rows and names come first. */
export function analysisWarnings(
  schema: DatasetSchema,
  request: ResolvedRequest,
  groups: RankedGroups,
  { total, byPeriod }: Pick<Analysis, 'total' | 'byPeriod'>,
  aboutNames: readonly Warning[],
): Warning[] {
  const warnings = [
    ...datasetWarnings(schema, request),
    ...aboutNames,
    noTimeDimension(schema, request),
    nullValues(request, groups),
    blankEntity(request, groups, total),
    unknownPeriod(request, groups, byPeriod),
    partialPeriods(request, groups),
    negativeValues(request, groups, total),
    nonPositiveTotal(request.value, [total, ...byPeriod]),
    ...groups.columns.map((column) => mergedSpellings(column, groups)),
    unknownEntity(request, groups),
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
  const count = measure.rowCount - (total ? total.rowCount + total.leftOut.rowCount : 0);
  if (value === null || count === 0) return null;
  return {
    code: 'NULL_VALUES',
    message: `${counted(count, 'row has', 'rows have')} no number in ${shown(value.name)} and ${count === 1 ? 'is' : 'are'} left out.`,
    column: value.name,
    count,
  };
}

/** From this share of the total on, rows without an entity change how the measures of the others are to be read. */
const MUCH_UNASSIGNED = 5;

function blankEntity(
  { groupBy, value, parameters: { blanks } }: ResolvedRequest,
  { rows: { blankEntity: count } }: Groups,
  { unassigned: { share } }: PeriodConcentration,
): Warning | null {
  if (count === 0) return null;
  const columns = groupBy.map(({ name }) => shown(name)).join(' and ');
  const rows = `${counted(count, 'row has', 'rows have')} ${value === null ? '' : 'a value but '}nothing in ${columns}`;
  const apart =
    share === null
      ? 'they count for no entity'
      : `${percent(share)} of the total is assigned to no entity${share >= MUCH_UNASSIGNED ? '. Shares are of all rows; HHI, effective entities, Gini and the Lorenz curve are of the rows with an entity' : ''}`;
  return {
    code: 'BLANK_ENTITY',
    message:
      blanks === 'ENTITY' ? `${rows}; together they are the entity ${shown(BLANK_ENTITY)}.` : `${rows}: ${apart}.`,
    column: groupBy.length === 1 ? groupBy[0]!.name : null,
    count,
  };
}

function unknownPeriod(
  { timeColumns }: ResolvedRequest,
  { outside }: Groups,
  byPeriod: readonly PeriodConcentration[],
): Warning | null {
  const listed = byPeriod.find(({ period }) => period === UNKNOWN_PERIOD)?.rowCount ?? 0;
  const count = listed + (outside?.unknownRows ?? 0);
  if (count === 0) return null;
  const columns = timeColumns.map(({ name }) => shown(name)).join(' and ');
  const consequence =
    listed > 0
      ? `counted in the total and in the period ${UNKNOWN_PERIOD}`
      : `not in the periods from "periods.from" to "periods.to", and ${count === 1 ? 'is' : 'are'} left out`;
  return {
    code: 'UNKNOWN_PERIOD',
    message: `${counted(count, 'row has', 'rows have')} no period in ${columns}: ${consequence}.`,
    column: timeColumns[0]?.name ?? null,
    count,
  };
}

function partialPeriods({ timeColumns }: ResolvedRequest, { scheme, span, periods }: Groups): Warning | null {
  const partial = periods.filter(({ isPartial }) => isPartial).map(({ period }) => periodName(scheme!, period));
  if (partial.length === 0 || span === null) return null;
  const [first] = partial;
  const names = partial.length === 1 ? first : `${first} and ${partial.length - 1} more`;
  const compared = periods.some(({ isPartial, previous }) => isPartial && previous !== null);
  const isComparedWith = periods.some(({ previous }) =>
    periods.some(({ period, isPartial }) => isPartial && period === previous),
  );
  return {
    code: 'PARTIAL_PERIODS',
    message: `The file has rows for a part of ${names} only: it has values from ${periodKey(span.first, span.grain)} to ${periodKey(span.last, span.grain)}.${compared || isComparedWith ? ' Changes from or to such a period do not compare like with like.' : ''}`,
    column: timeColumns[0]?.name ?? null,
    count: partial.length,
  };
}

function negativeValues(
  { value, parameters: { periodGrain } }: ResolvedRequest,
  { rows: { negativeValue: count }, periods }: RankedGroups,
  { unassigned }: PeriodConcentration,
): Warning | null {
  if (value === null || count === 0) return null;
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
  const withoutEntity = unassigned.value < 0 ? ', and the rows without an entity add up to less than zero' : '';
  return {
    code: 'NEGATIVE_VALUES',
    message: `${counted(count, 'row has', 'rows have')} a negative number in ${shown(value.name)}; ${sums}${withoutEntity}. Where a sum is negative there is no Gini coefficient, and cumulative shares can pass 100 %.`,
    column: value.name,
    count,
  };
}

function nonPositiveTotal(value: Column | null, listed: readonly PeriodConcentration[]): Warning | null {
  const affected = listed.filter(({ problem }) => problem !== null).map(({ period }) => period);
  if (affected.length === 0) return null;
  const periods = affected.length === 1 ? affected[0] : `${affected[0]} and ${affected.length - 1} more`;
  return {
    code: 'NON_POSITIVE_TOTAL',
    message:
      value === null
        ? `There are no rows in ${periods}: no shares can be computed there.`
        : `The total of ${shown(value.name)} is not above zero in ${periods}: no shares can be computed there.`,
    column: value?.name ?? null,
    count: affected.length,
  };
}

function mergedSpellings({ name, spellings: merged }: GroupedColumn, { measure: { unit } }: Groups): Warning | null {
  if (merged === null) return null;
  const example = (spellings: MergedSpellings['examples'][number]) => {
    const [last, ...others] = spellings
      .slice(0, MAX_SPELLINGS)
      .map(({ spelling, units }) => `${shown(spelling)} (${amount(amountOf(units, unit).value)})`)
      .reverse();
    const more = spellings.length > MAX_SPELLINGS ? ` and ${spellings.length - MAX_SPELLINGS} more` : '';
    return `${others.reverse().join(', ')}${others.length > 0 ? (more ? ', ' : ' and ') : ''}${last}${more}`;
  };
  const examples = merged.examples.map(example).join('; ');
  const message =
    merged.names === 1
      ? `One name in ${shown(name)} is written in ${merged.spellings} ways and counted once: ${examples}.`
      : `${merged.names.toLocaleString('en-US')} names in ${shown(name)} are written in ${merged.spellings.toLocaleString('en-US')} ways and each is counted once, for example ${examples}.`;
  return { code: 'MERGED_SPELLINGS', message, column: name, count: merged.names };
}

/** Spellings shown of one name. */
const MAX_SPELLINGS = 3;

/** Keys listed by name. */
const MAX_UNKNOWN = 5;

function unknownEntity({ groupBy }: ResolvedRequest, { selection }: Groups): Warning | null {
  const unknown = selection?.unknown ?? [];
  if (unknown.length === 0) return null;
  const nameOf = ({ parts }: EntityKey) =>
    parts.map((part) => (part === null ? BLANK_ENTITY : shown(part))).join(' · ');
  const named = unknown.slice(0, MAX_UNKNOWN).map(({ list, key, nearest }) => {
    const meant = nearest === null ? '' : `, the nearest is ${nameOf(nearest)}`;
    return `${nameOf(key)} in "${list}"${meant}`;
  });
  const more = unknown.length > MAX_UNKNOWN ? ` and ${unknown.length - MAX_UNKNOWN} more` : '';
  return {
    code: 'ENTITY_NOT_FOUND',
    message: `${counted(unknown.length, 'entity was', 'entities were')} not found in the analysed rows: ${named.join('; ')}${more}.`,
    column: groupBy.length === 1 ? groupBy[0]!.name : null,
    count: unknown.length,
  };
}

function periodGaps({ timeColumns }: ResolvedRequest, { scheme, periods }: Groups): Warning | null {
  if (scheme === null) return null;
  const known = periods.map(({ period }) => period).filter((period) => period < UNKNOWN);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  const count = last - first + 1 - known.length;
  if (count === 0) return null;
  const missing = known.find((period, index) => known[index + 1] !== period + 1)! + 1;
  const key = (period: number) => periodName(scheme, period);
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

function percent(share: number): string {
  return `${share.toLocaleString('en-US', { maximumFractionDigits: 1 })} %`;
}

function amount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
}

const SHOWN_CHARACTERS = 80;

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text);
}
