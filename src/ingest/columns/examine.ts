import type { Connection } from '../../duckdb/connection.js';
import type { ColumnOptions, ColumnType, NormalizationOptions } from '../../model/dataset.js';
import { isOfSheets, type RawTable } from '../read/raw-table.js';
import { columnsOfDecimalComma } from './ambiguous-mark.js';
import { areAmounts } from './are-amounts.js';
import { type ColumnCache, MAX_SEPARATE_COLUMNS } from './column-cache.js';
import type { ColumnCells, Examined, Overview } from './column-cells.js';
import { columnOptions, doesFit, kindsToTry, meaningAs, optionsFor } from './column-options.js';
import { sharedColumnSources, singleColumnSource } from './column-query.js';
import { examineAnnotatedNumbers } from './examine-annotated-numbers.js';
import { type DateColumn, examineDates } from './examine-dates.js';
import type { NumberColumn } from './examine-numbers.js';
import { examinePeriods, type PeriodColumn } from './examine-periods.js';
import { wouldLoseCodes } from './lossy-codes.js';
import { overviewOf } from './overview.js';
import {
  type ColumnKind,
  type ColumnSample,
  MAX_SAMPLE_CHARACTERS,
  MIN_CANDIDATE_SHARE,
  sampleColumns,
} from './sample.js';

/** How the cells of a column are read. The decision uses all of its cells (docs/semantics.md §2). */
export type ColumnReading = ColumnCells & (NumberColumn | DateColumn | PeriodColumn | { kind: 'BOOLEAN' } | TextColumn);

export interface TextColumn {
  kind: 'TEXT';
  /** Share of the cells that would parse as another type; 0 if it is too small for a warning. */
  mixed: number;
  /** Whether the cells are codes such as `026`, kept as text because of their leading zeros. */
  zeros: boolean;
}

/** Minimum share of the cells, without blanks and null markers, that must parse for the column to get a type. */
export const MIN_TYPED_SHARE = 0.95;
/** From this number of rows on, each column is queried separately, unless there are more than MAX_SEPARATE_COLUMNS. */
const MIN_LONG_TABLE_ROWS = 20_000;
/** Limits of a group of columns examined together. Characters are per row; thousands of rows are copied at a time. */
const MAX_GROUP = { columns: 64, characters: 16_384 };

export async function examineColumns(
  connection: Connection,
  raw: RawTable,
  { options, cache }: { options: NormalizationOptions; cache: ColumnCache },
): Promise<ColumnReading[]> {
  const given = columnOptions(raw.headers, options.columns);
  const samples = await samplesOf(connection, raw, kindsToTry(given), cache);
  const columns = raw.headers
    .map((header, at) => {
      const sample = at === raw.sourceIndex && !given.has(at) ? asNames(samples[at]!) : samples[at]!;
      return { raw: `c${at + 1}`, header, given: given.get(at) ?? null, sample };
    })
    .filter((column) => column.given?.type !== 'IGNORE');
  const isLong = raw.rowCount >= MIN_LONG_TABLE_ROWS && columns.length <= MAX_SEPARATE_COLUMNS;
  const table: ExaminedTable = { raw, cache, isWorkbook: isOfSheets(raw) };
  const readings: ColumnReading[] = [];
  for (const group of isLong ? columns.map((column) => [column]) : columnGroups(columns)) {
    if (group.length === 1) readings.push(await examineSeparately(connection, table, group[0]!, options));
    else readings.push(...(await examineTogether(connection, table, group, options)));
  }
  if (raw.reading.encoding !== null && options.decimalMark === undefined) {
    const undecided = await columnsOfDecimalComma(connection, raw, readings);
    for (const [index, { raw: name }] of readings.entries()) {
      const column = columns.find((other) => other.raw === name);
      if (column === undefined || !undecided.has(name)) continue;
      const reading = await examineSeparately(connection, table, column, { ...options, decimalMark: 'COMMA' });
      readings[index] = reading.kind === 'NUMBER' ? { ...reading, isMarkOfFile: true } : reading;
    }
  }
  // A sheet named "NA" is a name like any other.
  return readings.map((reading) => (isSourceColumn(raw, reading) ? { ...reading, nullMarkers: 0 } : reading));
}

function isSourceColumn({ sourceIndex }: RawTable, { raw, kind }: ColumnReading): boolean {
  return sourceIndex !== undefined && raw === `c${sourceIndex + 1}` && kind === 'TEXT';
}

