import type { DuckDBConnection } from '@duckdb/node-api';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import type { Examined, Overview } from './column-cells.js';
import { firstRow, numbersOf } from './first-row.js';
import {
  currencyCode,
  currencySql,
  isNumberSql,
  isPlainNumberSql,
  isWordySql,
  numberFeatures,
  plainTextSql,
} from './numbers.js';

export interface NumberColumn {
  kind: 'NUMBER';
  mark: DecimalMark;
  /** Every cell is digits, a minus and a point: casts need no care. */
  allPlain: boolean;
  /** Every cell that is no null marker is a number. */
  allParse: boolean;
  /** A bare number of the column is a percentage too: the header says percent and some cell has the sign. */
  allPercent: boolean;
  /** Some cell has letters or spaces in it (numbers.ts). */
  wordy: boolean;
  /** The most digits on either side of the decimal mark, after scaling; closing zeros of a fraction do not count. */
  integerDigits: number;
  fractionDigits: number;
  /** Cells that begin with a zero that a number would lose: `026`. */
  leadingZeros: number;
  features: Record<NumberFeature | 'currency', Feature>;
  /** ISO codes, most frequent first. */
  currencies: string[];
  /** Cells that can only be read with the one mark or the other. */
  proof: { point: number; comma: number };
}

/** Up to this many digits a value fits an 8-byte integer. */
export const NARROW_DIGITS = 18;

export type NumberFeature = keyof typeof numberFeatures;

export interface Feature {
  count: number;
  example: string | null;
}

