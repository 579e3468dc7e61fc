import type { NumberScale } from '../../model/dataset.js';
import type { DataType } from '../../model/schema.js';
import { MAX_BIGINT_DIGITS, numberFeatures } from '../cells/numbers.js';
import type { NumberColumn } from './examine-numbers.js';

/** The type of a column of numbers, in the schema and in SQL. */
export interface NumberType {
  dataType: DataType;
  sqlType: string;
}

/**
 * Limits of DECIMAL columns (docs/semantics.md §2, "Exact decimals"). DuckDB has 38 digits; 8 of them are reserved for the sum
 * of up to 10^8 rows. 20 fraction digits keep what a double was written with (`0.30000000000000004`). A value of up to 18 digits fits an 8-byte integer, which is half the size and several times as fast
 * as the wide form, with the same exact sums.
 */
const MAX_FRACTION_DIGITS = 20;
const MAX_DIGITS = 30;

export function numberType(integerDigits: number, fractionDigits: number): NumberType {
  const digits = integerDigits + fractionDigits;
  if (fractionDigits > MAX_FRACTION_DIGITS || digits > MAX_DIGITS) return { dataType: 'DOUBLE', sqlType: 'DOUBLE' };
  if (fractionDigits === 0 && digits <= MAX_BIGINT_DIGITS) return { dataType: 'INTEGER', sqlType: 'BIGINT' };
  return { dataType: 'DECIMAL', sqlType: `DECIMAL(${digits <= MAX_BIGINT_DIGITS ? 18 : 38}, ${fractionDigits})` };
}

const EXPONENTS = { HUNDREDTHS: -2, THOUSANDS: 3, MILLIONS: 6, BILLIONS: 9 } satisfies Record<NumberScale, number>;

/** The type of the numbers of a column after they are multiplied by the scale that a person gave. */
export function scaledType(column: NumberColumn, scale: NumberScale, written: NumberType): NumberType {
  if (written.dataType === 'DOUBLE') return written;
  const exponent = EXPONENTS[scale];
  const { integerDigits, fractionDigits } = column;
  const scaledFraction = Math.max(fractionDigits - exponent, 0);
  return numberType(
    integerDigits + Math.max(exponent, 0),
    hasUnscaled(column) ? Math.max(fractionDigits, scaledFraction) : scaledFraction,
  );
}

/**
 * SQL: the numbers of a column multiplied by a scale, exactly unless they are DOUBLE. A cell that states its own scale
 * (`5k`) and a percentage stay as they are.
 * @param value SQL of the number as written
 */
export function scaledValue(
  column: NumberColumn & { cell: string },
  scale: NumberScale,
  { value, dataType }: { value: string; dataType: DataType },
): string {
  const exponent = EXPONENTS[scale];
  const factor = exponent < 0 ? `0.${'0'.repeat(-exponent - 1)}1` : `1${'0'.repeat(exponent)}`;
  const factorType = exponent < 0 ? `DECIMAL(${1 - exponent}, ${-exponent})` : `DECIMAL(${exponent + 1}, 0)`;
  // The wide form, because DuckDB multiplies two narrow decimals as 8-byte integers, which overflow.
  const scaled =
    dataType === 'DOUBLE'
      ? `(${value})::DOUBLE * ${factor}::DOUBLE`
      : `(${value})::DECIMAL(38, ${column.fractionDigits}) * ${factor}::${factorType}`;
  if (!hasUnscaled(column)) return scaled;
  const { cell, mark, gaps } = column;
  const isUnscaled = `contains(${cell}, '%') OR ${numberFeatures.scale(cell, mark, { gaps, hasLetters: true })}`;
  return `CASE WHEN ${isUnscaled} THEN ${value} ELSE ${scaled} END`;
}

/** How many cells a given scale is applied to. */
export function scaledCells(typed: number, { features: { scale, percent } }: NumberColumn): number {
  return typed - scale.count - percent.count;
}

function hasUnscaled({ features: { scale, percent } }: NumberColumn): boolean {
  return scale.count + percent.count > 0;
}
