import { csvCell } from '../../artifact/csv-cell.js';
import { withoutFormulas } from '../../artifact/formula-text.js';
import { type ListedRow, type ListedRowsHead, MAX_LISTED_ROWS } from '../../artifact/workbook/listed-rows.js';
import type { Connection } from '../../duckdb/connection.js';
import { numberedParquetSql } from '../../duckdb/quote.js';
import type { Decimal } from '../../model/decimal.js';
import { keysText } from '../../model/entity-key-text.js';
import type { Figure } from '../../model/figure-rows.js';
import { filterText, type NormalFilter } from '../../model/row-filter.js';
import { type Column, labelOf } from '../../model/schema.js';
import { cellAddress } from '../../provenance/cell-address.js';
import { openProvenance, type RowOrigin } from '../../provenance/locate-rows.js';
import { sync } from '../../storage/durable.js';
import { writeLines } from '../../storage/write-lines.js';
import type { Measure } from '../group/measure.js';
import type { ResolvedRequest } from '../parameters/parameters.js';
import { amountOf } from '../shares/amount.js';
import { type FigureQuery, type FigureRowsFiles, type ReadRow, ROW, readRows, selectRows } from './figure-rows.js';

/** Held in memory at a time: some 20 MB. */
const BATCH_CELLS = 200_000;
const MAX_BATCH_ROWS = 20_000;
const MIN_BATCH_ROWS = 100;
const LISTED = 'figure_listed';
/** What stands before the columns of the data. */
const PLACE_COLUMNS = ['source_file', 'source_sheet', 'source_row', 'source_cell', 'row_period', 'row_value'];

/** Filters and searches that select the same rows are the same. */
export interface NormalFigure extends Figure {
  where: NormalFilter | null;
  search: string | null;
}

export interface RowsExport {
  resolved: ResolvedRequest;
  query: FigureQuery;
  figure: NormalFigure;
  columns: readonly Column[];
  /** Whether a source is a workbook. */
  hasSheets: boolean;
}

/**
 * Writes the rows behind a figure in the order of the data, each with its place in the source, what it adds to the figure,
 * and all its cells: RFC 4180 with LF, UTF-8 without BOM, values exact. Texts that a spreadsheet would run are written so
 * that it shows them.
 */
export async function writeRowsCsv(
  connection: Connection,
  files: FigureRowsFiles,
  request: RowsExport,
  path: string,
): Promise<void> {
  const { columns } = request;
  const text = (value: string | null) => (value === null ? '' : csvCell(withoutFormulas(value)));
  const names = columns.map(({ name }) => name);
  const { rows } = await selectedRows(connection, files, request);
  await writeLines(path, async (write) => {
    await write(`${[...placeColumns(names), ...names].map(text).join(',')}\n`);
    for await (const batch of rows) {
      const lines = batch.map(({ source, sheet, rowNumber, address, period, valueExact, cells }) => {
        const places = [text(source), text(sheet), rowNumber, text(address), period ?? '', valueExact];
        // Numbers are written as they are: a minus begins no formula that could do harm.
        const values = cells.map((cell, index) => (columns[index]!.dataType === 'STRING' ? text(cell) : (cell ?? '')));
        return `${[...places, ...values].join(',')}\n`;
      });
      await write(lines.join(''));
    }
  });
  await sync(path);
}

/** Writes the rows behind a figure for the sheet of a workbook (listed-rows.ts): as many as a sheet holds. */
export async function writeWorkbookRows(
  connection: Connection,
  files: FigureRowsFiles,
  request: RowsExport,
  path: string,
): Promise<void> {
  const { figure, resolved, hasSheets } = request;
  const columns = columnsOfQuestionFirst(request);
  const { rowCount, value, rows } = await selectedRows(connection, files, request, MAX_LISTED_ROWS);
  const head: ListedRowsHead = {
    entity: figure.entity ? keysText([figure.entity]) : null,
    ...wordsOf(request),
    period: figure.period,
    rowCount,
    value,
    listed: Math.min(rowCount, MAX_LISTED_ROWS),
    columns: columns.map((column) => ({ header: labelOf(column), dataType: column.dataType, role: column.role })),
    hasSheets,
    hasPeriods: resolved.parameters.periodGrain !== 'NONE',
  };
  const places = columns.map(({ name }) => request.query.columns.indexOf(name));
  await writeLines(path, async (write) => {
    await write(`${JSON.stringify(head)}\n`);
    for await (const batch of rows) {
      const lines = batch.map(({ valueExact: _, cells, ...row }) => {
        const listed: ListedRow = { ...row, cells: places.map((place) => cells[place]!) };
        return `${JSON.stringify(listed)}\n`;
      });
      await write(lines.join(''));
    }
  });
}

