import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from '../../duckdb/connection.js';
import { provesFiscal, readPeriod } from '../../period/read-period.js';
import { mayBeNumber } from '../cells/annotated-numbers.js';
import { isBoolean } from '../cells/booleans.js';
import { cellText, isNameOfNothing, isNullMarker, MAX_VALUE_LENGTH, withoutFormula } from '../cells/cell.js';
import { readDate } from '../cells/dates.js';
import { isBeyondDay, isClock, isLetteredDuration } from '../cells/durations.js';
import { isNumber } from '../cells/numbers.js';
import type { RawTable } from '../read/raw-table.js';
import { type NumberStyle, numberStyle } from './common-numbers.js';
import { headerMeaning } from './header-meaning.js';

export type ColumnKind = 'BOOLEAN' | 'NUMBER' | 'DATE' | 'PERIOD' | 'TEXT';

/** The properties of a column as found in a sample of its rows. */
export interface ColumnSample {
  candidates: ReadonlySet<ColumnKind>;
  /** How the numbers are written; null if this cannot be a column of numbers. */
  style: NumberStyle | null;
  /** The cells that were tested, if this may be a column of numbers. */
  tested: readonly string[];
  mostlyNumbers: boolean;
  /** Up to 5 distinct non-blank cells, in the order of the file. */
  first: string[];
  /** Share of the sampled rows that hold a name which also means a missing value (cells/cell.ts). */
  namesOfNothing: number;
  /** Whether some cells are texts in formulas: `="00123"`. */
  hasFormulas: boolean;
  /** Characters of the longest sampled cell, at most MAX_SAMPLE_CHARACTERS. */
  longest: number;
  /** Whether cells repeat so often that collecting the distinct ones pays off. */
  repeats: boolean;
  /** Whether no sampled cell of a long table occurs twice, as in a column of codes of documents. */
  allDiffer: boolean;
  /** Numbers of the grammar (cells/numbers.ts) in the sample; null if all of its cells are blank. */
  plainNumbers: { areMost: boolean; haveCommas: boolean } | null;
}

const MAX_SAMPLE_ROWS = 4096;
/** Values converted to JavaScript strings per query. */
const MAX_SAMPLE_CELLS = 40_000;
/** Characters of a cell that are sampled: the 1000 that are shown, and one more to recognize longer cells. */
export const MAX_SAMPLE_CHARACTERS = 1001;
/** Cells of a column that are tested, which takes a few milliseconds on the event loop. */
const MAX_TESTED_CELLS = 512;
/**
 * Minimum share of a kind in the sample for the kind to be tried on the whole column. It decides no type: the sample of a
 * column of which 95 % parse has practically no chance of so low a share. From this share on a mixture causes a warning.
 */
export const MIN_CANDIDATE_SHARE = 0.2;
/** Distinct cells are collected from this number of rows on, if at most MAX_NEW_CELL_SHARE of further cells are likely new. */
const MIN_COLLECTED_ROWS = 20_000;
const MAX_NEW_CELL_SHARE = 0.95;

/**
 * @param kinds by index of the column: kinds that are tried whatever the sample holds, because a person named them
 * @param onSample called with each column's sample, before the next is made
 */
export async function sampleColumns(
  connection: Connection,
  raw: Pick<RawTable, 'table' | 'headers' | 'rowCount'>,
  {
    kinds = new Map(),
    onSample,
  }: { kinds?: ReadonlyMap<number, ColumnKind>; onSample?: (sample: ColumnSample, index: number) => void } = {},
): Promise<ColumnSample[]> {
  const samples: ColumnSample[] = [];
  const columnsAtATime = Math.max(1, Math.floor(MAX_SAMPLE_CELLS / Math.min(MAX_SAMPLE_ROWS, raw.rowCount || 1)));
  const step = Math.ceil(raw.rowCount / MAX_SAMPLE_ROWS);
  for (let start = 0; start < raw.headers.length; start += columnsAtATime) {
    const headers = raw.headers.slice(start, start + columnsAtATime);
    const list = headers.map((_, offset) => `c${start + offset + 1}[:${MAX_SAMPLE_CHARACTERS}]`).join(', ');
    const sampleSql = step > 1 ? `WHERE hash(rowid) % ${step} = 0 OR rowid < 100` : '';
    const reader = await connection.runAndReadAll(`SELECT ${list} FROM ${raw.table} ${sampleSql}`);
    const columns = reader.getColumns() as (string | null)[][];
    for (const [offset, header] of headers.entries()) {
      await nextTurn();
      const sample = sampleOf(header, columns[offset] ?? [], raw.rowCount, kinds.get(start + offset));
      samples.push(sample);
      onSample?.(sample, start + offset);
    }
  }
  return samples;
}

