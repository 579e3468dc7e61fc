import { fill, font, HEADER_FILL, INK, lineAbove, PAPER, RULE, TOTAL_FILL } from './styles.js';
import { type Cell, type Look, type Sheet, type SheetRow } from './write-workbook.js';

/** Excel's ceiling for the text of a cell. */
const MAX_CELL_CHARACTERS = 32_767;
const LINE_POINTS = 15;

export interface ColumnOf<Row> {
  header: string;
  width: number;
  /** Number format; a column without one holds texts. */
  format?: string;
  hasBars?: boolean;
  wraps?: boolean;
  /** Stays on the screen and off the paper, which would be too narrow. */
  isDetail?: boolean;
  cell(row: Row): Cell;
}

export interface RowLooks<Row> {
  /** Set off, as a total is. */
  isStrong?(row: Row): boolean;
  /** Begins a group: a line above it. */
  isFirst?(row: Row, previous: Row | undefined): boolean;
}

/** A sheet of a header and a row for each of `rows`, in the columns given. */
export function tableSheet<Row>(
  name: string,
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row>,
  page: Sheet['page'],
  looks: RowLooks<Row>,
): Sheet {
  const numbered = columns.map((column, index) => ({ ...column, number: index + 1 }));
  return {
    ...{ name, page, isTable: true, rows: tableRows(columns, rows, looks) },
    widths: columns.map(({ width }) => width),
    barColumns: numbered.filter(({ hasBars }) => hasBars).map(({ number }) => number),
    printed: { columns: columns.filter(({ isDetail }) => !isDetail).length },
  };
}

function* tableRows<Row>(
  columns: readonly ColumnOf<Row>[],
  rows: Iterable<Row>,
  { isStrong, isFirst }: RowLooks<Row>,
): Generator<SheetRow> {
  const usual = columns.map(cellLook);
  const strong = usual.map((look) => ({
    ...look,
    font: font({ bold: true }),
    fill: fill(TOTAL_FILL),
    border: lineAbove(INK),
  }));
  const first = usual.map((look) => ({ ...look, border: lineAbove(RULE) }));
  yield headerRow(columns);
  let previous: Row | undefined;
  for (const row of rows) {
    const looks = isStrong?.(row) ? strong : previous !== undefined && isFirst?.(row, previous) ? first : usual;
    const cells = columns.map(({ cell }) => fitting(cell(row)));
    yield { cells, looks, ...height(columns, cells) };
    previous = row;
  }
}

function cellLook<Row>({ format, wraps = false }: ColumnOf<Row>): Look {
  return format === undefined
    ? { font: font({}), alignment: { horizontal: 'left', indent: 1, vertical: 'top', wrapText: wraps } }
    : { font: font({}), alignment: { vertical: 'top' }, numFmt: format };
}

function headerRow<Row>(columns: readonly ColumnOf<Row>[]): SheetRow {
  const side = { text: { horizontal: 'left', indent: 1 }, number: { horizontal: 'right' } } as const;
  const looks = columns.map(
    ({ format }): Look => ({
      font: font({ bold: true, color: { argb: PAPER } }),
      fill: fill(HEADER_FILL),
      alignment: { ...side[format === undefined ? 'text' : 'number'], vertical: 'middle', wrapText: true },
    }),
  );
  // Bold letters, and room for the button of the filter.
  const lines = Math.max(...columns.map(({ header, width }) => Math.ceil((header.length * 1.15) / (width - 2.5))));
  return { cells: columns.map(({ header }) => header), looks, height: lines * LINE_POINTS + 8 };
}

/** Spreadsheets do not make a row as high as a text that wraps when they open a file. */
function height<Row>(columns: readonly ColumnOf<Row>[], cells: readonly Cell[]): Pick<SheetRow, 'height'> {
  const lines = columns.map(({ wraps, width }, index) =>
    wraps ? Math.min(20, Math.ceil(String(cells[index] ?? '').length / (1.1 * width))) : 1,
  );
  const most = Math.max(...lines);
  return most > 1 ? { height: most * LINE_POINTS + 2 } : {};
}

function fitting(cell: Cell): Cell {
  return typeof cell === 'string' && cell.length > MAX_CELL_CHARACTERS ? cell.slice(0, MAX_CELL_CHARACTERS) : cell;
}
