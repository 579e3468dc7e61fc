import { rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import exceljs from 'exceljs';
import type { Cell } from './cells.js';
import { type Chart, chartParts } from './native-chart.js';
import { repackZip } from './repack-zip.js';

/** How a cell looks: exceljs keeps one style for all cells that are given the same object. */
export type Look = Readonly<Partial<exceljs.Style>>;

export interface SheetRow {
  cells: readonly Cell[];
  /** One for each cell. */
  looks: readonly Look[];
  /** In points; default: one line. */
  height?: number;
  /** 1-based columns, the first and the last, whose cells are one. */
  merged?: readonly [first: number, last: number];
}

export interface Sheet {
  name: string;
  /** In characters of the default font, one for each column. */
  widths: readonly number[];
  rows: Iterable<SheetRow> | AsyncIterable<SheetRow>;
  /** Of a table: the rows and columns that stay in view; the first row is a header that filters and repeats on paper. */
  frozen?: { rows: number; columns: number };
  orientation: 'portrait' | 'landscape';
  /** Columns that are printed, from the first; default: all. */
  printedColumns?: number;
  page: { header: string; footer: string };
}

export interface Workbook {
  properties: Pick<exceljs.Workbook, 'title' | 'subject' | 'keywords' | 'description' | 'creator' | 'created'>;
  sheets: readonly Sheet[];
  /** Cells by the name that formulas may use: `Total` → `Summary!$C$30`. */
  names: ReadonlyMap<string, string>;
  /** On the first sheet. */
  chart: Chart | null;
}

const A4 = 9;
const MARGINS = { left: 0.5, right: 0.5, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 };

const ROWS_BETWEEN_WAITS = 2000;
const NO_BYTES = Buffer.alloc(0);

/** Writes row by row, in bounded memory. The same contents give the same bytes. */
export async function writeWorkbook({ properties, sheets, names, chart }: Workbook, path: string): Promise<void> {
  const written = `${path}.written`;
  const about = { ...properties, lastModifiedBy: properties.creator, modified: properties.created };
  try {
    const options = { filename: written, useStyles: true, useSharedStrings: false };
    const book = Object.assign(new exceljs.stream.xlsx.WorkbookWriter(options), about);
    for (const sheet of sheets) {
      const worksheet = book.addWorksheet(sheet.name, settings(sheet));
      await addRows(worksheet, sheet);
      worksheet.commit();
    }
    for (const [name, cells] of names) book.definedNames.add(cells, name);
    await book.commit();
    await repackZip(written, path, chart === null ? NO_PARTS : chartParts(chart));
  } finally {
    await rm(written, { force: true });
  }
}

const NO_PARTS = { added: new Map<string, string>(), editOf: () => undefined };

function settings({ frozen, orientation, page }: Sheet): Partial<exceljs.AddWorksheetOptions> {
  return {
    views: [
      frozen
        ? { state: 'frozen', xSplit: frozen.columns, ySplit: frozen.rows, showGridLines: false }
        : { showGridLines: false },
    ],
    pageSetup: {
      paperSize: A4,
      orientation,
      margins: MARGINS,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: frozen ? 0 : 1,
    },
    headerFooter: { oddHeader: page.header, oddFooter: page.footer },
  };
}

/** Adds the rows, and what depends on how many there are. */
async function addRows(worksheet: exceljs.Worksheet, sheet: Sheet): Promise<void> {
  const { widths, frozen, printedColumns = widths.length } = sheet;
  worksheet.columns = widths.map((width) => ({ width }));
  let count = 0;
  for await (const row of sheet.rows) {
    addRow(worksheet, ++count, row);
    if (count % ROWS_BETWEEN_WAITS === 0) await packed(worksheet);
  }
  // exceljs puts a $ before the column alone, and LibreOffice ignores an area whose rows are relative.
  worksheet.pageSetup.printArea = `A$1:${worksheet.getColumn(printedColumns).letter}$${count}`;
  if (frozen === undefined) return;
  worksheet.pageSetup.printTitlesRow = '1:1';
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count, column: widths.length } };
}

/** Resolves when the archive has taken what was written: exceljs does not wait for it, so memory would hold the sheet. */
async function packed(worksheet: exceljs.Worksheet): Promise<void> {
  // Not in the types of exceljs, which has its own kind of stream. It has a pipe from when the archive begins the file.
  const { pipes } = (worksheet as unknown as { stream: { pipes: readonly Writable[] } }).stream;
  while (pipes.length === 0) await pause(1);
  await Promise.all(pipes.map((pipe) => new Promise((taken) => pipe.write(NO_BYTES, taken))));
}

function addRow(worksheet: exceljs.Worksheet, number: number, { cells, looks, height, merged }: SheetRow): void {
  const row = worksheet.getRow(number);
  for (const [index, value] of cells.entries()) {
    const cell = row.getCell(index + 1);
    cell.value = value;
    cell.style = looks[index]!;
  }
  if (height !== undefined) row.height = height;
  if (merged !== undefined) worksheet.mergeCells(number, merged[0], number, merged[1]);
  row.commit();
}
