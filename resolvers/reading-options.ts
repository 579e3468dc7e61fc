import type { ColumnOptions, NormalizationOptions } from '../schema/dataset.input.js';
import type { ReadingOptions } from '../schema/reading-options.type.js';
import type * as model from '../src/model/dataset.js';
import { ConcentricError } from '../src/model/errors.js';

/**
 * The options that are set: clients write null for "not set".
 * @throws INVALID_INPUT for an entry of `columns` that says nothing, or names a column for the second time
 */
export function readingOptions(input: NormalizationOptions | null | undefined): model.NormalizationOptions {
  const { columns, ...options } = input ?? {};
  return {
    ...withoutNulls(options),
    ...(columns != null && { columns: columns.map((column, index) => columnOptions(column, index, columns)) }),
  };
}

/** The options a version was read with, in the form of the contract. */
export function givenOptions({ leaveOutSubtotals: _, ...options }: model.NormalizationOptions): ReadingOptions {
  return options;
}

function columnOptions(
  { name, ...options }: ColumnOptions,
  index: number,
  all: readonly ColumnOptions[],
): model.ColumnOptions {
  const set = withoutNulls(options);
  const argument = `options.columns[${index}]`;
  if (Object.keys(set).length === 0) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `"${argument}" says nothing about column ${JSON.stringify(name)}. Give it a type, decimalMark, dateOrder or scale, or remove the entry.`,
      { argument, column: name },
    );
  }
  if (all.findIndex((other) => other.name === name) < index) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `"${argument}.name" names column ${JSON.stringify(name)} for the second time. Put everything about a column into one entry.`,
      { argument: `${argument}.name`, column: name },
    );
  }
  return { name, ...set };
}

type Set<T> = { [Name in keyof T]?: NonNullable<T[Name]> };

function withoutNulls<T extends object>(values: T): Set<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value != null)) as Set<T>;
}
