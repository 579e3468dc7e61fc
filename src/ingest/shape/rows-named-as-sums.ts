import type { Connection } from '../../duckdb/connection.js';
import { numbersOf } from '../../duckdb/first-row.js';
import { quoteText } from '../../duckdb/quote.js';
import { ConcentricError } from '../../model/errors.js';
import { cellSql, cellText } from '../cells/cell.js';
import type { RawTable } from '../read/raw-table.js';
import { rowsInBatches } from './rows-in-batches.js';
import { BEGINS_WITH_SUM, NAMES_SUM } from './total-words.js';

/** SAP marks the levels of its sums with `*` to `*****`. */
const SURE = `${NAMES_SUM}|[*]{1,5}`;
/** `Total North`; but `Total Energies` is a company, whose amount can equal that of the one row above. */
const LIKELY = `${SURE}|${BEGINS_WITH_SUM}`;
/** Cells of rows named as sums, which are in JavaScript memory: 20,000 subtotals of ten columns. */
const MAX_CELLS = 200_000;
/** Longer cells are neither numbers nor names of sums; a cell can have megabytes. */
const MAX_CELL_CHARACTERS = 200;

export interface NamedRow {
  rowId: number;
  /** 1-based, in the source. */
  sourceRow: number;
  name: string;
  isSure: boolean;
  /** Trimmed; undefined where blank. */
  cells: (string | undefined)[];
  /** The cells of the row above. */
  above: (string | undefined)[];
}

/**
 * The rows that are named as sums, in the order of the file.
 * @throws INVALID_OPTION for too many such rows
 */
export async function rowsNamedAsSums(connection: Connection, raw: RawTable): Promise<NamedRow[]> {
  const columns = raw.headers.map((_, index) => `c${index + 1}`);
  const isNamed = columns.map(
    (column) =>
      `CASE WHEN strlen(${column}) <= ${MAX_CELL_CHARACTERS} THEN coalesce(regexp_full_match(${cellSql(column)}, ${quoteText(LIKELY)}, 'i'), false) ELSE false END`,
  );
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE named_rows AS SELECT rowid AS line FROM ${raw.table} WHERE ${isNamed.join(' OR ')}`,
  );
  const [count] = await numbersOf(connection, 'SELECT count(*) FROM named_rows');
  if (count! * columns.length > MAX_CELLS) {
    const limit = Math.floor(MAX_CELLS / columns.length).toLocaleString('en-US');
    throw new ConcentricError(
      'INVALID_OPTION',
      `Leaving out subtotals: ${count!.toLocaleString('en-US')} rows are named as sums; with ${columns.length} columns at most ${limit} can be checked. Remove them or unneeded columns from the file, or read it without the option.`,
      { rows: count!, columns: columns.length },
    );
  }
  const cells = columns.map((column) => `${column}[:${MAX_CELL_CHARACTERS}]`);
  const rows = rowsInBatches(
    connection,
    `SELECT rowid::DOUBLE, (${raw.sourceRow})::DOUBLE, rowid IN (FROM named_rows), [${cells.join(', ')}] FROM ${raw.table}
     WHERE rowid IN (FROM named_rows) OR rowid IN (SELECT line - 1 FROM named_rows) ORDER BY rowid`,
    columns.length,
  );
  const named: NamedRow[] = [];
  let above: (string | undefined)[] = [];
  const [isSure, isLikely] = [SURE, LIKELY].map((names) => new RegExp(`^(?:${names})$`, 'iu'));
  for await (const [rowId, sourceRow, isSum, raws] of rows as AsyncIterable<
    [number, number, boolean, (string | null)[]]
  >) {
    const read = raws.map(cellText);
    if (isSum) {
      const sure = read.find((cell) => cell !== undefined && isSure!.test(cell));
      const name = sure ?? read.find((cell) => cell !== undefined && isLikely!.test(cell)) ?? '';
      named.push({ rowId, sourceRow, name, isSure: sure !== undefined, cells: read, above });
    }
    above = read;
  }
  return named;
}
