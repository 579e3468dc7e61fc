import { type Amount, type Cell, COUNT, columnLetters, DAY, periodCell, periodFormat } from './cells.js';
import type { ListedColumn, ListedRow, ListedRows } from './listed-rows.js';
import { type ColumnOf, tableSheet } from './table-sheet.js';
import type { Sheet } from './write-workbook.js';

/** A row of the data, or one of the rows that close the sum. */
type SheetRowOf = { kind: 'row'; row: ListedRow } | { kind: 'total' | 'rest'; label: string; value: number };

const TOTAL_ROW = 2;
/** A landscape page with letters that can be read. */
const MAX_PRINTED_WIDTH = 150;
const MAX_TEXT_WIDTH = 40;
const TIMESTAMP_FORMAT = 'yyyy-mm-dd hh:mm:ss';
/** A spreadsheet holds 15 digits of a number. */
const MAX_DIGITS = 15;
/** The days that spreadsheets have: those before March 1900 differ between programs. */
const [FIRST_DAY, LAST_DAY] = ['1900-03-01', '9999-12-31'];

/** The rows behind a figure, each with its place in the source: the total, then row by row, then what does not fit on a sheet. */
export function rowsSheet(listed: ListedRows, amount: Amount, page: Sheet['page']): Sheet {
  const ofRow = (
    header: string,
    width: number,
    cell: (row: ListedRow) => Cell,
    more: Partial<ColumnOf<SheetRowOf>>,
  ) => ({
    header,
    width,
    ...more,
    cell: (each: SheetRowOf) => (each.kind === 'row' ? cell(each.row) : null),
  });
  const columns: ColumnOf<SheetRowOf>[] = [
    {
      header: 'File',
      width: 24,
      cell: (each) => (each.kind === 'row' ? each.row.source : each.label),
    },
    ...(listed.hasSheets ? [ofRow('Sheet', 14, ({ sheet }) => sheet, {})] : []),
    ofRow('Row', 10, ({ rowNumber }) => rowNumber, { format: '0' }),
    ofRow('Cell', 14, ({ address }) => address, {}),
    ...(listed.hasPeriods
      ? [
          ofRow('Period', 12, ({ period }) => (period === null ? null : periodCell(period)), {
            isLeft: true,
            format: (each) => (each.kind === 'row' ? periodFormat(each.row.period ?? '') : '0'),
          }),
        ]
      : []),
  ];
  const value = columnLetters(columns.length + 1);
  const last = TOTAL_ROW + listed.listed;
  const sum = `SUM(${value}${TOTAL_ROW + 1}:${value}${last})`;
  const isWhole = listed.listed === listed.rowCount;
  columns.push({
    header: 'Value',
    width: amount.width,
    format: amount.format,
    cell: (each) => {
      if (each.kind === 'row') return each.row.value;
      if (each.kind === 'rest') return { formula: `${value}${TOTAL_ROW}-${sum}`, result: each.value };
      return isWhole && listed.listed > 0 ? { formula: sum, result: each.value } : each.value;
    },
  });
  const printed = columns.length + printable(columns, listed.columns);
  const all = [...columns, ...listed.columns.map((column, index) => dataColumn(column, index))];
  return tableSheet(
    all.map((column, index) => ({ ...column, isDetail: index >= printed })),
    sheetRows(listed),
    {
      name: 'Rows',
      page,
      frozenColumns: 0,
      frozenRows: TOTAL_ROW,
      isStrong: ({ kind }) => kind === 'total',
      isFirst: ({ kind }) => kind === 'rest',
    },
  );
}

/** How many of the columns of the data fit on the page beside the others; at least one. */
function printable(columns: readonly ColumnOf<SheetRowOf>[], data: readonly ListedColumn[]): number {
  let width = columns.reduce((sum, column) => sum + column.width, 0);
  const beyond = data.findIndex((column) => {
    width += widthOf(column);
    return width > MAX_PRINTED_WIDTH;
  });
  return beyond === -1 ? data.length : Math.max(1, beyond);
}

async function* sheetRows({ rows, rowCount, listed, value }: ListedRows): AsyncGenerator<SheetRowOf> {
  yield { kind: 'total', label: `Total of ${rowCount.toLocaleString('en-US')} rows`, value };
  let rest = value;
  for await (const row of rows) {
    rest -= row.value;
    yield { kind: 'row', row };
  }
  const more = rowCount - listed;
  if (more > 0) {
    yield { kind: 'rest', label: `${more.toLocaleString('en-US')} more rows than a sheet holds`, value: rest };
  }
}

function dataColumn(column: ListedColumn, index: number): ColumnOf<SheetRowOf> {
  const textOf = (each: SheetRowOf) => (each.kind === 'row' ? (each.row.cells[index] ?? null) : null);
  const format = FORMATS[column.dataType](column);
  return {
    header: column.header,
    width: widthOf(column),
    cell: (each) => typedCell(textOf(each), column.dataType),
    ...(format === undefined ? {} : { format: typeof format === 'string' ? format : (each) => format(textOf(each)) }),
  };
}

function widthOf({ header, dataType }: ListedColumn): number {
  const usual = dataType === 'STRING' ? 24 : dataType === 'TIMESTAMP' ? 19 : 14;
  return Math.min(MAX_TEXT_WIDTH, Math.max(usual, Math.ceil(header.length / 2) + 3));
}

/** Number formats by type; of decimals by their text, which has as many digits after the point in each row. */
const FORMATS = {
  STRING: () => undefined,
  BOOLEAN: () => undefined,
  DATE: () => DAY,
  TIMESTAMP: () => TIMESTAMP_FORMAT,
  DOUBLE: () => 'General',
  // Years and numbers of accounts have no separators.
  INTEGER: ({ role }) => (role === 'NUMERIC' ? COUNT : '0'),
  DECIMAL: () => (text) => `#,##0${decimals(text)}`,
} satisfies Record<DataTypeName, (column: ListedColumn) => string | ((text: string | null) => string) | undefined>;

type DataTypeName = ListedColumn['dataType'];

function decimals(text: string | null): string {
  const digits = text?.split('.')[1]?.length ?? 0;
  return digits === 0 ? '' : `.${'0'.repeat(digits)}`;
}

/** Dates as dates and numbers as numbers, where a spreadsheet holds them as they are; else the text. */
function typedCell(text: string | null, dataType: DataTypeName): Cell {
  if (text === null) return null;
  if (dataType === 'BOOLEAN') return text === 'true';
  if (dataType === 'DATE' || dataType === 'TIMESTAMP') {
    const day = text.slice(0, 10);
    const isHeld = /^\d{4}-\d\d-\d\d( |$)/.test(text) && day >= FIRST_DAY && day <= LAST_DAY;
    return isHeld ? new Date(`${text.replace(' ', 'T')}${dataType === 'DATE' ? 'T00:00:00' : ''}Z`) : text;
  }
  if (dataType === 'STRING') return text;
  const number = Number(text);
  const digits = text.replace(/e.*$/i, '').replaceAll(/\D/g, '').replace(/^0+/, '').length;
  const isHeld = Number.isFinite(number) && (dataType === 'DOUBLE' || digits <= MAX_DIGITS);
  return isHeld ? number : text;
}
