import type { DuckDBConnection } from '@duckdb/node-api';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { RawTable } from '../raw-table.js';
import { booleanSql } from './booleans.js';
import { cellSql, edgedSql, isNullMarkerSql, LONGEST_NULL_MARKER, spacedCellSql } from './cell.js';
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
  /** Codes such as `026`, kept as text for their leading zeros. */
  zeros: boolean;
}

/** At least this share of a column's cells, blanks and null markers aside, must parse for it to have a type. */
export const TYPED_SHARE = 0.95;
/** From this share on, the cells of a text column that would parse as another type are worth a warning. */
const MIXED_SHARE = 0.2;

/** More in one query take longer than several queries: planning grows faster than its length. */
const COLUMNS_AT_A_TIME = 16;

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
    `count(*) FILTER (strlen(${name}) BETWEEN 1 AND ${LONGEST_NULL_MARKER})`,
    ...(sample.candidates.has('NUMBER') ? plainNumberCounts(name, `${name}_plain`) : Array(4).fill('0')),
  ]);
  const plain = columns.flatMap(({ raw: name, sample }) =>
    sample.candidates.has('NUMBER') ? [`${isPlainNumberSql(name)} AS ${name}_plain`] : [],
  );
  const names = columns.map(({ raw: name }) => name);
  const first = groupsOf(
    7,
    await numbersOf(
      connection,
      `SELECT ${counts.join(', ')} FROM (SELECT ${[...names, ...plain].join(', ')} FROM ${raw.table})`,
    ),
  );
  const cells: string[] = [];
  for (const [at, { raw: name }] of columns.entries()) {
    cells.push(first[at]![1] === 0 ? `nullif(${name}, '')` : await trimmedCell(connection, raw.table, name));
  }
  const more = columns.flatMap(({ raw: name, sample }, at) => {
    const [filled, edged, short, plainNumbers] = first[at]!;
    // Most columns are settled by now: plain numbers hold no markers, and neither do cells that are all longer.
    const settled = filled === plainNumbers || (edged === 0 && short === 0);
    if (settled && !sample.candidates.has('BOOLEAN')) return [String(filled), '0', '0', '0', '0'];
    return [
      `count(${name})`,
      `count(*) FILTER (${isNullMarkerSql(name, 'value')})`,
      `count(*) FILTER (${isNullMarkerSql(name, 'text')})`,
      `count(*) FILTER (${name} = 'NA')`,
      sample.candidates.has('BOOLEAN') ? `count(${booleanSql(name)})` : '0',
    ];
  });
  const trimmed = columns.map(({ raw: name }, at) => `${cells[at]} AS ${name}`);
  const second = groupsOf(
    5,
    await numbersOf(connection, `SELECT ${more.join(', ')} FROM (SELECT ${trimmed.join(', ')} FROM ${raw.table})`),
  );
  return columns.map(({ raw: name, header, sample }, at) => {
    const [filled, valueMarkers, textMarkers, literalNa, booleans] = second[at]!;
    return {
      raw: name,
      header,
      meaning: headerMeaning(header),
      cell: cells[at]!,
      filled: filled!,
      markers: 'value',
      nullMarkers: valueMarkers!,
      samples: sample.first,
      candidates: sample.candidates,
      valueMarkers: valueMarkers!,
      textMarkers: textMarkers!,
      literalNa: literalNa!,
      booleans: booleans!,
      plain: plainCells(first[at]!.slice(3)),
    };
  });
}

/** As plainCells() takes them. */
function plainNumberCounts(column: string, isPlain: string): string[] {
  const point = `strpos(${column}, '.')`;
  const significant = `CASE WHEN suffix(${column}, '0') THEN strlen(rtrim(${column}, '0')) ELSE strlen(${column}) END`;
  return [
    `count(*) FILTER (${isPlain})`,
    `coalesce(max(CASE WHEN ${point} > 0 THEN ${point} - 1 ELSE strlen(${column}) END) FILTER (${isPlain}), 0)`,
    `coalesce(max(CASE WHEN ${point} > 0 THEN ${significant} - ${point} ELSE 0 END) FILTER (${isPlain}), 0)`,
    `count(*) FILTER (${isPlain} AND starts_with(${column}, '0') AND strlen(${column}) > 1 AND ${column}[2] <> '.')`,
  ];
}

function plainCells([count, integerDigits, fractionDigits, leadingZeros]: number[]): Overview['plain'] {
  return {
    count: count!,
    integerDigits: integerDigits!,
    fractionDigits: fractionDigits!,
    leadingZeros: leadingZeros!,
  };
}

/** The cheapest SQL that trims the cells of a column, some of which have something at their edges. */
async function trimmedCell(connection: DuckDBConnection, table: string, column: string): Promise<string> {
  const [stubborn] = await numbersOf(
    connection,
    `SELECT count(*) FROM (SELECT trim(${column}) AS cell FROM ${table} WHERE ${edgedSql(column)}) WHERE ${edgedSql('cell')} AND cell <> ''`,
  );
  return stubborn === 0 ? spacedCellSql(column) : cellSql(column);
}

function groupsOf(size: number, values: number[]): number[][] {
  return Array.from({ length: values.length / size }, (_, at) => values.slice(at * size, (at + 1) * size));
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
    if (found && !(found.kind === 'NUMBER' && wouldLoseZeros(found, column))) return { ...cells, ...found };
    if (found) return asText(connection, table, column, { mixed: 0, zeros: true });
  }
  return asText(connection, table, column, { mixed: mixed >= MIXED_SHARE ? mixed : 0, zeros: false });
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
  table: string,
  column: Overview,
  found: Pick<TextColumn, 'mixed' | 'zeros'>,
): Promise<ColumnReading> {
  const cells = cellsOf(column);
  if (column.literalNa > 0 && (await holdsTwoLetterCodes(connection, table, column))) {
    const nullMarkers = column.textMarkers - column.literalNa;
    return { ...cells, markers: 'text-without-na', nullMarkers, kind: 'TEXT', ...found };
  }
  return { ...cells, markers: 'text', nullMarkers: column.textMarkers, kind: 'TEXT', ...found };
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
