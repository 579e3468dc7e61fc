import type { DuckDBConnection } from '@duckdb/node-api';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { RawTable } from '../raw-table.js';
import { booleanSql } from './booleans.js';
import { cellSql, edgedSql, isNullMarkerSql } from './cell.js';
import type { ColumnCells, Overview } from './column-cells.js';
import { type DateColumn, examineDates } from './examine-dates.js';
import { examineNumbers, type NumberColumn } from './examine-numbers.js';
import { examinePeriods, type PeriodColumn } from './examine-periods.js';
import { numbersOf } from './first-row.js';
import { headerMeaning } from './header-words.js';
import { isPlainNumberSql } from './numbers.js';
import { type ColumnKind, type ColumnSample, sampleColumns } from './sample.js';

/** How the cells of a column are read, decided on all of its cells (SEMANTICS.md §2). */
export type ColumnReading = ColumnCells & (NumberColumn | DateColumn | PeriodColumn | { kind: 'BOOLEAN' } | TextColumn);

export interface TextColumn {
  kind: 'TEXT';
  /** Share of the cells that would parse as something else, where that is worth telling: 0 for most columns. */
  mixed: number;
}

/** At least this share of a column's cells, blanks and null markers aside, must parse for it to have a type. */
export const TYPED_SHARE = 0.95;
/** From this share on, the cells of a text column that would parse as another type are worth a warning. */
const MIXED_SHARE = 0.2;

const COLUMNS_AT_A_TIME = 100;

export async function examineColumns(
  connection: DuckDBConnection,
  raw: RawTable,
  options: NormalizationOptions,
): Promise<ColumnReading[]> {
  const samples = await sampleColumns(connection, raw);
  const readings: ColumnReading[] = [];
  for (let start = 0; start < raw.headers.length; start += COLUMNS_AT_A_TIME) {
    const overviews = await overview(connection, raw, samples, start, start + COLUMNS_AT_A_TIME);
    for (const column of overviews) readings.push(await examine(connection, raw.table, column, options));
  }
  return readings;
}

async function overview(
  connection: DuckDBConnection,
  raw: RawTable,
  samples: ColumnSample[],
  start: number,
  end: number,
): Promise<Overview[]> {
  const columns = raw.headers.slice(start, end).map((header, offset) => {
    const sample = samples[start + offset]!;
    return { raw: `c${start + offset + 1}`, header, sample };
  });
  const counts = columns.flatMap(({ raw: name, sample }) => [
    `count(nullif(${name}, ''))`,
    `count(*) FILTER (${edgedSql(name)})`,
    `count(*) FILTER (${name} = 'NA')`,
    sample.candidates.has('NUMBER') ? `count(*) FILTER (${isPlainNumberSql(name)})` : '0',
  ]);
  const first = await numbersOf(connection, `SELECT ${counts.join(', ')} FROM ${raw.table}`);
  const cells = columns.map(({ raw: name }, at) => (first[at * 4 + 1]! > 0 ? cellSql(name) : `nullif(${name}, '')`));
  // Columns of plain numbers hold no markers: nothing more has to be counted there.
  const allPlain = columns.map((_, at) => first[at * 4]! > 0 && first[at * 4 + 3] === first[at * 4]);
  const more = columns.flatMap(({ sample }, at) => {
    const cell = cells[at]!;
    if (allPlain[at]) return [];
    return [
      `count(${cell})`,
      `count(*) FILTER (${isNullMarkerSql(cell, 'value')})`,
      `count(*) FILTER (${isNullMarkerSql(cell, 'text')})`,
      sample.candidates.has('BOOLEAN') ? `count(${booleanSql(cell)})` : '0',
    ];
  });
  const second = more.length > 0 ? await numbersOf(connection, `SELECT ${more.join(', ')} FROM ${raw.table}`) : [];
  let next = 0;
  return columns.map(({ raw: name, header, sample }, at) => {
    const [filled, valueMarkers, textMarkers, booleans] = allPlain[at]
      ? [first[at * 4]!, 0, 0, 0]
      : (second.slice(next, (next += 4)) as [number, number, number, number]);
    return {
      raw: name,
      header,
      meaning: headerMeaning(header),
      cell: cells[at]!,
      filled,
      markers: 'value',
      nullMarkers: valueMarkers,
      samples: sample.first,
      candidates: sample.candidates,
      valueMarkers,
      textMarkers,
      literalNa: first[at * 4 + 2]!,
      booleans,
      plainNumbers: first[at * 4 + 3]!,
    };
  });
}

/** The first kind of the ladder under which enough cells parse: boolean, number, date (whole periods included), text. */
async function examine(
  connection: DuckDBConnection,
  table: string,
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
    const found = consider(column.booleans, { kind: 'BOOLEAN' } as const);
    if (found) return { ...cells, ...found };
  }
  const ladder: ColumnKind[] = ['NUMBER', 'PERIOD', 'DATE'];
  // Under a header that names a date or a period, 20240131 and 202401 are what the header says, not numbers.
  if (meaning.date) ladder.unshift('DATE');
  if (meaning.period) ladder.unshift('PERIOD');
  for (const kind of new Set(ladder)) {
    if (!candidates.has(kind)) continue;
    const { parsed, reading } = await examiners[kind as keyof typeof examiners](connection, table, column, options);
    const found = consider(parsed, reading);
    if (found) return { ...cells, ...found };
  }
  return asText(connection, table, column, mixed >= MIXED_SHARE ? mixed : 0);
}

const examiners = { NUMBER: examineNumbers, DATE: examineDates, PERIOD: examinePeriods };

async function asText(
  connection: DuckDBConnection,
  table: string,
  column: Overview,
  mixed: number,
): Promise<ColumnReading> {
  const cells = cellsOf(column);
  if (column.literalNa > 0 && (await holdsTwoLetterCodes(connection, table, column))) {
    const nullMarkers = column.textMarkers - column.literalNa;
    return { ...cells, markers: 'text-without-na', nullMarkers, kind: 'TEXT', mixed };
  }
  return { ...cells, markers: 'text', nullMarkers: column.textMarkers, kind: 'TEXT', mixed };
}

/** Whether every cell is two capital letters and some are not NA: country or state codes, among which NA is Namibia. */
async function holdsTwoLetterCodes(connection: DuckDBConnection, table: string, column: Overview): Promise<boolean> {
  const [others, codes] = await numbersOf(
    connection,
    `SELECT count(*) FILTER (NOT regexp_full_match(cell, '[A-Z]{2}')), count(*) FILTER (cell <> 'NA') ` +
      `FROM (SELECT ${column.cell} AS cell FROM ${table})`,
  );
  return others === 0 && codes! > 0;
}

function cellsOf({ raw, header, meaning, cell, filled, markers, nullMarkers, samples }: Overview): ColumnCells {
  return { raw, header, meaning, cell, filled, markers, nullMarkers, samples };
}
