import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../duckdb/connection.js';
import { provesFiscal, readPeriod } from '../../period/read-period.js';
import { isBoolean } from '../cells/booleans.js';
import { cellText, isNullMarker, LONGEST_VALUE } from '../cells/cell.js';
import { readDate } from '../cells/dates.js';
import { isNumber } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { type NumberStyle, numberStyle } from './familiar-numbers.js';
import { headerMeaning } from './header-words.js';

export type ColumnKind = 'BOOLEAN' | 'NUMBER' | 'DATE' | 'PERIOD' | 'TEXT';

/** Which kinds a column may be, by a sample of its rows, and its first distinct cells. */
export interface ColumnSample {
  candidates: ReadonlySet<ColumnKind>;
  /** How its numbers are written; null where it cannot be a column of numbers. */
  style: NumberStyle | null;
  mostlyNumbers: boolean;
  /** Up to 5 distinct non-blank cells, in order of the file. */
  first: string[];
  /** Characters of the longest cell that was seen, as far as it was: SAMPLE_CHARACTERS stand for any number above. */
  longest: number;
  /** Cells repeat so much that the distinct ones are worth collecting. */
  repeats: boolean;
}

const SAMPLE_ROWS = 4096;
/** Values turned into JavaScript strings at a time. */
const SAMPLE_CELLS = 40_000;
/** Of a cell: as much as is shown of one, and a mark of more. */
export const SAMPLE_CHARACTERS = 1001;
/** Cells of a column that are tested: a few milliseconds of the event loop. */
const TESTED_CELLS = 512;
/**
 * A kind below this in the sample is not tried on the whole column. It decides no type: a column of which 95 % parse (the
 * rule) falls so low in hundreds of cells only with a chance beyond astronomy. From here on a mixture is worth a warning.
 */
export const CANDIDATE_SHARE = 0.2;
/** Worth it from so many rows on, where at most this share of them is likely to hold a cell that was not seen before. */
const WORTH_COLLECTING_ROWS = 20_000;
const REPEATING_SHARE = 0.95;

export async function sampleColumns(connection: Connection, raw: RawTable): Promise<ColumnSample[]> {
  const samples: ColumnSample[] = [];
  const columnsAtATime = Math.max(1, Math.floor(SAMPLE_CELLS / Math.min(SAMPLE_ROWS, raw.rowCount || 1)));
  const oneIn = Math.ceil(raw.rowCount / SAMPLE_ROWS);
  for (let start = 0; start < raw.headers.length; start += columnsAtATime) {
    const headers = raw.headers.slice(start, start + columnsAtATime);
    const list = headers.map((_, offset) => `c${start + offset + 1}[:${SAMPLE_CHARACTERS}]`).join(', ');
    const spread = oneIn > 1 ? `WHERE hash(rowid) % ${oneIn} = 0 OR rowid < 100` : '';
    const reader = await connection.runAndReadAll(`SELECT ${list} FROM ${raw.table} ${spread}`);
    const columns = reader.getColumns() as (string | null)[][];
    for (const [offset, header] of headers.entries()) {
      await nextTurn();
      samples.push(sampleOf(header, columns[offset] ?? [], raw.rowCount));
    }
  }
  return samples;
}

function sampleOf(header: string, raws: (string | null)[], rowCount: number): ColumnSample {
  const first = new Set<string>();
  const cells: string[] = [];
  for (const raw of raws) {
    const cell = cellText(raw);
    if (cell === undefined) continue;
    if (first.size < 5) first.add(cell);
    if (!isNullMarker(cell, 'value')) cells.push(cell);
  }
  const tested = spread(cells, TESTED_CELLS);
  const shares = sharesOf(header, tested);
  const candidates = new Set<ColumnKind>(['TEXT']);
  for (const [kind, share] of shares) if (share >= CANDIDATE_SHARE) candidates.add(kind);
  return {
    candidates,
    style: candidates.has('NUMBER') ? numberStyle(tested) : null,
    mostlyNumbers: shares.get('NUMBER')! >= 0.5,
    first: [...first],
    longest: raws.reduce((most, raw) => Math.max(most, raw?.length ?? 0), 0),
    repeats: rowCount >= WORTH_COLLECTING_ROWS && chanceOfNew(raws) <= REPEATING_SHARE,
  };
}

/** The chance that the next cell is a new one: the share of those seen once (Good and Turing). */
function chanceOfNew(cells: readonly unknown[]): number {
  const seen = new Map<unknown, number>();
  for (const cell of cells) seen.set(cell, (seen.get(cell) ?? 0) + 1);
  let once = 0;
  for (const times of seen.values()) if (times === 1) once++;
  return once / cells.length;
}

/** At most `most` of the cells, evenly spread. */
function spread(cells: string[], most: number): string[] {
  const oneIn = Math.ceil(cells.length / most);
  return cells.filter((_, index) => index % oneIn === 0);
}

/** Of the cells, which share may be of which kind; each distinct cell is looked at once. */
function sharesOf(header: string, cells: string[]): Map<ColumnKind, number> {
  const meaning = headerMeaning(header);
  const distinct = new Map<string, number>();
  for (const cell of cells) distinct.set(cell, (distinct.get(cell) ?? 0) + 1);
  const share = (test: (cell: string) => boolean) => {
    let count = 0;
    for (const [cell, times] of distinct) if (cell.length <= LONGEST_VALUE && test(cell)) count += times;
    return cells.length > 0 ? count / cells.length : 0;
  };
  const isDate = (cell: string, yearFirst: boolean) => readDate(cell, { named: meaning.date, yearFirst }) !== undefined;
  const fiscal = [...distinct.keys()].some(provesFiscal);
  const periods = { bareYear: meaning.period, compact: meaning.period, fiscal };
  return new Map([
    ['BOOLEAN', share(isBoolean)],
    ['NUMBER', share((cell) => isNumber(cell, 'POINT') || isNumber(cell, 'COMMA'))],
    ['DATE', share((cell) => isDate(cell, false) || isDate(cell, true))],
    ['PERIOD', share((cell) => readPeriod(cell, periods) !== undefined)],
  ]);
}
