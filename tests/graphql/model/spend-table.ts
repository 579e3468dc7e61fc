import { approximately, type OracleRow, oracle, rational } from '../../support/oracle.js';

/** A row of the files the model knows; amounts in cents, null where a cell is blank. */
export interface Spend {
  region: string;
  who: string | null;
  cents: number | null;
  /** Two numbers from 1 to 12, of which an option says which is the month, and a year. */
  paid: readonly [number, number, number] | null;
}

export type Grain = 'DATE' | 'YEAR_MONTH' | 'YEAR_QUARTER' | 'YEAR' | 'NONE';
export type GroupBy = 'region' | 'who';
export type DateOrder = 'MDY' | 'DMY';

/** Every date of it is ambiguous; its last row is whole, so that no row is taken for a total. */
export function fileOf(rows: readonly Spend[]): string {
  const lines = rows.map(({ region, who, cents, paid }) =>
    [region, quoted(who ?? ''), cents === null ? '' : decimal(cents), paid?.map(twoDigits).join('/') ?? ''].join(';'),
  );
  return `region;who;amount;paid on\n${lines.join('\n')}\n`;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
const quoted = (text: string) => (/[";\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const decimal = (cents: number) =>
  `${cents < 0 ? '-' : ''}${Math.floor(Math.abs(cents) / 100)}.${twoDigits(Math.abs(cents) % 100)}`;

function periodOf({ paid }: Spend, grain: Grain, order: DateOrder): string {
  if (paid === null) return 'UNKNOWN';
  const [first, second, year] = paid;
  const [month, day] = order === 'MDY' ? [first, second] : [second, first];
  if (grain === 'DATE') return `${year}-${twoDigits(month)}-${twoDigits(day)}`;
  if (grain === 'YEAR_MONTH') return `${year}-M${twoDigits(month)}`;
  return grain === 'YEAR' ? String(year) : `${year}-Q${Math.ceil(month / 3)}`;
}

export interface Request {
  groupBy: GroupBy;
  grain: Grain;
  thresholds: readonly number[];
  topN: readonly number[];
}

/** What docs/semantics.md §4 says of these rows, with BigInt fractions: numbers to some 17 digits. */
export function expectedAnalysis(rows: readonly Spend[], order: DateOrder, request: Request) {
  const { groupBy, grain } = request;
  const byPeriod = new Map<string, Spend[]>();
  if (grain !== 'NONE') {
    for (const row of rows) {
      if (row.cents === null) continue;
      const period = periodOf(row, grain, order);
      byPeriod.set(period, [...(byPeriod.get(period) ?? []), row]);
    }
  }
  // All keys of one grain are as long as each other, and UNKNOWN comes after digits.
  const periods = [...byPeriod].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    total: { period: 'TOTAL', ...measures(rows, request), change: null },
    byPeriod: periods.map(([period, of], index) => ({
      period,
      ...measures(of, request),
      change: index === 0 || period === 'UNKNOWN' ? null : changeFrom(periods[index - 1]!, of, groupBy),
    })),
  };
}

const asRow = ({ region, who, cents }: Spend, groupBy: GroupBy): OracleRow => ({
  ...{ period: null, entity: groupBy === 'who' ? who : region, value: cents === null ? null : decimal(cents) },
});

function measures(rows: readonly Spend[], { groupBy, thresholds, topN }: Request) {
  const told = oracle(rows.map((row) => asRow(row, groupBy)));
  const total = approximately(told.total);
  const values = told.entities.map(({ value }) => approximately(value));
  const isPositive = total > 0;
  const bucket = (count: number) => {
    const value = sumOf(values.slice(0, count));
    return { count, value, valueExact: exact(value), share: (100 * value) / total };
  };
  const classes = (ends: number[]) =>
    ends.map((end, index) => {
      const value = sumOf(values.slice(ends[index - 1] ?? 0, end));
      const count = end - (ends[index - 1] ?? 0);
      const share = (100 * value) / total;
      return { name: 'ABC'[index], upTo: [80, 95, null][index], count, value, valueExact: exact(value), share };
    });
  const hhi = isPositive ? approximately(told.hhi()) : null;
  return {
    ...{ rowCount: told.rowCount, entityCount: values.length, total, totalExact: exact(total), hhi },
    gini: isPositive && values.every((value) => value >= 0) ? approximately(told.gini()) : null,
    effectiveEntities: hhi && 10_000 / hhi,
    thresholds: isPositive
      ? thresholds.map((threshold) => ({
          threshold,
          within: bucket(told.within(String(threshold))),
          reaching: bucket(told.reaching(String(threshold))),
          topPercent: bucket(told.topPercent(String(threshold))),
        }))
      : [],
    top: isPositive ? topN.map((n) => ({ n, ...bucket(Math.min(n, values.length)) })) : [],
    limits: [],
    classes: isPositive ? classes([told.reaching('80'), told.reaching('95'), values.length]) : [],
    head: told.entities.slice(0, 50).map(({ name: entity }, index) => ({
      ...{ rank: index + 1, entity, value: values[index]!, valueExact: exact(values[index]!) },
      share: isPositive ? (100 * values[index]!) / total : null,
      cumulativeShare: isPositive ? bucket(index + 1).share : null,
    })),
    problem: isPositive ? null : { code: 'NON_POSITIVE_TOTAL' },
  };
}

function changeFrom([previous, before]: [string, Spend[]], now: Spend[], groupBy: GroupBy) {
  const [then, today] = [before, now].map((rows) => oracle(rows.map((row) => asRow(row, groupBy))));
  const only = (these: typeof then, others: typeof then) =>
    these!.entities.filter(({ name }) => others!.entities.every((other) => other.name !== name));
  const [entered, left] = [only(today, then), only(then, today)];
  const named = (entities: typeof entered) =>
    entities.slice(0, 20).map(({ name: entity, value }) => {
      const amount = approximately(value);
      return { entity, value: amount, valueExact: exact(amount) };
    });
  const [was, is] = [approximately(then!.total), approximately(today!.total)];
  const difference = sumOf([is, -was]);
  const enteredValue = sumOf(named(entered).map(({ value }) => value));
  const leftValue = sumOf(named(left).map(({ value }) => value));
  return {
    previous,
    total: difference,
    totalExact: exact(difference),
    totalPercent: was > 0 ? (100 * difference) / was : null,
    hhi: was > 0 && is > 0 ? approximately(today!.hhi()) - approximately(then!.hhi()) : null,
    ...{ entered: entered.length, left: left.length },
    enteredValue,
    enteredValueExact: exact(enteredValue),
    leftValue,
    leftValueExact: exact(leftValue),
    ...{ enteredEntities: named(entered), leftEntities: named(left) },
  };
}

/** Of amounts with cents, exactly. */
function sumOf(values: readonly number[]): number {
  const cents = values.reduce((sum, value) => sum + Math.round(value * 100), 0);
  return approximately(rational(decimal(cents)));
}

/** An amount with cents as a decimal without zeros at its end. */
function exact(value: number): string {
  return String(Math.round(value * 100) / 100);
}