/** The names of sources are texts, also those of sheets such as "2024" and "Jan 24". */
function asNames(sample: ColumnSample): ColumnSample {
  return { ...sample, candidates: new Set(['TEXT']), style: null };
}

/** Columns that allMayBeFiscal each other, in groups that are examined side by side; one of long texts is alone. */
function columnGroups(columns: readonly SampledColumn[]): SampledColumn[][] {
  const groups: SampledColumn[][] = [];
  let characters = 0;
  for (const column of columns) {
    const { longest } = column.sample;
    const isLong = longest === MAX_SAMPLE_CHARACTERS;
    characters += isLong ? MAX_GROUP.characters : longest;
    const group = groups.at(-1);
    if (group && group.length < MAX_GROUP.columns && characters < MAX_GROUP.characters) group.push(column);
    else {
      groups.push([column]);
      characters = isLong ? MAX_GROUP.characters : longest;
    }
  }
  return groups;
}

/** The cached sample, unless a person named a kind that it does not show. */
async function samplesOf(
  connection: Connection,
  raw: RawTable,
  kinds: ReadonlyMap<number, ColumnKind>,
  cache: ColumnCache,
): Promise<ColumnSample[]> {
  const samples = await cache.samples(raw);
  const areTried = [...kinds].every(([index, kind]) => samples[index]!.candidates.has(kind));
  return areTried ? samples : sampleColumns(connection, raw, { kinds });
}

interface ExaminedTable {
  raw: RawTable;
  cache: ColumnCache;
  /** Whether the reader printed the numbers. */
  isWorkbook: boolean;
}

interface SampledColumn {
  raw: string;
  header: string;
  given: ColumnOptions | null;
  sample: ColumnSample;
}

async function examineSeparately(
  connection: Connection,
  { raw: table, cache, isWorkbook }: ExaminedTable,
  { raw, header, given, sample }: SampledColumn,
  options: NormalizationOptions,
): Promise<ColumnReading> {
  const distinct = await cache.distinctCells(table, Number(raw.slice(1)) - 1);
  const source = singleColumnSource(connection, raw, distinct ?? `(SELECT ${raw}, 1 AS n FROM ${table.table})`);
  return examine(connection, await overviewOf({ raw, header, given, source, distinct, isWorkbook }, sample), options);
}

