import type { DuckDBConnection } from '@duckdb/node-api';
import { readPeriod } from '../../period/read-period.js';
import type { RawTable } from '../raw-table.js';
import { isBoolean } from './booleans.js';
import { cellText, isNullMarker } from './cell.js';
import { readDate } from './dates.js';
import { headerMeaning } from './header-words.js';
import { isNumber } from './numbers.js';

export type ColumnKind = 'BOOLEAN' | 'NUMBER' | 'DATE' | 'PERIOD' | 'TEXT';

/** Which kinds a column may be, by a sample of its rows, and its first distinct cells. */
export interface ColumnSample {
  candidates: ReadonlySet<ColumnKind>;
  /** Up to 5 distinct non-blank cells, in order of the file. */
  first: string[];
  /** Cells repeat so much that the distinct ones are worth collecting. */
  repeats: boolean;
}

const SAMPLE_ROWS = 4096;
/** Values turned into JavaScript strings at a time: a few milliseconds of the event loop. */
const SAMPLE_CELLS = 40_000;
/**
 * A kind below this in the sample is not tried on the whole column. It decides nothing by itself: a column of which
 * 95 % parse (the rule) falls below half in a sample of hundreds only with a chance beyond astronomy, and tables of up
 * to SAMPLE_ROWS rows are looked at whole.
 */
const CANDIDATE_SHARE = 0.5;

/** In a sample of at least so many rows, at most this share of the cells is distinct. */
const WORTH_COLLECTING = 2000;
const REPEATING_SHARE = 0.8;

export async function sampleColumns(connection: DuckDBConnection, raw: RawTable): Promise<ColumnSample[]> {
  const samples: ColumnSample[] = [];
  const columnsAtATime = Math.max(1, Math.floor(SAMPLE_CELLS / Math.min(SAMPLE_ROWS, raw.rowCount || 1)));
  const oneIn = Math.ceil(raw.rowCount / SAMPLE_ROWS);
  for (let start = 0; start < raw.headers.length; start += columnsAtATime) {
    const headers = raw.headers.slice(start, start + columnsAtATime);
    const list = headers.map((_, offset) => `c${start + offset + 1}`).join(', ');
    const spread = oneIn > 1 ? `WHERE hash(rowid) % ${oneIn} = 0 OR rowid < 100` : '';
    const reader = await connection.runAndReadAll(`SELECT ${list} FROM ${raw.table} ${spread}`);
    const columns = reader.getColumns() as (string | null)[][];
    samples.push(...headers.map((header, offset) => sampleOf(header, columns[offset] ?? [])));
  }
  return samples;
}

function sampleOf(header: string, raws: (string | null)[]): ColumnSample {
  const first = new Set<string>();
  const cells: string[] = [];
  for (const raw of raws) {
    const cell = cellText(raw);
    if (cell === undefined) continue;
    if (first.size < 5) first.add(cell);
    if (!isNullMarker(cell, 'value')) cells.push(cell);
  }
  const repeats = raws.length >= WORTH_COLLECTING && new Set(cells).size <= cells.length * REPEATING_SHARE;
  return { candidates: candidatesOf(header, cells), first: [...first], repeats };
}

function candidatesOf(header: string, cells: string[]): Set<ColumnKind> {
  const meaning = headerMeaning(header);
  const candidates = new Set<ColumnKind>(['TEXT']);
  const often = (test: (cell: string) => boolean) =>
    cells.length > 0 &&
    cells.reduce((count, cell) => count + (test(cell) ? 1 : 0), 0) >= cells.length * CANDIDATE_SHARE;
  if (often(isBoolean)) candidates.add('BOOLEAN');
  if (often((cell) => isNumber(cell, 'POINT') || isNumber(cell, 'COMMA'))) candidates.add('NUMBER');
  if (often((cell) => readDate(cell, { named: meaning.date }) !== undefined)) candidates.add('DATE');
  if (
    often(
      (cell) => readPeriod(cell, { bareYear: meaning.period, compact: meaning.period, fiscal: false }) !== undefined,
    )
  ) {
    candidates.add('PERIOD');
  }
  return candidates;
}
