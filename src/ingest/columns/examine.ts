import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions } from '../../model/dataset.js';
import type { RawTable } from '../read/raw-table.js';
import type { ColumnCells, Overview } from './column-cells.js';
import { cellsAlone, cellsSideBySide } from './column-query.js';
import { type DateColumn, examineDates } from './examine-dates.js';
import { examineNumbers, type NumberColumn } from './examine-numbers.js';
import { examinePeriods, type PeriodColumn } from './examine-periods.js';
import { overviewOf } from './overview.js';
import { CANDIDATE_SHARE, type ColumnKind, type ColumnSample, SAMPLE_CHARACTERS, sampleColumns } from './sample.js';

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
/** Rows from which on the cells of a column are worth a query of its own, unless there are many columns. */
const LONG_ROWS = 20_000;
const WIDE_COLUMNS = 256;
/** Examined side by side: so many columns at most, and characters a row, since thousands of rows are copied at a time. */
const SIDE_BY_SIDE = { columns: 64, characters: 16_384 };

export async function examineColumns(
  connection: Connection,
  raw: RawTable,
  options: NormalizationOptions,
): Promise<ColumnReading[]> {
  const samples = await sampleColumns(connection, raw);
  const columns = raw.headers.map((header, at) => ({ raw: `c${at + 1}`, header, sample: samples[at]! }));
  const isLong = raw.rowCount >= LONG_ROWS && columns.length <= WIDE_COLUMNS;
  const readings: ColumnReading[] = [];
  for (const group of isLong ? columns.map((column) => [column]) : neighbours(columns)) {
    if (group.length === 1) readings.push(await examineAlone(connection, raw.table, group[0]!, options));
    else readings.push(...(await examineSideBySide(connection, raw.table, group, options)));
  }
  return readings;
}

/** Columns that follow each other, in groups that are examined side by side; one of long texts is alone. */
function neighbours(columns: readonly SampledColumn[]): SampledColumn[][] {
  const groups: SampledColumn[][] = [];
  let characters = 0;
  for (const column of columns) {
    const { longest } = column.sample;
    const isLong = longest === SAMPLE_CHARACTERS;
    characters += isLong ? SIDE_BY_SIDE.characters : longest;
    const group = groups.at(-1);
    if (group && group.length < SIDE_BY_SIDE.columns && characters < SIDE_BY_SIDE.characters) group.push(column);
    else {
      groups.push([column]);
      characters = isLong ? SIDE_BY_SIDE.characters : longest;
    }
  }
  return groups;
}

interface SampledColumn {
  raw: string;
  header: string;
  sample: ColumnSample;
}

async function examineAlone(
  connection: Connection,
  table: string,
  { raw, header, sample }: SampledColumn,
  options: NormalizationOptions,
): Promise<ColumnReading> {
  const distinct = sample.repeats ? await collectDistinct(connection, table, raw) : null;
  const source = cellsAlone(connection, raw, distinct ?? `(SELECT ${raw}, 1 AS n FROM ${table})`);
  return examine(connection, await overviewOf({ raw, header, source, distinct }, sample), options);
}

/** Where cells repeat, each is looked at once: that costs less than one look at all of them. */
async function collectDistinct(connection: Connection, table: string, column: string): Promise<string> {
  const distinct = `${column}_distinct`;
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${distinct} AS SELECT ${column}, count(*) AS n FROM ${table} GROUP BY ${column}`,
  );
  return distinct;
}

/** What is asked of one is asked of its neighbours with it. */
async function examineSideBySide(
  connection: Connection,
  table: string,
  columns: readonly SampledColumn[],
  options: NormalizationOptions,
): Promise<ColumnReading[]> {
  const cells = `${table}_cells`;
  const raws = columns.map(({ raw }) => raw);
  const sources = await cellsSideBySide(connection, raws, { table: cells, from: table });
  const examined = await Promise.allSettled(
    columns.map(async ({ raw, header, sample }, at) => {
      const column = await overviewOf({ raw, header, source: sources[at]!, distinct: null }, sample);
      return examine(connection, column, options);
    }),
  );
  await connection.run(`DROP TABLE ${cells}`);
  // All were awaited before one that failed ends the ingest and with it the connection.
  return examined.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** The first kind of the ladder under which enough cells parse: boolean, number, date (whole periods included), text. */
async function examine(
  connection: Connection,
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
    if (found) return asText(column, { mixed: 0, zeros: true });
  }
  return asText(column, { mixed: mixed >= CANDIDATE_SHARE ? mixed : 0, zeros: false });
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

async function asText(column: Overview, found: Pick<TextColumn, 'mixed' | 'zeros'>): Promise<ColumnReading> {
  const cells = cellsOf(column);
  if (column.literalNa > 0 && (await holdsTwoLetterCodes(column))) {
    const nullMarkers = column.textMarkers - column.literalNa;
    return { ...cells, markers: 'text-without-na', nullMarkers, kind: 'TEXT', ...found };
  }
  return { ...cells, markers: 'text', nullMarkers: column.textMarkers, kind: 'TEXT', ...found };
}

/** Whether every cell is two capital letters and some are not NA: country or state codes, among which NA is Namibia. */
async function holdsTwoLetterCodes({ source, trim }: Overview): Promise<boolean> {
  const select = ["NOT regexp_full_match(cell, '[A-Z]{2}')", "cell <> 'NA'"].map(
    (condition) => `count(*) FILTER (${condition})`,
  );
  const [found] = await source.ask({ trim, select });
  const [others, codes] = found!.map(Number);
  return others === 0 && codes! > 0;
}

function cellsOf(column: Overview): ColumnCells {
  const { raw, distinct, header, meaning, cell, trimmed, filled, longest, markers, nullMarkers, samples } = column;
  return { raw, distinct, header, meaning, cell, trimmed, filled, longest, markers, nullMarkers, samples };
}
