import { type Column, type DatasetSchema, labelOf, type PeriodGrain } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { isSummable } from '../parameters/request-columns.js';
import {
  AMOUNT,
  BALANCE,
  CODE,
  COUNT,
  COUNTERPARTY,
  hasAny,
  headerWords,
  KIND,
  NAME,
  NOT_ADDITIVE,
  OWED,
  PART,
  PLACE,
  PRICE,
  PROSE,
  THING,
  WORTH,
} from './column-words.js';

/** Columns worth analysing together; `reason` is a sentence. */
export interface AnalysisSuggestion {
  groupBy: string[];
  value: string;
  periodGrain: PeriodGrain;
  reason: string;
}

const MAX_SUGGESTIONS = 10;
/** Fewer entities than this are one; so few as the second are soon read as they are. */
const MIN_ENTITIES = 2;
const FEW_ENTITIES = 5;
const SOME_ENTITIES = 10;
/** Rows from which a column with hardly a repetition is taken for one of names of rows. */
const MIN_TELLING_ROWS = 20;
const NEARLY_UNIQUE = 0.9;
/** Longer than names are. */
const PROSE_CHARACTERS = 60;

/** Pairs of a column to group by and one to sum, best first; at most 10. */
export function suggestAnalyses(schema: DatasetSchema): AnalysisSuggestion[] {
  const isWhen = new Set(schema.timeColumns);
  const keys = ranked(
    schema.columns.filter(({ name }) => !isWhen.has(name)),
    (column) => keyScore(column, schema.rowCount),
  );
  const values = ranked(onceARow(schema).filter(isSummable), valueScore);
  return keys
    .flatMap((key) =>
      values
        .filter((value) => value.column.block === key.column.block)
        .map((value) => ({ key, value, score: key.score + value.score })),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ key, value }) => ({
      groupBy: [key.column.name],
      value: value.column.name,
      periodGrain: schema.periodGrain,
      reason: reason(key.column, value.column, schema.periodGrain),
    }));
}

/** Of a wide table that became long the last column: numbers of the others stand in each of the rows made of one. */
function onceARow({ columns, warnings }: DatasetSchema): readonly Column[] {
  return warnings.some(({ code }) => code === 'UNPIVOTED') ? columns.slice(-1) : columns;
}

interface Ranked {
  column: Column;
  score: number;
}

function ranked(columns: readonly Column[], score: (column: Column) => number | null): Ranked[] {
  return columns.flatMap((column) => {
    const points = score(column);
    return points === null ? [] : [{ column, score: points }];
  });
}

/**
 * How likely an analyst groups by the column; null for a column that distinguishes no entities. The words of the
 * header weigh most: a customer before a product, that before a country, those before kinds of anything.
 */
function keyScore(column: Column, rowCount: number): number | null {
  const { role, cardinality, nullRate, samples } = column;
  const isKey = role === 'CATEGORICAL' || role === 'TEXT' || role === 'IDENTIFIER';
  if (!isKey || cardinality < MIN_ENTITIES) return null;
  const isNearlyUnique = rowCount >= MIN_TELLING_ROWS && cardinality > NEARLY_UNIQUE * rowCount;
  if (isNearlyUnique && role !== 'CATEGORICAL') return null;
  // One long name among short ones is a name.
  const isProse =
    samples.filter((sample) => sample.length > PROSE_CHARACTERS).length * 2 > samples.length ||
    samples.some((sample) => sample.startsWith('http'));
  return (
    whoScore(headerWords(column)) -
    (role === 'CATEGORICAL' ? 0 : 5) -
    (cardinality < FEW_ENTITIES ? 4 : cardinality < SOME_ENTITIES ? 1 : 0) -
    (isNearlyUnique ? 2 : 0) -
    (isProse ? 6 : 0) -
    6 * nullRate
  );
}

function whoScore(header: readonly string[]): number {
  // Of "customer type" the second word is what is listed.
  if (hasAny(header, PROSE)) return -6;
  if (hasAny(header, KIND)) return hasAny(header, THING) ? 3 : 2;
  if (hasAny(header, COUNTERPARTY)) return 10;
  if (hasAny(header, THING)) return 6;
  if (hasAny(header, PLACE) || hasAny(header, NAME)) return 5;
  return 0;
}

/** A bar between two sides of a ledger, not between what is divided. */
const EITHER_OR = /\b(?:soll\/haben|debit\/credit|debe\/haber|dr\/cr|profit\/loss|gain\/loss|brutto\/netto)\b/i;

/** Whether a header divides two measures: "Sales / Employee", but not "Montant / Amount", which says one thing twice. */
function isQuotient(originalName: string): boolean {
  const sides = originalName.replace(EITHER_OR, '').split('/');
  if (sides.length < 2) return false;
  const worths = sides.map((side) => worthScore(headerWords({ originalName: side })));
  // The same kind of amount in two languages.
  return worths[0] === 0 || worths.some((worth) => worth !== worths[0]);
}

/** How likely an analyst sums the column; null for one that has no sum: rates, parts of a date, numbers that are names. */
function valueScore(column: Column): number | null {
  const { name, representation, cardinality, nullRate, originalName } = column;
  const header = headerWords(column);
  const isRatio =
    representation === 'PERCENT' ||
    isQuotient(originalName) ||
    originalName.includes('%') ||
    hasAny(header, NOT_ADDITIVE);
  if (isRatio || isUnitPrice(header) || cardinality < MIN_ENTITIES) return null;
  const isMoney = representation === 'CURRENCY';
  const worth = worthScore(header);
  if (hasAny(header, CODE) && worth === 0 && !isMoney) return null;
  return (
    worth +
    (isMoney ? 4 : 0) -
    // The second of two columns of that name, or one without any.
    (/_\d+$/.test(name) ? 1 : 0) -
    6 * nullRate
  );
}

/** Weighs more than who: another column of money is less of a change than numbers of pieces. */
function worthScore(header: readonly string[]): number {
  if (hasAny(header, BALANCE)) return hasAny(header, OWED) ? 7 : -1;
  if (hasAny(header, PART)) return 5;
  if (hasAny(header, AMOUNT)) return 9;
  if (hasAny(header, WORTH)) return header.length > 1 && header.includes('total') ? 8 : 7;
  if (hasAny(header, COUNT)) return 3;
  return 0;
}

/** Of all pieces. */
const EXTENDED = new Set(['total', 'extended', 'ext']);

function isUnitPrice(header: readonly string[]): boolean {
  return header.some((word) => PRICE.has(word)) && !header.some((word) => EXTENDED.has(word));
}

const PERIOD_NAMES = {
  DATE: ', by day',
  YEAR_MONTH: ', by month',
  YEAR_QUARTER: ', by quarter',
  YEAR: ', by year',
  NONE: '',
} satisfies Record<PeriodGrain, string>;

/** `Customer: how many of 25 make up most of Amount (€), by month?` Headers are of any language, so they stay as they are. */
function reason(key: Column, value: Column, grain: PeriodGrain): string {
  const count = key.cardinality.toLocaleString('en-US');
  return `${shortened(labelOf(key))}: how many of ${count} make up most of ${shortened(labelOf(value))}${PERIOD_NAMES[grain]}?`;
}
