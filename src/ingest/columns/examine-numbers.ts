import type { DuckDBConnection } from '@duckdb/node-api';
import type { DecimalMark, NormalizationOptions } from '../../model/dataset.js';
import { isNullMarkerSql } from './cell.js';
import type { Examined, Overview } from './column-cells.js';
import { firstRow, numbersOf } from './first-row.js';
import { currencyCode, currencySql, isNumberSql, isPlainNumberSql, numberFeatures, plainTextSql } from './numbers.js';

export interface NumberColumn {
  kind: 'NUMBER';
  mark: DecimalMark;
  /** Every cell is digits, a minus and a point: casts need no care. */
  allPlain: boolean;
  /** A bare number of the column is a percentage too: the header says percent and some cell has the sign. */
  allPercent: boolean;
  /** The most digits on either side of the decimal mark, after scaling; closing zeros of a fraction do not count. */
  integerDigits: number;
  fractionDigits: number;
  /** Cells that begin with a zero that a number would lose: `026`. */
  leadingZeros: number;
  features: Record<NumberFeature, { count: number; example: string | null }>;
  /** ISO codes, most frequent first. */
  currencies: string[];
  /** Cells that can only be read with the one mark or the other. */
  proof: { point: number; comma: number };
}

export type NumberFeature = keyof typeof numberFeatures;

