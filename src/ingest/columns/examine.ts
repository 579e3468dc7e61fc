import type { DuckDBConnection } from '@duckdb/node-api';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { RawTable } from '../raw-table.js';
import type { ColumnCells, Overview } from './column-cells.js';
import { type DateColumn, examineDates } from './examine-dates.js';
import { examineNumbers, type NumberColumn } from './examine-numbers.js';
import { examinePeriods, type PeriodColumn } from './examine-periods.js';
import { numbersOf } from './first-row.js';
import { overviewOf } from './overview.js';
import { CANDIDATE_SHARE, type ColumnKind, sampleColumns } from './sample.js';

/** How the cells of a column are read, decided on all of its cells (SEMANTICS.md §2). */
export type ColumnReading = ColumnCells & (NumberColumn | DateColumn | PeriodColumn | { kind: 'BOOLEAN' } | TextColumn);

export interface TextColumn {
  kind: 'TEXT';
  /** Share of the cells that would parse as something else, where that is worth telling: 0 for most columns. */
  mixed: number;
  /** Codes such as `026`, kept as text for their leading zeros. */
  zeros: boolean;
}

/** At least this share of a column's cells, blanks and null markers aside, must parse for it to have a type. */
export const TYPED_SHARE = 0.95;
/** Columns from which on a table is wide, and of a slice of one. */
const WIDE = 256;
const SLICE_COLUMNS = 64;

export async function examineColumns(
  connection: DuckDBConnection,
  raw: RawTable,
  options: NormalizationOptions,
): Promise<ColumnReading[]> {
  const samples = await sampleColumns(connection, raw);
  const readings: ColumnReading[] = [];
  for (const { table, first, headers } of slicesOf(raw)) {
    if (table !== raw.table) await cutSlice(connection, raw, { table, first, headers });
    for (const [at, header] of headers.entries()) {
      const column = await overviewOf(connection, table, `c${first + at + 1}`, header, samples[first + at]!);
      readings.push(await examine(connection, column, options));
    }
    if (table !== raw.table) await connection.run(`DROP TABLE ${table}`);
  }
  return readings;
}

/** Some columns side by side, from index `first` on, and the table they are examined in. */
interface Slice {
  table: string;
  first: number;
  headers: string[];
}

/**
 * Every query about a table takes time for each of its columns, and every column takes several queries: a wide table is
 * examined in slices.
 */
function slicesOf({ table, headers }: RawTable): Slice[] {
  if (headers.length <= WIDE) return [{ table, first: 0, headers }];
  return Array.from({ length: Math.ceil(headers.length / SLICE_COLUMNS) }, (_, at) => {
    const first = at * SLICE_COLUMNS;
    return { table: `${table}_slice`, first, headers: headers.slice(first, first + SLICE_COLUMNS) };
  });
}

async function cutSlice(connection: DuckDBConnection, raw: RawTable, { table, first, headers }: Slice): Promise<void> {
  const names = headers.map((_, at) => `c${first + at + 1}`);
  await connection.run(`CREATE TEMP TABLE ${table} AS SELECT ${names.join(', ')} FROM ${raw.table}`);
}

/** The first kind of the ladder under which enough cells parse: boolean, number, date (whole periods included), text. */
async function examine(
  connection: DuckDBConnection,
  column: Overview,
  options: NormalizationOptions,
): Promise<ColumnReading> {
  const { candidates, meaning } = column;
  const cells = cellsOf(column);
  const parsable = column.filled - column.valueMarkers;
  const enough = (parsed: number) => parsable > 0 && parsed >= parsable * TYPED_SHARE;
  let mixed = 0;
  const consider = <T>(parsed: number, reading: T): T | undefined => {
    if (enough(parsed)) return reading;
    mixed = Math.max(mixed, parsable > 0 ? parsed / parsable : 0);
    return undefined;
  };

  if (candidates.has('BOOLEAN')) {
    if (enough(column.booleans)) return { ...cells, kind: 'BOOLEAN' };
  }
  const ladder: ColumnKind[] = ['NUMBER', 'PERIOD', 'DATE'];
  // Under a header that names a date or a period, 20240131 and 202401 are what the header says, not numbers.
  if (meaning.date) ladder.unshift('DATE');
  if (meaning.period) ladder.unshift('PERIOD');
  for (const kind of new Set(ladder)) {
    if (!candidates.has(kind)) continue;
    const { parsed, reading } = await examiners[kind as keyof typeof examiners](connection, column, options);
    const found = consider(parsed, reading);
    if (found && !(found.kind === 'NUMBER' && wouldLoseZeros(found, column))) return { ...cells, ...found };
    if (found) return asText(connection, column, { mixed: 0, zeros: true });
  }
  return asText(connection, column, { mixed: mixed >= CANDIDATE_SHARE ? mixed : 0, zeros: false });
}

const examiners = { NUMBER: examineNumbers, DATE: examineDates, PERIOD: examinePeriods };

/** A padded code: a zero in front of whole, undecorated numbers, in an identifier or in more than a stray cell. */
const PADDED_SHARE = 0.05;

function wouldLoseZeros(reading: NumberColumn, { meaning, filled }: Overview): boolean {
  if (reading.leadingZeros === 0 || reading.fractionDigits > 0) return false;
  if (meaning.year || meaning.month || meaning.quarter) return false;
  const decorated = reading.features.currency.count + reading.features.percent.count + reading.features.thousands.count;
  return decorated === 0 && (meaning.identifier || reading.leadingZeros >= filled * PADDED_SHARE);
}

async function asText(
  connection: DuckDBConnection,
  column: Overview,
  found: Pick<TextColumn, 'mixed' | 'zeros'>,
): Promise<ColumnReading> {
  const cells = cellsOf(column);
  if (column.literalNa > 0 && (await holdsTwoLetterCodes(connection, column))) {
    const nullMarkers = column.textMarkers - column.literalNa;
    return { ...cells, markers: 'text-without-na', nullMarkers, kind: 'TEXT', ...found };
  }
  return { ...cells, markers: 'text', nullMarkers: column.textMarkers, kind: 'TEXT', ...found };
}

/** Whether every cell is two capital letters and some are not NA: country or state codes, among which NA is Namibia. */
async function holdsTwoLetterCodes(connection: DuckDBConnection, column: Overview): Promise<boolean> {
  const [others, codes] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (NOT regexp_full_match(cell, '[A-Z]{2}')), count(*) FILTER (cell <> 'NA') ` +
      `FROM (SELECT ${column.cell} AS cell FROM ${column.source})`,
  );
  return others === 0 && codes! > 0;
}

function cellsOf(column: Overview): ColumnCells {
  const { raw, source, distinct, header, meaning, cell, trimmed, filled, longest, markers, nullMarkers, samples } =
    column;
  return { raw, source, distinct, header, meaning, cell, trimmed, filled, longest, markers, nullMarkers, samples };
}
