import { columnNotIn } from '../../model/column-not-found.js';
import type { ColumnOptions, ColumnType, NormalizationOptions } from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { Warning } from '../../model/schema.js';
import { shortened } from '../../model/text.js';
import { columnNames, indexOfColumn } from '../cells/column-names.js';
import type { ColumnCells, Overview } from './column-cells.js';
import type { HeaderMeaning } from './header-meaning.js';
import type { ColumnKind } from './sample.js';

/** What people say about single columns (`options.columns`), and whether the cells allow it (docs/semantics.md §2). */

/** A type that is read from cells. */
type ReadType = Exclude<ColumnType, 'IGNORE'>;

const TYPE_NAMES = {
  TEXT: 'text',
  NUMBER: 'numbers',
  DATE: 'dates',
  PERIOD: 'periods',
  BOOLEAN: 'yes or no',
  IGNORE: 'left out',
} satisfies Record<ColumnType, string>;

/** One cell of a type, in the message that a column has none. */
const CELL_NAMES = {
  TEXT: 'a text',
  NUMBER: 'a number',
  DATE: 'a date',
  PERIOD: 'a year, quarter or month',
  BOOLEAN: 'a word for yes or no',
} satisfies Record<ReadType, string>;

/**
 * The entries of `options.columns` by index of the column. Kept entries without a column, or for one that has an entry,
 * are left out (skippedOptions).
 * @throws COLUMN_NOT_FOUND; INVALID_INPUT (two entries for a column); INVALID_OPTION (no column is left)
 */
export function columnOptions(
  headers: readonly string[],
  entries: NormalizationOptions['columns'] = [],
): Map<number, ColumnOptions> {
  const names = columnNames(headers);
  const byIndex = new Map<number, ColumnOptions>();
  for (const [position, entry] of entries.entries()) {
    const index = indexOfColumn(entry.name, names, headers);
    const argument = `options.columns[${position}].name`;
    const isUsable = index !== -1 && !byIndex.has(index);
    if (isUsable) byIndex.set(index, entry);
    else if (!entry.isKept) {
      throw index === -1
        ? columnNotIn('the file', entry.name, names, { argument })
        : namedTwice(names[index]!, argument);
    }
  }
  const isAnyLeft = headers.some((_, index) => byIndex.get(index)?.type !== 'IGNORE');
  if (isAnyLeft || headers.length === 0) return byIndex;
  throw new ConcentricError(
    'INVALID_OPTION',
    'The option columns leaves out every column of the file. Keep at least one.',
    { option: 'columns' },
  );
}

function namedTwice(column: string, argument: string): ConcentricError {
  return new ConcentricError(
    'INVALID_INPUT',
    `"${argument}" names column "${column}" for the second time. Put everything about a column into one entry.`,
    { argument, column },
  );
}

/** The names of the columns that are left out. */
export function ignoredColumns(headers: readonly string[], entries: NormalizationOptions['columns']): string[] {
  const names = columnNames(headers);
  return [...columnOptions(headers, entries)].flatMap(([index, { type }]) =>
    type === 'IGNORE' ? [names[index]!] : [],
  );
}

/** The kinds to try, by index of the column, whatever a sample shows. */
export function kindsToTry(options: ReadonlyMap<number, ColumnOptions>): Map<number, ColumnKind> {
  const kinds = new Map<number, ColumnKind>();
  for (const [index, { type, decimalMark, scale, dateOrder }] of options) {
    if (type !== undefined && type !== 'IGNORE') kinds.set(index, type);
    else if (decimalMark !== undefined || scale !== undefined) kinds.set(index, 'NUMBER');
    else if (dateOrder !== undefined) kinds.set(index, 'DATE');
  }
  return kinds;
}

/** The options that apply to a column. */
export function optionsFor(
  { decimalMark, dateOrder }: ColumnOptions,
  options: NormalizationOptions,
): NormalizationOptions {
  return {
    ...options,
    decimalMark: decimalMark ?? options.decimalMark,
    dateOrder: dateOrder ?? options.dateOrder,
  };
}

/** A given type says what the words of a header would have said: years are periods, numbers are no codes. */
export function meaningAs(type: ReadType, meaning: HeaderMeaning): HeaderMeaning {
  switch (type) {
    case 'NUMBER':
      return { ...meaning, identifier: false, account: false };
    case 'DATE':
      return { ...meaning, date: true, time: true };
    case 'PERIOD':
      return { ...meaning, period: true };
    default:
      return meaning;
  }
}

