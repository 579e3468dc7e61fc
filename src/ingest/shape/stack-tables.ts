import type { Connection } from '../../duckdb/connection.js';
import { firstRow } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import { ConcentricError } from '../../model/errors.js';
import { shortened } from '../../model/text.js';
import { columnNames, normalizeHeader } from '../cells/column-names.js';
import { isOfSheets, MAX_COLUMNS, originsOf, type RawTable, type TablePart } from '../read/raw-table.js';
import { dropRows, folderForRows, materializeRows, type TextTable, tableBytes } from '../read/text-table.js';
import { columnsDiffer, mergedReading, mergedWarnings, type StackedColumn } from './stack-messages.js';

const SOURCE_HEADERS = ['source', 'source file', 'source of the row'];

/**
 * Stacks tables in the given order (docs/reading.md, "Several sheets or files"). Columns meet by normalized header; a column
 * that a part does not have is blank there and reported. A last column names the part of each row. `sourceRow` is the
 * number of a row in its own source.
 * @throws NO_COMMON_COLUMN if a part has none of the columns of the parts before it, TOO_MANY_COLUMNS
 */
export async function stackTables(
  connection: Connection,
  parts: readonly TablePart[],
  { workFolder }: { workFolder: string },
): Promise<RawTable> {
  const columns = unionOfColumns(parts);
  const names = columns.map(({ name }) => name);
  const at = sourcePosition(names, parts);
  const header = SOURCE_HEADERS.find((each) => !names.includes(normalizeHeader(each)))!;
  const rowCount = parts.reduce((sum, { table }) => sum + table.rowCount, 0);
  const stacked = await stackRows(connection, parts, {
    table: `${parts[0]!.table.table}_stacked`,
    select: (nth, more) => rowsSql(parts[nth]!, nth, columns, at, more),
    rows: rowCount,
    columns: columns.length + 1,
    workFolder,
  });
  return {
    ...stacked,
    headers: columns.map(({ header }) => header).toSpliced(at, 0, header),
    rowCount,
    sourceRow: 'source_row',
    sourceIndex: at,
    areSheets: parts.every(({ table }) => isOfSheets(table)),
    origins: originsOfStack(parts, columns, at),
    reading: mergedReading(parts),
    warnings: [...mergedWarnings(parts), ...columnsDiffer(columns, parts)],
    rowsLeftOut: parts.flatMap(({ label, table }) => table.rowsLeftOut.map((rows) => ({ ...rows, source: label }))),
  };
}

interface Stack {
  table: string;
  /** SQL of the rows of a part, with more columns. */
  select: (nth: number, more?: string) => string;
  rows: number;
  columns: number;
  workFolder: string;
}

/** The rows of stored parts stay where they are, if they are many: a copy would cost as much as reading them again. */
async function stackRows(connection: Connection, parts: readonly TablePart[], stack: Stack): Promise<TextTable> {
  const { table, select, rows, columns } = stack;
  const areStored = parts.every(({ isStored }) => isStored);
  if (areStored && rows >= parts.length * MIN_VIEWED_ROWS) return viewRows(connection, parts, stack);
  const folder = await folderOfStack(connection, parts, stack);
  if (areStored && folder !== null) return viewRows(connection, parts, stack);
  const [first, ...others] = parts.map((_, nth) => select(nth));
  // In memory one after the other: together, hundreds of parts would take more than their rows.
  const rowsAtOnce = folder === null ? first! : [first, ...others].join(' UNION ALL ');
  const stacked = await materializeRows(connection, { table, rows: rowsAtOnce, columns: columns + 1, folder });
  if (folder === null) for (const part of others) await connection.run(`INSERT INTO ${table} ${part}`);
  for (const part of parts) await dropRows(connection, part.table);
  return stacked;
}

/** Each query opens the file of each part; with fewer rows that takes longer than a copy. */
const MIN_VIEWED_ROWS = 20_000;

async function viewRows(
  connection: Connection,
  parts: readonly TablePart[],
  { table, select }: Stack,
): Promise<TextTable> {
  let before = 0;
  const numbered = parts.map((part, nth) => {
    const rows = select(nth, `, rowid + ${before} AS rowid`);
    before += part.table.rowCount;
    return rows;
  });
  await connection.run(`CREATE TEMP VIEW ${table} AS ${numbered.join(' UNION ALL ')}`);
  return { table, file: parts[0]!.table.file };
}

