import type { Analysis, AnalysisParameters } from '../../model/analysis.js';
import type { ComparisonCaveat, ComparisonCaveatCode } from '../../model/comparison.js';
import { filterText } from '../../model/row-filter.js';
import { type Column, headerOf } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { periodsText } from '../../period/period-words.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { positionShift } from './period-pairs.js';

/** One side: its analysis, and the columns that it reads. */
export interface ComparedAnalysis {
  analysis: Analysis;
  request: ResolvedRequest;
  /** Of each column of `groupBy`, whether names are matched in any spelling. */
  areFolded: readonly boolean[];
}

const CURRENCY_SIGN = /\p{Sc}/gu;
const CODE = /(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])/g;
/** Codes that headers in capitals have as words. */
const WORDS: ReadonlySet<string> = new Set(['ALL', 'TOP', 'TRY', 'CUP', 'PEN']);
const CURRENCY_CODES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** What differs on the other side, in words: `version 1; rows where region is APAC`. */
export function comparisonText(here: ComparedAnalysis, there: ComparedAnalysis): string {
  const [ours, theirs] = [here.analysis, there.analysis];
  const [now, other] = [ours.parameters, theirs.parameters];
  const texts: string[] = [];
  if (theirs.datasetId !== ours.datasetId) {
    texts.push(`${shortened(theirs.source.fileName)} (version ${theirs.datasetVersion})`);
  } else if (theirs.datasetVersion !== ours.datasetVersion) {
    texts.push(`version ${theirs.datasetVersion}`);
  }
  if (now.groupBy.join() !== other.groupBy.join()) {
    texts.push(`by ${shortened(theirs.source.groupByHeader)} instead of ${shortened(ours.source.groupByHeader)}`);
  }
  const [what, otherWhat] = [ours.source.valueHeader, theirs.source.valueHeader];
  if (now.value !== other.value && what !== null && otherWhat !== null) {
    texts.push(`${shortened(otherWhat)} instead of ${shortened(what)}`);
  }
  if (JSON.stringify(now.where) !== JSON.stringify(other.where)) {
    texts.push(other.where === undefined ? 'all rows' : `rows where ${filterText(other.where)}`);
  }
  const periods = periodsOf(other);
  if (periods !== periodsOf(now)) texts.push(periods);
  return texts.length === 0 ? 'the same question' : texts.join('; ');
}

function periodsOf({ periodGrain, periods }: AnalysisParameters): string {
  return periodsText(periodGrain, periods);
}

/** Why differences may mean something else than a change. */
export function comparisonCaveats(here: ComparedAnalysis, there: ComparedAnalysis): ComparisonCaveat[] {
  const found: ComparisonCaveat[] = [];
  const add = (code: ComparisonCaveatCode, message: string) => found.push({ code, message });
  const { datasetId, parameters } = here.analysis;
  if (datasetId === there.analysis.datasetId && parameters.hash === there.analysis.parameters.hash) {
    add(
      'SAME_QUESTION',
      'Both sides are the same analysis, so nothing differs. Give "compareWith" another dataset, version, filter or range of periods.',
    );
  }
  addValueCaveats(here.request.value, there.request.value, add);
  const [entities, otherEntities] = [headers(here.request.groupBy), headers(there.request.groupBy)];
  if (here.request.groupBy.some(({ name }, index) => name !== there.request.groupBy[index]!.name)) {
    add(
      'ENTITIES_DIFFER',
      `The entities of this side are those of ${entities}, of the other those of ${otherEntities}.`,
    );
  }
  if (here.areFolded.some((isFolded, index) => isFolded !== there.areFolded[index])) {
    add(
      'MATCHING_DIFFERS',
      'One side matches names exactly, because its column is an identifier or holds codes, the other in any spelling. Only names that are written the same on both sides are found on both.',
    );
  }
  addPeriodCaveats(here.analysis, there.analysis, add);
  return found;
}

type Add = (code: ComparisonCaveatCode, message: string) => void;

function addValueCaveats(value: Column | null, other: Column | null, add: Add): void {
  // Both sides count rows.
  if (value === null || other === null) return;
  const [ours, theirs] = [shortened(headerOf(value)), shortened(headerOf(other))];
  if (value.name !== other.name) {
    add('VALUE_DIFFERS', `This side adds up ${ours}, the other ${theirs}. Check that they measure the same.`);
  }
  if ((value.representation === 'PERCENT') !== (other.representation === 'PERCENT')) {
    const [isPercent, isNot] = value.representation === 'PERCENT' ? [ours, theirs] : [theirs, ours];
    add('UNIT_DIFFERS', `${isPercent} of one side is in percent, ${isNot} of the other is not. Compare neither.`);
  }
  const [currencies, others] = [currenciesOf(value), currenciesOf(other)];
  const isShared = currencies.some((each) => others.some((another) => isSameCurrency(each, another)));
  if (currencies.length > 0 && others.length > 0 && !isShared) {
    add(
      'CURRENCY_DIFFERS',
      `The values of this side are in ${currencies.join(', ')}, those of the other in ${others.join(', ')}. Compare shares, not amounts.`,
    );
  }
}

/** Codes of the currencies that the header and the cells name, else their signs, which several currencies may share. */
function currenciesOf(column: Column): string[] {
  const examples = column.coercions.flatMap(({ kind, example }) =>
    kind === 'CURRENCY_REMOVED' ? [example ?? ''] : [],
  );
  const text = [column.originalName, ...examples].join(' ');
  const codes = (text.match(CODE) ?? []).filter((code) => CURRENCY_CODES.has(code) && !WORDS.has(code));
  return [...new Set(codes.length > 0 ? codes : (text.match(CURRENCY_SIGN) ?? []))].sort();
}

/** A code and a sign may be the same currency: USD and $. */
function isSameCurrency(one: string, other: string): boolean {
  if (one === other) return true;
  if (one.length === other.length) return false;
  const [code, sign] = one.length > other.length ? [one, other] : [other, one];
  return signOf(code) === sign;
}

function signOf(currency: string): string | undefined {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  return format.formatToParts(0).find(({ type }) => type === 'currency')?.value;
}

function addPeriodCaveats(here: Analysis, there: Analysis, add: Add): void {
  const [now, other] = [here.parameters, there.parameters];
  if (now.periodGrain !== other.periodGrain) {
    add(
      'PERIODS_DIFFER',
      `This side is ${periodsOf(now)}, the other ${periodsOf(other)}, because its dataset has no such periods. Only the totals are compared.`,
    );
    return;
  }
  const [count, otherCount] = [here, there].map(({ byPeriod }) => byPeriod.length);
  // Of two ranges of equal length, periods without rows are no difference.
  if (positionShift(now, other) !== null) return;
  if (periodsOf(now) !== periodsOf(other) && count !== otherCount) {
    add('PERIODS_DIFFER', `This side has ${count} periods, the other ${otherCount}. Compare shares, not amounts.`);
  }
}

function headers(columns: readonly Column[]): string {
  return columns.map((column) => shortened(headerOf(column))).join(', ');
}
