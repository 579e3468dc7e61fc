import type { Column, DatasetSchema, PeriodGrain } from '../model/schema.js';
import { isSummable } from './parameters.js';

/** Two columns worth analysing together; `reason` is a sentence. */
export interface AnalysisSuggestion {
  groupBy: string;
  value: string;
  periodGrain: PeriodGrain;
  reason: string;
}

const MAX_SUGGESTIONS = 10;
/** Fewer entities than this are soon read as they are; more than one for two rows hardly repeat. */
const MIN_ENTITIES = 2;
const GOOD_ENTITIES = 5;

const AMOUNT =
  /(^|_)(amount|sales|revenue|spend|spending|value|total|turnover|profit|budget|cost|price|net|gross|payment|paid|invoice|gdp|exports?|market_cap|montant|betrag|umsatz|importe|valor|importo)(_|$)/;
const RATE =
  /(^|_)(rate|ratio|pct|percent|percentage|share|margin|yield|average|avg|mean|median|index|score|rank|rating|lat|latitude|lon|lng|longitude|taux|quote)(_|$)/;
const ACTOR =
  /(^|_)(customer|client|supplier|vendor|company|account|product|item|brand|seller|buyer|payee|beneficiary|country|entity|manufacturer|name|fournisseur|beneficiaire|kunde|lieferant|cliente|proveedor)(_|$)/;

/** Pairs of a column to group by and one to sum, best first; at most 10. */
export function suggestAnalyses(schema: DatasetSchema): AnalysisSuggestion[] {
  const isWhen = new Set(schema.timeColumns);
  const keys = ranked(
    schema.columns.filter(({ name }) => !isWhen.has(name)),
    (column) => keyScore(column, schema.rowCount),
  );
  const values = ranked(schema.columns.filter(isSummable), valueScore);
  return keys
    .flatMap((key) => values.map((value) => ({ key, value, score: key.score + value.score })))
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ key, value }) => ({
      groupBy: key.column.name,
      value: value.column.name,
      periodGrain: schema.periodGrain,
      reason: reason(key.column, value.column, schema.periodGrain),
    }));
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

/** Null for a column that tells nobody apart, or everybody. */
function keyScore({ name, role, cardinality, nullRate }: Column, rowCount: number): number | null {
  const isKey = role === 'CATEGORICAL' || role === 'TEXT' || role === 'IDENTIFIER';
  if (!isKey || cardinality < MIN_ENTITIES) return null;
  const repeats = rowCount > cardinality ? 1 : 0;
  if (role !== 'CATEGORICAL' && repeats === 0) return null;
  return (
    (role === 'CATEGORICAL' ? 4 : 0) +
    (ACTOR.test(name) ? 3 : 0) +
    (cardinality >= GOOD_ENTITIES ? 2 : 0) +
    (cardinality <= rowCount / 2 ? 1 : 0) +
    repeats -
    2 * nullRate
  );
}

/** Null for rates and percentages: their sum means nothing. */
function valueScore({ name, representation, nullRate, min }: Column): number | null {
  if (representation === 'PERCENT' || RATE.test(name)) return null;
  return (
    (representation === 'CURRENCY' ? 4 : 0) +
    (AMOUNT.test(name) ? 3 : 0) -
    2 * nullRate -
    (min?.startsWith('-') ? 1 : 0)
  );
}

const EVERY = {
  DATE: ', day by day',
  YEAR_MONTH: ', month by month',
  YEAR_QUARTER: ', quarter by quarter',
  YEAR: ', year by year',
  NONE: '',
} satisfies Record<PeriodGrain, string>;

function reason(key: Column, value: Column, grain: PeriodGrain): string {
  const money = value.representation === 'CURRENCY' ? 'an amount of money' : 'a number that can be added up';
  const entities = `${key.cardinality.toLocaleString('en-US')} different ${JSON.stringify(key.name)}`;
  return `How few of ${entities} make up most of ${JSON.stringify(value.name)}, ${money}${EVERY[grain]}.`;
}