/** Whether all parts have the same columns, in any order. */
export function haveSameColumns(parts: readonly TablePart[]): boolean {
  const sets = parts.map(({ table }) => columnNames(table.headers).toSorted().join('\n'));
  return sets.every((set) => set === sets[0]);
}

/** The columns of all parts, in the order of their first appearance. */
function unionOfColumns(parts: readonly TablePart[]): StackedColumn[] {
  const columns = new Map<string, StackedColumn>();
  for (const [at, { table, label }] of parts.entries()) {
    const names = columnNames(table.headers);
    const common = names.filter((name) => columns.has(name));
    if (at > 0 && common.length === 0) throw noCommonColumn(label, names, [...columns.keys()]);
    for (const [index, name] of names.entries()) {
      const known = columns.get(name);
      const header = table.headers[index]!;
      // A column without a header keeps the number that it has in its own part.
      const isNamed = normalizeHeader(header) !== '' || index === columns.size;
      const column = known ?? { name, header: isNamed ? header : name, indexes: parts.map(() => undefined) };
      column.indexes[at] = index;
      columns.set(name, column);
    }
  }
  if (columns.size >= MAX_COLUMNS) throw tooManyColumns(columns.size + 1);
  return [...columns.values()];
}

/** The column `source` comes last, but before the period and the value of unpivoted tables, which are expected there. */
function sourcePosition(names: readonly string[], parts: readonly TablePart[]): number {
  const areUnpivoted = parts.every(({ table }) => table.warnings.some(({ code }) => code === 'UNPIVOTED'));
  const isAtEnd = names.at(-2) === 'period' && names.at(-1) === 'value';
  return areUnpivoted && isAtEnd ? names.length - 2 : names.length;
}

function rowsSql(
  { label, table }: TablePart,
  nth: number,
  columns: readonly StackedColumn[],
  sourceAt: number,
  more = '',
): string {
  const cells = columns.map(({ indexes: { [nth]: index } }) =>
    index === undefined ? 'NULL::VARCHAR' : `c${index + 1}`,
  );
  const values = cells.toSpliced(sourceAt, 0, quoteText(label)).map((cell, index) => `${cell} AS c${index + 1}`);
  return `SELECT ${values.join(', ')}, (${table.sourceRow})::BIGINT AS source_row${more} FROM ${table.table}`;
}

function originsOfStack(
  parts: readonly TablePart[],
  columns: readonly StackedColumn[],
  at: number,
): RawTable['origins'] {
  return parts.map(({ table }, nth) => {
    const [origins = []] = originsOf(table);
    return columns.map(({ indexes }) => origins[indexes[nth] ?? -1] ?? null).toSpliced(at, 0, null);
  });
}

/** A file if one of the parts is in a file, or if all parts together do not fit in memory. */
async function folderOfStack(
  connection: Connection,
  parts: readonly TablePart[],
  { rows, columns, workFolder }: Stack,
): Promise<string | null> {
  if (parts.some(({ table, isStored }) => table.file !== null && !isStored)) return workFolder;
  let textBytes = 0;
  for (const { table } of parts) {
    const lengths = table.headers.map((_, index) => `coalesce(strlen(c${index + 1}), 0)`);
    const [bytes] = await firstRow(connection, `SELECT sum(${lengths.join(' + ')})::DOUBLE FROM ${table.table}`);
    textBytes += Number(bytes);
  }
  return folderForRows(connection, tableBytes({ textBytes, rows, columns }), workFolder);
}

const MAX_LISTED = 20;

function noCommonColumn(label: string, names: readonly string[], others: readonly string[]): ConcentricError {
  const list = (columns: readonly string[]) =>
    `${columns.slice(0, MAX_LISTED).map(shortened).join(', ')}${columns.length > MAX_LISTED ? ', …' : ''}`;
  return new ConcentricError(
    'NO_COMMON_COLUMN',
    `${JSON.stringify(shortened(label))} has no column in common with the sources before it, so they are not parts of one table. Its columns: ${list(names)}. Theirs: ${list(others)}. Leave it out, upload it as a dataset of its own, or give its columns the same headers.`,
    { source: label, columns: names.slice(0, MAX_LISTED), expected: others.slice(0, MAX_LISTED) },
  );
}

function tooManyColumns(count: number): ConcentricError {
  return new ConcentricError(
    'TOO_MANY_COLUMNS',
    `Together the sources have ${count} columns; at most ${MAX_COLUMNS} are read. Leave out sources with other columns.`,
    { columns: count, maxColumns: MAX_COLUMNS },
  );
}