/** Examines the columns concurrently, so that their queries are batched. */
async function examineTogether(
  connection: Connection,
  { raw: { table }, isWorkbook }: ExaminedTable,
  columns: readonly SampledColumn[],
  options: NormalizationOptions,
): Promise<ColumnReading[]> {
  const cells = `${table}_cells`;
  const raws = columns.map(({ raw }) => raw);
  const sources = await sharedColumnSources(connection, raws, { table: cells, from: table });
  const examined = await Promise.allSettled(
    columns.map(async ({ raw, header, given, sample }, at) => {
      const source = sources[at]!;
      const column = await overviewOf({ raw, header, given, source, distinct: null, isWorkbook }, sample);
      return examine(connection, column, options);
    }),
  );
  await connection.run(`DROP TABLE ${cells}`);
  // All columns settle before an error is thrown, because the error ends the ingest and closes the connection.
  return examined.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

/** Reads a column as its options say, else as its cells show. */
async function examine(
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<ColumnReading> {
  const { given } = column;
  if (given !== null) {
    const own = optionsFor(given, options);
    const { parsed, reading } =
      given.type === undefined || given.type === 'IGNORE'
        ? { parsed: column.filled, reading: await detect(connection, column, own) }
        : await examineAs(given.type, connection, column, own);
    const isPercent = reading.kind === 'NUMBER' && reading.allPercent;
    if (doesFit(column, { kind: reading.kind, parsed, isPercent })) return reading;
  }
  return detect(connection, { ...column, given: null }, options);
}

/** Reads all cells as one type. Cells that do not parse are rejected, however many they are. */
async function examineAs(
  type: Exclude<ColumnType, 'IGNORE'>,
  connection: Connection,
  column: Overview,
  options: NormalizationOptions,
): Promise<Examined<ColumnReading>> {
  const meaning = meaningAs(type, column.meaning);
  const cells = { ...cellsOf(column), meaning };
  switch (type) {
    case 'TEXT': {
      // Every cell stays as it is in the file; no word means "no value".
      const zeros = (column.common?.leadingZeros ?? 0) > 0;
      return {
        parsed: column.filled,
        reading: { ...cells, markers: 'text', nullMarkers: 0, kind: 'TEXT', mixed: 0, zeros },
      };
    }
    case 'BOOLEAN':
      return { parsed: column.booleans, reading: { ...cells, kind: 'BOOLEAN' } };
    case 'NUMBER': {
      const examined = await examineAnnotatedNumbers(connection, { ...column, meaning }, options);
      return { parsed: examined.parsed, reading: { ...cellsOf(examined.column), ...examined.reading } };
    }
    default: {
      const examineKind = type === 'DATE' ? examineDates : examinePeriods;
      const { parsed, reading } = await examineKind(connection, { ...column, meaning }, options);
      return { parsed, reading: { ...cells, ...reading } };
    }
  }
}

/** Finds the first kind for which enough cells parse: boolean, number, date or period, text. */
async function detect(connection: Connection, column: Overview, options: NormalizationOptions): Promise<ColumnReading> {
  const { candidates, meaning } = column;
  const cells = cellsOf(column);
  const parsable = column.filled - column.valueMarkers;
  const isEnough = (parsed: number) => parsable > 0 && parsed >= parsable * MIN_TYPED_SHARE;
  let mixed = 0;
  const consider = <T>(parsed: number, reading: T): T | undefined => {
    if (isEnough(parsed)) return reading;
    mixed = Math.max(mixed, parsable > 0 ? parsed / parsable : 0);
    return undefined;
  };

  if (candidates.has('BOOLEAN')) {
    if (isEnough(column.booleans)) return { ...cells, kind: 'BOOLEAN' };
  }
  const kinds: ColumnKind[] = ['NUMBER', 'PERIOD', 'DATE'];
  // If the header names a date, a time or a period, 20240131, 1705312800 and 202401 are such, not numbers.
  if (meaning.date || meaning.time) kinds.unshift('DATE');
  if (meaning.period) kinds.unshift('PERIOD');
  for (const kind of new Set(kinds)) {
    if (!candidates.has(kind)) continue;
    if (kind === 'NUMBER') {
      const examined = await examineAnnotatedNumbers(connection, column, options);
      const found = consider(examined.parsed, examined.reading);
      if (found && (await wouldLoseCodes(found, column))) return textReading(column, { mixed: 0, zeros: true });
      if (found || (await areAmounts(examined, parsable))) return { ...cellsOf(examined.column), ...examined.reading };
    } else {
      const { parsed, reading } = await (kind === 'DATE' ? examineDates : examinePeriods)(connection, column, options);
      const found = consider(parsed, reading);
      if (found) return { ...cells, ...found };
    }
  }
  return textReading(column, { mixed: mixed >= MIN_CANDIDATE_SHARE ? mixed : 0, zeros: false });
}

async function textReading(column: Overview, found: Pick<TextColumn, 'mixed' | 'zeros'>): Promise<ColumnReading> {
  const cells = cellsOf(column);
  if (column.literalNa > 0 && (await hasOnlyTwoLetterCodes(column))) {
    const nullMarkers = column.textMarkers - column.literalNa;
    return { ...cells, markers: 'text-without-na', nullMarkers, kind: 'TEXT', ...found };
  }
  return { ...cells, markers: 'text', nullMarkers: column.textMarkers, kind: 'TEXT', ...found };
}

/** Whether all cells are two capital letters and some are not NA: country or state codes, in which NA is Namibia. */
async function hasOnlyTwoLetterCodes({ source, trim }: Overview): Promise<boolean> {
  const select = ["NOT regexp_full_match(cell, '[A-Z]{2}')", "cell <> 'NA'"].map(
    (condition) => `count(*) FILTER (${condition})`,
  );
  const [found] = await source.query({ trim, select });
  const [others, codes] = found!.map(Number);
  return others === 0 && codes! > 0;
}

function cellsOf(column: Overview): ColumnCells {
  const { raw, distinct, allDiffer, header, given, meaning, cell, trimmed, filled, longest } = column;
  const { markers, nullMarkers, samples, sampledNames } = column;
  const place = { raw, distinct, allDiffer, header, given, meaning, cell, trimmed };
  return { ...place, filled, longest, markers, nullMarkers, samples, sampledNames };
}
