import type { Cell } from './cells.js';
import { fill, font, HEADER_FILL, INK, lineAbove, PAPER, RULE, TOTAL_FILL } from './styles.js';
import type { Look, Sheet, SheetRow } from './write-workbook.js';

/** Excel's limit for the text of a cell. */
const MAX_CELL_CHARACTERS = 32_767;
const MAX_LINES = 20;
const LINE_POINTS = 15;

export interface ColumnOf<Row> {
  header: Cell;
  /** Number format of a header that is a date or a number. */
  headerFormat?: string;
  width: number;
  /** Number format; a column without one holds texts. */
  format?: string | ((row: Row) => string);
  wraps?: boolean;
  /** Aligned as texts are, though it has a number format. */
  isLeft?: boolean;
  /** Not printed: paper would be too narrow. */
  isDetail?: boolean;
  /** @param number of the row on the sheet, from 1: for formulas */
  cell(row: Row, number: number): Cell;
}

export interface TableOptions<Row> {
  name: string;
  page: Sheet['page'];
  /** Columns that stay in view; default: the first. */
  frozenColumns?: number;
  /** Rows that stay in view; default: the header. */
  frozenRows?: number;
  /** Highlighted, as a total is. */
  isStrong?(row: Row): boolean;
  /** Begins a group: a line above it. */
  isFirst?(row: Row, previous: Row | undefined): boolean;
}

/** A sheet of a header and a row for each of `rows`, in the columns given. */
export function tableSheet<Row>(
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { name, page, frozenColumns = 1, frozenRows = 1, ...looks }: TableOptions<Row>,
): Sheet {
  return {
    name,
    page,
    orientation: 'landscape',
    frozen: { rows: frozenRows, columns: frozenColumns },
    rows: tableRows(columns, rows, looks),
    widths: columns.map(({ width }) => width),
    printedColumns: columns.filter(({ isDetail }) => !isDetail).length,
  };
}

async function* tableRows<Row>(
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row> | AsyncIterable<Row>,
  { isStrong, isFirst }: Pick<TableOptions<Row>, 'isStrong' | 'isFirst'>,
): AsyncGenerator<SheetRow> {
  const looksOf = looksByFormat(columns);
  yield headerRow(columns);
  let previous: Row | undefined;
  let number = 1;
  for await (const row of rows) {
    number++;
    const kind = isStrong?.(row) ? 'strong' : previous !== undefined && isFirst?.(row, previous) ? 'first' : 'usual';
    const cells = columns.map(({ cell }) => fitting(cell(row, number)));
    yield { cells, looks: looksOf(row, kind), ...height(columns, cells) };
    previous = row;
  }
}

type Kind = 'usual' | 'strong' | 'first';

/** Few objects for many cells: exceljs keeps one style for all cells that are given the same. */
function looksByFormat<Row>(columns: readonly ColumnOf<Row>[]): (row: Row, kind: Kind) => Look[] {
  const known = new Map<string, Look>();
  return (row, kind) =>
    columns.map(({ format, wraps = false, isLeft = false }) => {
      const numFmt = typeof format === 'function' ? format(row) : format;
      const key = `${kind} ${isLeft} ${wraps} ${numFmt}`;
      let look = known.get(key);
      if (look === undefined) {
        look = cellLook(kind, numFmt, isLeft || numFmt === undefined, wraps);
        known.set(key, look);
      }
      return look;
    });
}

function cellLook(kind: Kind, numFmt: string | undefined, isLeft: boolean, wrapText: boolean): Look {
  const text = { horizontal: 'left', indent: 1, vertical: 'top', wrapText } as const;
  const usual: Look = {
    font: font({ bold: kind === 'strong' }),
    alignment: isLeft ? text : { vertical: 'top' },
    ...(numFmt === undefined ? {} : { numFmt }),
  };
  if (kind === 'strong') return { ...usual, fill: fill(TOTAL_FILL), border: lineAbove(INK) };
  return kind === 'first' ? { ...usual, border: lineAbove(RULE) } : usual;
}

function headerRow<Row>(columns: readonly ColumnOf<Row>[]): SheetRow {
  const side = { text: { horizontal: 'left', indent: 1 }, number: { horizontal: 'right' } } as const;
  const looks = columns.map(
    ({ format, isLeft, headerFormat }): Look => ({
      font: font({ bold: true, color: { argb: PAPER } }),
      fill: fill(HEADER_FILL),
      alignment: { ...side[isLeft || format === undefined ? 'text' : 'number'], vertical: 'middle', wrapText: true },
      ...(headerFormat === undefined ? {} : { numFmt: headerFormat }),
    }),
  );
  // Bold letters, and room for the button of the filter.
  const lines = Math.max(
    ...columns.map(({ header, width }) =>
      typeof header === 'string' ? Math.ceil((header.length * 1.15) / (width - 2.5)) : 1,
    ),
  );
  return { cells: columns.map(({ header }) => header), looks, height: lines * LINE_POINTS + 8 };
}

/** Spreadsheets do not make a row as high as a text that wraps when they open a file. */
function height<Row>(columns: readonly ColumnOf<Row>[], cells: readonly Cell[]): Pick<SheetRow, 'height'> {
  const lines = columns.map(({ wraps, width }, index) => (wraps ? linesOf(cells[index] ?? '', width) : 1));
  const most = Math.max(...lines);
  return most > 1 ? { height: most * LINE_POINTS + 2 } : {};
}

/** How many lines a text takes in a cell of so many characters. */
export function linesOf(cell: Cell, width: number): number {
  return Math.min(MAX_LINES, Math.ceil(String(cell).length / (1.1 * width)));
}

function fitting(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > MAX_CELL_CHARACTERS ? cell.slice(0, MAX_CELL_CHARACTERS) : cell;
}
