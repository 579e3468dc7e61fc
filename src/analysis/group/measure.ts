import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteIdentifier } from '../../duckdb/quote.js';
import { ConcentricError } from '../../model/errors.js';
import type { Fraction } from '../shares/fraction.js';

/**
 * How a value column is summed without any rounding: as a whole number of units, whatever the order of the rows. Counted rows
 * are a column of ones.
 */
export interface Measure {
  /** SQL over a row: the number, NULL where there is none. */
  number: string;
  /** SQL over a row: what is summed; the sum's type is exact. */
  summand: string;
  /** What one unit is worth. */
  unit: Fraction;
  /** SQL: a sum as the text of a whole number of units. */
  digits(sum: string): string;
  /** SQL: a sum of at most `largest` units as a DOUBLE that holds them exactly; null where they do not fit in one. */
  double(sum: string, largest: bigint): string | null;
  /** A DECIMAL that holds every sum of rows, and the difference of two; null where none does. */
  sumType: string | null;
  /** No sum of rows, of the sizes of their values, has more units. */
  largestSum: bigint;
  /** Rows in the file, with and without a value. */
  rowCount: number;
  hasNegative: boolean;
}

/** DuckDB sums decimals and integers in 128 bits and refuses to go beyond 38 digits; there must be room for differences. */
const MAX_SUM = 10n ** 38n / 2n;
/** Bits of the fixed-point numbers that doubles are summed as: 127 less one for rounding and one for the sum's. */
const FIXED_POINT_BITS = 125;
/** Whole numbers up to here are doubles, and so are sums of the halves of their squares (cumulate.ts). */
export const MAX_DOUBLE_UNITS = 2n ** 52n;
/** DECIMALs of more digits than these are slow, or do not exist. */
const FAST_DIGITS = 18n;
const MAX_DIGITS = 38n;

/**
 * INTEGER columns are summed as they are, in units of 1; DECIMAL(p, s) in units of 10^-s (as BIGNUM where the sum could
 * exceed 38 digits); DOUBLE as fixed-point numbers of 125 bits in units of a power of two, chosen so that the sum of
 * all rows still fits: sums do not depend on the order of the rows, and lose nothing unless values lie more than about
 * 2^50 apart (docs/semantics.md §2).
 *
 * @param source SQL of the rows, as in FROM.
 * @param column null where rows are counted: each is 1, whatever is in it
 */
export async function measureColumn(connection: Connection, source: string, column: string | null): Promise<Measure> {
  if (column === null) return countRows(connection, source);
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

async function countRows(connection: Connection, source: string): Promise<Measure> {
  const [rowCount = 0] = await numbersOf(connection, `SELECT count(*) FROM ${source}`);
  return { number: '1', rowCount, hasNegative: false, ...wholeMeasure('1', 0, BigInt(rowCount)) };
}

type Summing = Pick<Measure, 'summand' | 'unit' | 'digits' | 'double' | 'sumType' | 'largestSum'>;

function wholeMeasure(name: string, scale: number, largestSum: bigint): Summing {
  const unit = { numerator: 1n, denominator: 10n ** BigInt(scale) };
  const withoutPoint = (decimal: string) => `replace(${decimal}::VARCHAR, '.', '')`;
  if (largestSum >= MAX_SUM) {
    const summand = `${withoutPoint(name)}::BIGNUM`;
    return { unit, summand, digits: (sum) => `${sum}::VARCHAR`, double: () => null, sumType: null, largestSum };
  }
  return {
    unit,
    summand: name,
    sumType: `DECIMAL(${2n * largestSum < 10n ** FAST_DIGITS ? FAST_DIGITS : MAX_DIGITS}, ${scale})`,
    largestSum,
    digits: withoutPoint,
    double: (sum, largest) => {
      // A DECIMAL that was multiplied keeps its scale, so there must be room for the zeros behind the point.
      const digits = [FAST_DIGITS, MAX_DIGITS].find((most) => largest * unit.denominator < 10n ** most);
      if (digits === undefined || largest > MAX_DOUBLE_UNITS) return null;
      return `(${sum}::DECIMAL(${digits}, ${scale}) * ${unit.denominator}::DECIMAL(${scale + 1}, 0))::DOUBLE`;
    },
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
  const power = FIXED_POINT_BITS - Math.ceil(Math.log2(largest * rowCount || 1));
  const scale = 2n ** BigInt(Math.abs(power));
  // In two steps: 2^power may lie outside the range of a double where the product does not.
  const half = Math.trunc(power / 2);
  return {
    unit: power < 0 ? { numerator: scale, denominator: 1n } : { numerator: 1n, denominator: scale },
    summand: `(${number} * ${2 ** half}::DOUBLE * ${2 ** (power - half)}::DOUBLE)::HUGEINT`,
    digits: (sum) => `${sum}::VARCHAR`,
    double: () => null,
    sumType: null,
    largestSum: 2n ** BigInt(FIXED_POINT_BITS + 1),
  };
}

async function columnType(connection: Connection, source: string, name: string): Promise<string> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT ${name} FROM ${source}`);
  return String(described.getRowsJS()[0]?.[1]);
}

function magnitude(decimal: string): bigint {
  return BigInt(decimal.replace(/[-.]/g, ''));
}