export async function examineNumbers(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<NumberColumn>> {
  const allPlain = column.plainNumbers === column.filled && options.decimalMark !== 'COMMA';
  const { mark, proof, parsed } = allPlain
    ? { mark: 'POINT' as const, proof: { point: 0, comma: 0 }, parsed: column.filled }
    : await decideMark(connection, table, column, options.decimalMark);
  const described = allPlain ? NOTHING_REMOVED : await describeRemovals(connection, table, column, mark);
  const allPercent = column.meaning.percent && described.features.percent.count > 0;
  const digits = await countDigits(connection, table, column, { mark, allPlain, allPercent });
  return { parsed, reading: { kind: 'NUMBER', mark, allPlain, allPercent, ...digits, ...described, proof } };
}

/**
 * The decimal mark by the cells that prove it: those that read as a number under one mark only. Where none does, or as
 * many prove either, the point (SEMANTICS.md §2).
 */
async function decideMark(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  option: DecimalMark | undefined,
): Promise<{ mark: DecimalMark; proof: { point: number; comma: number }; parsed: number }> {
  const { raw, cell } = column;
  // Plain cells read as numbers under a point; the costly grammar is for the others.
  const [pointOnly, commaOnly, both] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (p AND NOT c), count(*) FILTER (c AND NOT p), count(*) FILTER (p AND c) FROM (
       SELECT ${isNumberSql('cell', 'POINT')} AS p, ${isNumberSql('cell', 'COMMA')} AS c
       FROM (SELECT ${cell} AS cell FROM ${table} WHERE NOT ${isPlainNumberSql(raw)}) WHERE cell IS NOT NULL)`,
  );
  const plain = column.plainNumbers;
  if (option !== 'COMMA' && commaOnly === 0) {
    return { mark: 'POINT', proof: { point: pointOnly!, comma: 0 }, parsed: plain + pointOnly! + both! };
  }
  // Something proves a comma: plain cells such as `12.5` prove a point, `1.234` neither.
  const [plainPointOnly] = await numbersOf(
    connection,
    `SELECT count(*) FROM ${table} WHERE ${isPlainNumberSql(raw)} AND NOT ${isNumberSql(raw, 'COMMA')}`,
  );
  const proof = { point: pointOnly! + plainPointOnly!, comma: commaOnly! };
  const mark = option ?? (proof.comma > proof.point ? 'COMMA' : 'POINT');
  const parsed = plain + both! + (mark === 'COMMA' ? proof.comma - plainPointOnly! : pointOnly!);
  return { mark, proof, parsed };
}

async function countDigits(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  { mark, allPlain, allPercent }: Pick<NumberColumn, 'mark' | 'allPlain' | 'allPercent'>,
): Promise<Pick<NumberColumn, 'integerDigits' | 'fractionDigits' | 'leadingZeros'>> {
  const { raw, cell } = column;
  const plain = isPlainNumberSql(raw);
  const where = allPlain ? `${raw} <> ''` : plain;
  const point = `strpos(${raw}, '.')`;
  const significant = `CASE WHEN suffix(${raw}, '0') THEN strlen(rtrim(${raw}, '0')) ELSE strlen(${raw}) END`;
  const everyCellIsHard = mark === 'COMMA' || allPercent;
  const easy = everyCellIsHard
    ? [0, 0, 0]
    : await numbersOf(
        connection,
        `SELECT coalesce(max(CASE WHEN ${point} > 0 THEN ${point} - 1 ELSE strlen(${raw}) END), 0),
                  coalesce(max(CASE WHEN ${point} > 0 THEN ${significant} - ${point} ELSE 0 END), 0),
                  count(*) FILTER (starts_with(${raw}, '0') AND strlen(${raw}) > 1 AND ${raw}[2] <> '.')
           FROM ${table} WHERE ${where}`,
      );
  if (allPlain) return { integerDigits: easy[0]!, fractionDigits: easy[1]!, leadingZeros: easy[2]! };
  const others = everyCellIsHard ? 'true' : `NOT ${plain}`;
  const hard = await numbersOf(
    connection,
    `SELECT coalesce(max(greatest(strlen(ltrim(split_part(mantissa, '.', 1), '-')) + exponent, 1)), 0),
            coalesce(max(greatest(strlen(rtrim(split_part(mantissa, '.', 2), '0')) - exponent, 0)), 0),
            count(*) FILTER (regexp_full_match(cell, '0[0-9]+'))
     FROM (SELECT cell, split_part(lower(text), 'e', 1) AS mantissa,
                  coalesce(try_cast(split_part(lower(text), 'e', 2) AS INTEGER), 0) AS exponent
           FROM (SELECT cell, ${plainTextSql('cell', mark, allPercent)} AS text
                 FROM (SELECT ${cell} AS cell FROM ${table} WHERE ${others}) WHERE ${isNumberSql('cell', mark)}))`,
  );
  return {
    integerDigits: Math.max(easy[0]!, hard[0]!),
    fractionDigits: Math.max(easy[1]!, hard[1]!),
    leadingZeros: easy[2]! + hard[2]!,
  };
}

const NOTHING: NumberColumn['features'] = {
  currency: { count: 0, example: null },
  thousands: { count: 0, example: null },
  parentheses: { count: 0, example: null },
  scale: { count: 0, example: null },
  percent: { count: 0, example: null },
  decimalComma: { count: 0, example: null },
};
const NOTHING_REMOVED = { features: NOTHING, currencies: [] };

async function describeRemovals(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  mark: DecimalMark,
): Promise<Pick<NumberColumn, 'features' | 'currencies'>> {
  const names = Object.keys(numberFeatures) as NumberFeature[];
  const source =
    `(SELECT cell FROM (SELECT ${column.cell} AS cell FROM ${table} WHERE NOT ${isPlainNumberSql(column.raw)}) ` +
    `WHERE ${isNumberSql('cell', mark)} AND NOT ${isNullMarkerSql('cell', 'value')})`;
  const row = await firstRow(
    connection,
    `SELECT ${names.map((name) => `count(*) FILTER (${numberFeatures[name]('cell', mark)}), min(cell) FILTER (${numberFeatures[name]('cell', mark)})`).join(', ')} FROM ${source}`,
  );
  const features = { ...NOTHING };
  names.forEach((name, at) => {
    features[name] = { count: Number(row[at * 2]), example: row[at * 2 + 1] as string | null };
  });
  if (features.currency.count === 0) return { features, currencies: [] };
  const found = await connection.runAndReadAll(
    `SELECT sign, count(*)::DOUBLE FROM (SELECT ${currencySql('cell')} AS sign FROM ${source}) WHERE sign <> '' GROUP BY sign`,
  );
  const counts = new Map<string, number>();
  for (const [sign, count] of found.getRows() as [string, number][]) {
    const code = currencyCode(sign);
    counts.set(code, (counts.get(code) ?? 0) + count);
  }
  const currencies = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([code]) => code);
  return { features, currencies };
}
