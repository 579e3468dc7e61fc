import type { DuckDBConnection } from '@duckdb/node-api';
import { quoteIdentifier } from '../duckdb/quote.js';
import { ConcentricError } from '../model/errors.js';
import type { Fraction } from './fraction.js';

/** How a value column is summed without any rounding: as a whole number of units, whatever the order of the rows. */
export interface Measure {
  /** SQL over a row: the number, NULL where there is none. */
  number: string;
  /** SQL over a row: what is summed; the sum's type is exact. */
  summand: string;
  /** What one unit is worth. */
  unit: Fraction;
  /** SQL: a sum as the text of a whole number of units. */
  digits(sum: string): string;
  /** SQL: a sum as a DOUBLE holding a whole number of units, exact below 2^53; null where the type has none. */
  double: ((sum: string) => string) | null;
  /** Rows in the file, with and without a value. */
  rowCount: number;
  hasNegative: boolean;
}

/** DuckDB sums decimals and integers in 128 bits and refuses to go beyond 38 digits. */
const MAX_SUM = 10n ** 38n;
/** Bits of the fixed-point numbers that doubles are summed as: 127 less one for rounding and one for the sum's. */
const FIXED_POINT_BITS = 125;
/** 2^k and its reciprocal are doubles up to here. */
const MAX_POWER_OF_TWO = 1000;

/**
 * INTEGER columns are summed as they are, in units of 1; DECIMAL(p, s) in units of 10^-s (as BIGNUM where the sum could
 * exceed 38 digits); DOUBLE as fixed-point numbers of 125 bits in units of a power of two, chosen so that the sum of
 * all rows still fits: sums do not depend on the order of the rows, and lose nothing unless values lie more than about
 * 2^50 apart (SEMANTICS.md §2).
 *
 * @param source SQL of the rows, as in FROM.
 */
export async function measureColumn(connection: DuckDBConnection, source: string, column: string): Promise<Measure> {
  const name = quoteIdentifier(column);
  const type = await columnType(connection, source, name);
  const isDouble = type === 'DOUBLE' || type === 'FLOAT';
  const number = isDouble ? `CASE WHEN isfinite(${name}) THEN ${name}::DOUBLE END` : name;
  const facts = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, min(${number})::VARCHAR, max(${number})::VARCHAR FROM ${source}`,
  );
  const [rowCount, min, max] = facts.getRowsJS()[0] as [number, string | null, string | null];
  const common = { number, rowCount, hasNegative: min?.startsWith('-') ?? false };

  if (isDouble) return { ...common, ...doubleMeasure(column, number, rowCount, [min, max].map(Number)) };
  const scale = Number(/^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1] ?? 0);
  const largest = magnitude(min ?? '0') + magnitude(max ?? '0');
  return { ...common, ...wholeMeasure(name, scale, largest * BigInt(rowCount)) };
}

type Summing = Pick<Measure, 'summand' | 'unit' | 'digits' | 'double'>;

function wholeMeasure(name: string, scale: number, largestSum: bigint): Summing {
  const unit = { numerator: 1n, denominator: 10n ** BigInt(scale) };
  const withoutPoint = (decimal: string) => `replace(${decimal}::VARCHAR, '.', '')`;
  if (largestSum >= MAX_SUM) {
    return { unit, summand: `${withoutPoint(name)}::BIGNUM`, digits: (sum) => `${sum}::VARCHAR`, double: null };
  }
  return {
    unit,
    summand: name,
    digits: withoutPoint,
    double:
      scale > 18
        ? null
        : (sum) => `(${sum}::DECIMAL(18, ${scale}) * ${unit.denominator}::DECIMAL(${scale + 1}, 0))::DOUBLE`,
  };
}

function doubleMeasure(column: string, number: string, rowCount: number, bounds: number[]): Summing {
  const largest = Math.max(...bounds.map(Math.abs));
  if (!Number.isFinite(largest * rowCount)) {
    throw new ConcentricError(
      'COLUMN_NOT_NUMERIC',
      `Column ${JSON.stringify(column)} cannot be summed: its sum may exceed ${Number.MAX_VALUE}, the largest number there is; its largest value is ${largest}.`,
      { column },
    );
  }
  const power = Math.min(FIXED_POINT_BITS - Math.ceil(Math.log2(largest * rowCount || 1)), MAX_POWER_OF_TWO);
  const scale = 2n ** BigInt(Math.abs(power));
  return {
    unit: power < 0 ? { numerator: scale, denominator: 1n } : { numerator: 1n, denominator: scale },
    summand: `(${number} * ${2 ** power}::DOUBLE)::HUGEINT`,
    digits: (sum) => `${sum}::VARCHAR`,
    double: null,
  };
}

async function columnType(connection: DuckDBConnection, source: string, name: string): Promise<string> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT ${name} FROM ${source}`);
  return String(described.getRowsJS()[0]?.[1]);
}

function magnitude(decimal: string): bigint {
  return BigInt(decimal.replace(/[-.]/g, ''));
}