/** Which segment the rows are of, and which of them were selected. */
function wordsOf({
  resolved,
  figure: { segment, where, search },
}: RowsExport): Pick<ListedRowsHead, 'segment' | 'selection'> {
  const column = resolved.segment === null ? '' : labelOf(resolved.segment);
  const { kind, name } = segment ?? {};
  const segmentText = {
    VALUE: `${column} ${JSON.stringify(name)}`,
    OTHER: `other ${column}`,
    UNASSIGNED: `no ${column}`,
  };
  const selection = [
    ...(where === null ? [] : [filterText(where)]),
    ...(search === null || search === '' ? [] : [`a cell contains ${JSON.stringify(search)}`]),
  ];
  return {
    ...(kind === undefined ? {} : { segment: segmentText[kind] }),
    ...(selection.length === 0 ? {} : { selection: selection.join(' and ') }),
  };
}

/** Those that the question groups by and reads periods from are printed, then the others in the order of the data. */
function columnsOfQuestionFirst({ columns, resolved: { groupBy, timeColumns } }: RowsExport): Column[] {
  const first = new Set([...groupBy, ...timeColumns].map(({ name }) => name));
  const named = new Map(columns.map((column) => [column.name, column]));
  return [...[...first].map((name) => named.get(name)!), ...columns.filter(({ name }) => !first.has(name))];
}

interface ExportedRow extends ListedRow {
  valueExact: Decimal;
}

/** The rows in batches, and what they are together. */
interface SelectedRows {
  rowCount: number;
  value: number;
  rows: AsyncIterable<ExportedRow[]>;
}

async function selectedRows(
  connection: Connection,
  files: FigureRowsFiles,
  { resolved, query }: RowsExport,
  maxRows = Number.MAX_SAFE_INTEGER,
): Promise<SelectedRows> {
  const rows = numberedParquetSql(files.parquetPath);
  const { measure, selected } = await selectRows(connection, rows, files.namesPath, resolved, query);
  const counted = await connection.runAndReadAll(
    `SELECT count(*)::DOUBLE, coalesce(${measure.digits(`sum(${measure.summand})`)}, '0') FROM ${selected}`,
  );
  const [rowCount, units] = counted.getRowsJS()[0] as [number, string];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${LISTED} AS SELECT ${ROW} FROM ${selected} ORDER BY ${ROW} LIMIT ${maxRows}`,
  );
  return {
    rowCount,
    value: amountOf(BigInt(units), measure.unit).value,
    rows: batches(connection, files, resolved, query, measure),
  };
}

async function* batches(
  connection: Connection,
  { parquetPath, provenancePath }: FigureRowsFiles,
  resolved: ResolvedRequest,
  query: FigureQuery,
  measure: Measure,
): AsyncGenerator<ExportedRow[]> {
  const rows = numberedParquetSql(parquetPath);
  const provenance = await openProvenance(connection, provenancePath);
  const valueColumns = resolved.value === null ? [] : [resolved.value.name];
  const batchRows = Math.max(
    MIN_BATCH_ROWS,
    Math.min(MAX_BATCH_ROWS, Math.floor(BATCH_CELLS / Math.max(1, query.columns.length))),
  );
  for (let after = -1; ; ) {
    const listed = await connection.runAndReadAll(
      `SELECT ${ROW}::DOUBLE FROM ${LISTED} WHERE ${ROW} > ${after} ORDER BY ${ROW} LIMIT ${batchRows}`,
    );
    const numbers = listed.getRows().map(([number]) => number as number);
    if (numbers.length === 0) return;
    const among = `(SELECT ${ROW} FROM ${LISTED} WHERE ${ROW} BETWEEN ${numbers[0]} AND ${numbers.at(-1)})`;
    const read = await readRows(connection, rows, resolved, measure, query.columns, numbers, among);
    const origins = await provenance.locate(numbers, valueColumns);
    yield read.map((row, index) => exportedRow(row, origins[index]!, query));
    after = numbers.at(-1)!;
  }
}

function exportedRow(
  { cells, period, value, valueExact }: ReadRow,
  { part, row, cells: [place] }: RowOrigin,
  { sources }: FigureQuery,
): ExportedRow {
  const { name, hasAddresses } = sources[part.source]!;
  return {
    source: name,
    sheet: part.sheet,
    rowNumber: row,
    address: place && hasAddresses ? cellAddress(part.sheet, place) : null,
    period,
    value,
    valueExact,
    cells: cells.map(({ text }) => text),
  };
}

/** Columns of the data keep their names. */
function placeColumns(names: readonly string[]): string[] {
  return PLACE_COLUMNS.map((base) => {
    let name = base;
    for (let n = 2; names.includes(name); n++) name = `${base}_${n}`;
    return name;
  });
}
