import type { Connection } from '../../duckdb/connection.js';
import { quoteText } from '../../duckdb/quote.js';
import { asciiMarksSql, knownNumberApart } from '../cells/annotated-numbers.js';
import { cellSql, cellText } from '../cells/cell.js';
import { hoursSql, isBeyondDay, isClock, isLetteredDuration } from '../cells/durations.js';
import { scaleOfLetter } from '../cells/units.js';
import { headerMeaning } from '../columns/header-meaning.js';
import type { RawTable } from '../read/raw-table.js';
import { dropRows, folderOf, materializeRows } from '../read/text-table.js';
import { isAnyNumber } from './shares.js';

const MAX_SAMPLE_ROWS = 200;
const MAX_SAMPLE_CELLS = 20_000;
/** A total is at the end, and may be the only cell with its word. */
const CLOSING_ROWS = 20;
const MAX_CELL_CHARACTERS = 60;

/** What surrounds the numbers of a column and is no part of their grammar. */
interface Around {
  column: number;
  words: string[];
  areDurations: boolean;
}

/**
 * The table as the search for sums compares it: in columns of numbers with words and signs beyond the grammar
 * (`1 234,50 руб.`, `10,000元`, `△500`) the cells are bare numbers, and durations are hours. Their values are decided later, with the evidence of the
 * whole column (columns/decide-annotations.ts); to compare a total with its parts, it is enough that all have lost the same
 * words. The rows keep their `rowid`. The table itself where no column has such cells, which the first and last rows show.
 */
export async function withPlainNumbers<T>(
  connection: Connection,
  raw: RawTable,
  search: (plain: RawTable) => Promise<T>,
): Promise<T> {
  const found = await findAround(connection, raw);
  if (found.length === 0) return search(raw);
  const cells = raw.headers.map((_, index) => {
    const around = found.find(({ column }) => column === index);
    if (!around) return `c${index + 1}`;
    const bare = around.areDurations ? hoursSql(cellSql(`c${index + 1}`)) : bareSql(`c${index + 1}`, around.words);
    return `${bare} AS c${index + 1}`;
  });
  const plain = await materializeRows(connection, {
    table: `${raw.table}_plain`,
    rows: `SELECT ${cells.join(', ')}, ${raw.sourceRow} AS source_row FROM ${raw.table} ORDER BY rowid`,
    columns: cells.length + 1,
    folder: folderOf(raw),
  });
  const result = await search({ ...raw, ...plain, sourceRow: 'source_row' });
  await dropRows(connection, plain);
  return result;
}

async function findAround(connection: Connection, { table, rowCount, headers }: RawTable): Promise<Around[]> {
  const cells = headers.map((_, index) => `c${index + 1}[:${MAX_CELL_CHARACTERS}]`).join(', ');
  const sampled = Math.min(MAX_SAMPLE_ROWS, Math.ceil(MAX_SAMPLE_CELLS / headers.length));
  const closing = Math.max(sampled, rowCount - Math.min(CLOSING_ROWS, sampled));
  // Two ranges: with OR, DuckDB would scan the whole table.
  const reader = await connection.runAndReadAll(
    `SELECT ${cells} FROM ${table} WHERE rowid < ${sampled} UNION ALL SELECT ${cells} FROM ${table} WHERE rowid >= ${closing}`,
  );
  return (reader.getColumnsJS() as (string | null)[][]).flatMap(
    (column, index) => around(column, headers[index]!, index) ?? [],
  );
}

/** Undefined for a column that is mostly text, and for one in which all numbers are of the grammar. */
function around(column: readonly (string | null)[], header: string, index: number): Around | undefined {
  const words = new Set<string>();
  let durations = 0;
  // A time of day is no amount.
  let areDurations = headerMeaning(header).duration;
  let [filled, numbers, annotated] = [0, 0, 0];
  for (const raw of column) {
    const cell = cellText(raw);
    if (cell === undefined) continue;
    filled++;
    if (isAnyNumber(cell)) {
      numbers++;
      continue;
    }
    if (isClock(cell) || isLetteredDuration(cell)) {
      durations++;
      areDurations ||= isBeyondDay(cell) || isLetteredDuration(cell);
      continue;
    }
    const apart = knownNumberApart(cell);
    // A side of a ledger is a sign, which only the whole column explains.
    if (apart === undefined || /^[CD]R$/i.test(apart.word)) continue;
    annotated++;
    if (apart.word !== '') words.add(apart.word);
  }
  if (areDurations && durations > 0 && durations * 2 >= filled) return { column: index, words: [], areDurations: true };
  const isNumeric = (numbers + annotated) * 2 >= filled;
  // Two letters that scale are two units.
  const scales = [...words].filter((word) => scaleOfLetter(word) !== undefined);
  return annotated > 0 && isNumeric && scales.length < 2
    ? { column: index, words: [...words], areDurations: false }
    : undefined;
}

/** SQL: a cell without the words. Literal replacements: such tables can be large, and regular expressions take their time. */
function bareSql(cell: string, words: readonly string[]): string {
  let bare = asciiMarksSql(cell);
  for (const word of [...words].sort((a, b) => b.length - a.length)) {
    bare = `replace(replace(${bare}, ${quoteText(`${word}.`)}, ''), ${quoteText(word)}, '')`;
  }
  return bare;
}