function sampleOf(
  header: string,
  raws: (string | null)[],
  rowCount: number,
  given: ColumnKind | undefined,
): ColumnSample {
  const first = new Set<string>();
  const cells: string[] = [];
  let filled = 0;
  let namesOfNothing = 0;
  let hasFormulas = false;
  for (const raw of raws) {
    const written = cellText(raw);
    if (written === undefined) continue;
    filled++;
    const cell = withoutFormula(written);
    if (cell !== written) hasFormulas = true;
    if (first.size < 5) first.add(cell);
    if (isNameOfNothing(cell)) namesOfNothing++;
    if (!isNullMarker(cell, 'value')) cells.push(cell);
  }
  const tested = spread(cells, MAX_TESTED_CELLS);
  const newCells = rowCount >= MIN_COLLECTED_ROWS ? newCellProbability(raws) : null;
  const shares = sharesOf(header, tested);
  const candidates = new Set<ColumnKind>(given ? ['TEXT', given] : ['TEXT']);
  for (const [kind, share] of shares) if (share >= MIN_CANDIDATE_SHARE) candidates.add(kind);
  return {
    candidates,
    style: candidates.has('NUMBER') ? numberStyle(tested) : null,
    tested: candidates.has('NUMBER') ? tested : [],
    mostlyNumbers: shares.get('NUMBER')! >= 0.5,
    first: [...first],
    namesOfNothing: raws.length > 0 ? namesOfNothing / raws.length : 0,
    hasFormulas,
    longest: raws.reduce((max, raw) => Math.max(max, raw?.length ?? 0), 0),
    repeats: newCells !== null && newCells <= MAX_NEW_CELL_SHARE,
    allDiffer: newCells === 1,
    plainNumbers:
      filled === 0 ? null : plainNumbersAmong(candidates.has('NUMBER') ? tested : [], cells.length / filled),
  };
}

/** @param share of the filled cells that the tested ones represent; the others are null markers */
function plainNumbersAmong(tested: readonly string[], share: number): ColumnSample['plainNumbers'] {
  const numbers = tested.filter((cell) => isNumber(cell, 'POINT') || isNumber(cell, 'COMMA'));
  return {
    areMost: tested.length > 0 && (numbers.length / tested.length) * share >= 0.5,
    haveCommas: numbers.some((cell) => cell.includes(',')),
  };
}

/** The probability that the next cell is new: the share of cells that were seen once (Good–Turing). */
function newCellProbability(cells: readonly unknown[]): number {
  const seen = new Map<unknown, number>();
  for (const cell of cells) seen.set(cell, (seen.get(cell) ?? 0) + 1);
  let once = 0;
  for (const times of seen.values()) if (times === 1) once++;
  return once / cells.length;
}

/** At most `max` of the cells, evenly spread. */
function spread(cells: string[], max: number): string[] {
  const step = Math.ceil(cells.length / max);
  return cells.filter((_, index) => index % step === 0);
}

/** The share of the cells that may be of each kind. Each distinct cell is tested once. */
function sharesOf(header: string, cells: string[]): Map<ColumnKind, number> {
  const meaning = headerMeaning(header);
  const distinct = new Map<string, number>();
  for (const cell of cells) distinct.set(cell, (distinct.get(cell) ?? 0) + 1);
  const share = (test: (cell: string) => boolean) => {
    let count = 0;
    for (const [cell, times] of distinct) if (cell.length <= MAX_VALUE_LENGTH && test(cell)) count += times;
    return cells.length > 0 ? count / cells.length : 0;
  };
  const isDate = (cell: string, yearFirst: boolean) =>
    readDate(cell, { named: meaning.date, timed: meaning.time, yearFirst }) !== undefined;
  const areDurations = meaning.duration || [...distinct.keys()].some(isBeyondDay);
  const isNumeric = (cell: string) => mayBeNumber(cell) || isLetteredDuration(cell) || (areDurations && isClock(cell));
  const fiscal = [...distinct.keys()].some(provesFiscal);
  const periods = { bareYear: meaning.period, compact: meaning.period, fiscal };
  return new Map([
    ['BOOLEAN', share(isBoolean)],
    ['NUMBER', share(isNumeric)],
    ['DATE', share((cell) => isDate(cell, false) || isDate(cell, true))],
    ['PERIOD', share((cell) => readPeriod(cell, periods) !== undefined)],
  ]);
}