export async function examineNumbers(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<NumberColumn>> {
  const plainDigits = await digitsOfPlain(connection, table, column);
  if (column.plainNumbers === column.filled && options.decimalMark !== 'COMMA') {
    const form = { mark: 'POINT', allPlain: true, allParse: true, allPercent: false, wordy: false } as const;
    const rest = { features: NOTHING, currencies: [], proof: { point: 0, comma: 0 } };
    return { parsed: column.filled, reading: { kind: 'NUMBER', ...form, ...plainDigits, ...rest } };
  }
  const cells = `${column.raw}_numbers`;
  const { mark, proof, parsed } = await decideMark(connection, table, column, cells, options.decimalMark);
  const described = await describeRemovals(connection, cells, mark);
  const allPercent = column.meaning.percent && described.features.percent.count > 0;
  const allParse = parsed === column.filled - column.valueMarkers;
  const form = { mark, allPlain: false, allParse, allPercent, wordy: described.wordy };
  const scaled = described.wordy || allPercent || described.features.percent.count > 0;
  const digits = await digitsOf(connection, cells, form, scaled);
  if (mark === 'POINT') {
    // The plain cells are not among the collected ones.
    digits.integerDigits = Math.max(digits.integerDigits, plainDigits.integerDigits);
    digits.fractionDigits = Math.max(digits.fractionDigits, plainDigits.fractionDigits + (allPercent ? 2 : 0));
    digits.leadingZeros += plainDigits.leadingZeros;
  }
  await connection.run(`DROP TABLE ${cells}`);
  return { parsed, reading: { kind: 'NUMBER', ...form, ...digits, ...described, proof } };
}

/**
 * The decimal mark by the cells that prove it: those that read as a number under one mark only. Where none does, or as
 * many prove either, the point (SEMANTICS.md §2). Leaves the table `cells` with the numbers that need care: under a
 * point those that are not plain, under a comma all.
 */
async function decideMark(
  connection: DuckDBConnection,
  table: string,
  { raw, cell, plainNumbers }: Overview,
  cells: string,
  option: DecimalMark | undefined,
): Promise<{ mark: DecimalMark; proof: { point: number; comma: number }; parsed: number }> {
  const collect = (where: string, point: string, comma: string) =>
    connection.run(
      `CREATE OR REPLACE TEMP TABLE ${cells} AS SELECT cell, ${point} AS point, ${comma} AS comma
       FROM (SELECT ${cell} AS cell FROM ${table} WHERE ${where}) WHERE cell IS NOT NULL`,
    );
  const isPoint = isNumberSql('cell', 'POINT');
  const isComma = isNumberSql('cell', 'COMMA');
  if (option !== 'COMMA') {
    // Plain cells read as numbers under a point, and the comma is tried only where the point fails.
    await collect(`NOT ${isPlainNumberSql(raw)}`, isPoint, `CASE WHEN NOT ${isPoint} THEN ${isComma} ELSE false END`);
    const [point, commaOnly] = await numbersOf(
      connection,
      `SELECT count(*) FILTER (point), count(*) FILTER (comma) FROM ${cells}`,
    );
    if (commaOnly === 0 || option === 'POINT') {
      await connection.run(`DELETE FROM ${cells} WHERE NOT point`);
      return { mark: 'POINT', proof: { point: point!, comma: commaOnly! }, parsed: plainNumbers + point! };
    }
  }
  await collect('true', isPoint, isComma);
  const [point, comma, pointOnly, commaOnly] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (point), count(*) FILTER (comma), count(*) FILTER (point AND NOT comma),
            count(*) FILTER (comma AND NOT point) FROM ${cells}`,
  );
  const proof = { point: pointOnly!, comma: commaOnly! };
  const mark = option ?? (proof.comma > proof.point ? 'COMMA' : 'POINT');
  const needsCare = mark === 'COMMA' ? 'comma' : `point AND NOT ${isPlainNumberSql('cell')}`;
  await connection.run(`DELETE FROM ${cells} WHERE NOT (${needsCare})`);
  return { mark, proof, parsed: mark === 'COMMA' ? comma! : point! };
}

type Digits = Pick<NumberColumn, 'integerDigits' | 'fractionDigits' | 'leadingZeros'>;

async function digitsOfPlain(connection: DuckDBConnection, table: string, column: Overview): Promise<Digits> {
  const { raw, plainNumbers, filled } = column;
  const where = plainNumbers === filled ? `${raw} <> ''` : isPlainNumberSql(raw);
  const point = `strpos(${raw}, '.')`;
  const significant = `CASE WHEN suffix(${raw}, '0') THEN strlen(rtrim(${raw}, '0')) ELSE strlen(${raw}) END`;
  const [integerDigits, fractionDigits, leadingZeros] = await numbersOf(
    connection,
    `SELECT coalesce(max(CASE WHEN ${point} > 0 THEN ${point} - 1 ELSE strlen(${raw}) END), 0),
            coalesce(max(CASE WHEN ${point} > 0 THEN ${significant} - ${point} ELSE 0 END), 0),
            count(*) FILTER (starts_with(${raw}, '0') AND strlen(${raw}) > 1 AND ${raw}[2] <> '.')
     FROM ${table} WHERE ${where}`,
  );
  return { integerDigits: integerDigits!, fractionDigits: fractionDigits!, leadingZeros: leadingZeros! };
}

async function digitsOf(
  connection: DuckDBConnection,
  cells: string,
  form: Pick<NumberColumn, 'mark' | 'allPercent' | 'wordy'>,
  scaled: boolean,
): Promise<Digits> {
  const point = form.mark === 'POINT' ? '.' : ',';
  const [length, fraction, zeros] = await numbersOf(
    connection,
    `SELECT coalesce(max(strlen(cell)), 0), coalesce(max(strlen(regexp_extract(cell, '[${point}]([0-9]*[1-9])', 1))), 0),
            count(*) FILTER (starts_with(cell, '0') AND regexp_full_match(cell, '0[0-9]+')) FROM ${cells}`,
  );
  // A cell has no more digits than characters: that is exact enough where it fits the narrow type.
  if (!scaled && length! + fraction! <= NARROW_DIGITS) {
    return { integerDigits: length!, fractionDigits: fraction!, leadingZeros: zeros! };
  }
  const [integerDigits, fractionDigits] = await numbersOf(
    connection,
    `SELECT coalesce(max(greatest(CASE WHEN point > 0 THEN point - 1 ELSE strlen(mantissa) END + exponent, 1)), 0),
            coalesce(max(CASE WHEN point > 0 THEN greatest(strlen(rtrim(mantissa, '0')) - point - exponent, 0)
                              ELSE greatest(-exponent, 0) END), 0)
     FROM (SELECT mantissa, exponent, strpos(mantissa, '.') AS point
           FROM (SELECT CASE WHEN e > 0 THEN text[:e - 1] ELSE text END AS mantissa,
                        CASE WHEN e > 0 THEN text[e + 1:]::INTEGER ELSE 0 END AS exponent
                 FROM (SELECT text, strpos(lower(text), 'e') AS e
                       FROM (SELECT ${plainTextSql('cell', form)} AS text FROM ${cells}))))`,
  );
  return { integerDigits: integerDigits!, fractionDigits: fractionDigits!, leadingZeros: zeros! };
}

const NOTHING: NumberColumn['features'] = {
  currency: { count: 0, example: null },
  thousands: { count: 0, example: null },
  parentheses: { count: 0, example: null },
  scale: { count: 0, example: null },
  percent: { count: 0, example: null },
  decimalComma: { count: 0, example: null },
};
async function describeRemovals(
  connection: DuckDBConnection,
  cells: string,
  mark: DecimalMark,
): Promise<Pick<NumberColumn, 'features' | 'currencies' | 'wordy'>> {
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const counts = names.map((name) => {
    const present = numberFeatures[name]('cell', mark);
    return `count(*) FILTER (${present}), min(cell) FILTER (${present})`;
  });
  const row = await firstRow(
    connection,
    `SELECT ${counts.join(', ')}, count(*) FILTER (${isWordySql('cell')}) FROM ${cells}`,
  );
  const features = { ...NOTHING };
  for (const [at, name] of names.entries()) {
    features[name] = { count: Number(row[at * 2]), example: row[at * 2 + 1] as string | null };
  }
  const wordy = Number(row.at(-1)) > 0;
  const { currency, currencies } = await currenciesOf(connection, cells, wordy);
  return { features: { ...features, currency }, currencies, wordy };
}

async function currenciesOf(
  connection: DuckDBConnection,
  cells: string,
  wordy: boolean,
): Promise<{ currency: Feature; currencies: string[] }> {
  const found = await connection.runAndReadAll(
    `SELECT sign, count(*)::DOUBLE, min(cell) FROM (SELECT cell, ${currencySql('cell', wordy)} AS sign FROM ${cells})
     WHERE sign <> '' GROUP BY sign`,
  );
  const counts = new Map<string, number>();
  const currency: Feature = { count: 0, example: null };
  for (const [sign, count, example] of found.getRows() as [string, number, string][]) {
    const code = currencyCode(sign);
    counts.set(code, (counts.get(code) ?? 0) + count);
    currency.count += count;
    if (currency.example === null || example < currency.example) currency.example = example;
  }
  const currencies = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code);
  return { currency, currencies };
}