/** How a column was read with its options. */
interface GivenReading {
  kind: ColumnKind;
  /** Number of cells that parse. */
  parsed: number;
  isPercent: boolean;
}

/**
 * Whether the cells bear what was given for their column. False for a kept entry that they do not bear.
 * @throws TYPE_NOT_AVAILABLE (no cell parses), INVALID_OPTION (an option that would have no effect)
 */
export function doesFit(column: Overview, { kind, parsed, isPercent }: GivenReading): boolean {
  const { given, header } = column;
  if (given === null) return true;
  const name = header.trim() || given.name;
  const problem = typeProblem(column, name, parsed) ?? effectProblem(given, name, kind, isPercent);
  if (problem === null) return true;
  if (given.isKept) return false;
  throw problem;
}

function typeProblem(column: Overview, name: string, parsed: number): ConcentricError | null {
  const { given, filled, valueMarkers, samples } = column;
  const type = given?.type;
  const cells = filled - valueMarkers;
  // A column without a value can be of any type.
  if (type === undefined || type === 'IGNORE' || parsed > 0 || cells === 0) return null;
  const example = samples[0] === undefined ? '' : `, for example "${shortened(samples[0])}"`;
  return new ConcentricError(
    'TYPE_NOT_AVAILABLE',
    `Column "${shortened(name)}" cannot be read as ${TYPE_NAMES[type]}: ${cells === 1 ? 'its only cell is not' : `none of its ${cells.toLocaleString('en-US')} cells is`} ${CELL_NAMES[type]}${example}. Give it another type, or leave the type out to have it detected.`,
    { column: name, type, cells, example: samples[0] ?? null },
  );
}

/** An option without an effect would look as if it had been applied. */
function effectProblem(
  { decimalMark, scale, dateOrder }: ColumnOptions,
  name: string,
  kind: ColumnKind,
  isPercent: boolean,
): ConcentricError | null {
  const problem = (option: string, why: string, remedy: string) =>
    new ConcentricError(
      'INVALID_OPTION',
      `The option ${option} of column "${shortened(name)}" has no effect: ${why}. ${remedy}`,
      {
        option: `columns.${option}`,
        column: name,
      },
    );
  const isRead = `it is read as ${TYPE_NAMES[kind]}`;
  const numberOption = scale !== undefined ? 'scale' : decimalMark !== undefined ? 'decimalMark' : null;
  if (numberOption !== null && kind !== 'NUMBER') {
    return problem(numberOption, isRead, 'Add type: NUMBER to read it as numbers, or leave the option out.');
  }
  if (scale !== undefined && isPercent) return problem('scale', 'its numbers are percentages', 'Leave it out.');
  if (dateOrder !== undefined && kind !== 'DATE') {
    return problem('dateOrder', isRead, 'Add type: DATE to read it as dates, or leave the option out.');
  }
  return null;
}

/** CORRECTION_SKIPPED for each kept entry that was not applied. */
export function skippedOptions(
  headers: readonly string[],
  entries: NormalizationOptions['columns'],
  readings: readonly ColumnCells[],
): Warning[] {
  const names = columnNames(headers);
  const applied = new Map(readings.map(({ raw, given }) => [raw, given]));
  return (entries ?? []).flatMap((entry): Warning[] => {
    const index = indexOfColumn(entry.name, names, headers);
    const isApplied = index !== -1 && (entry.type === 'IGNORE' || applied.get(`c${index + 1}`) === entry);
    if (!entry.isKept || isApplied) return [];
    const message =
      index === -1
        ? `The file has no column "${shortened(entry.name)}", so the correction of it was not applied.`
        : `"${names[index]}" does not hold what its correction says (${wordsOf(entry)}), so it is read as detected.`;
    return [{ code: 'CORRECTION_SKIPPED', message, column: names[index] ?? null, count: null }];
  });
}

function wordsOf({ type, decimalMark, dateOrder, scale }: ColumnOptions): string {
  const words = [type && TYPE_NAMES[type], decimalMark && `decimal ${decimalMark.toLowerCase()}`, dateOrder, scale];
  return words
    .filter((word) => word !== undefined)
    .join(', ')
    .toLowerCase();
}
