import { rm } from 'node:fs/promises';
import exceljs from 'exceljs';
import { type Edit, repackZip } from './repack-zip.js';

export type Cell = string | number | null;

/** How a cell looks: exceljs keeps one style for all cells that are given the same object. */
export type Look = Readonly<Partial<exceljs.Style>>;

export interface SheetRow {
  cells: readonly Cell[];
  /** One for each cell. */
  looks: readonly Look[];
  /** In points; default: one line. */
  height?: number;
}

export interface Sheet {
  name: string;
  /** In characters of the default font, one for each column. */
  widths: readonly number[];
  rows: Iterable<SheetRow>;
  /** The first row is a header and the first column a name: both stay in view, the header filters, both repeat on paper. */
  isTable: boolean;
  /** 1-based columns of shares, 0 to 1, that get bars. */
  barColumns: readonly number[];
  /** Columns that are printed, from the first; and rows, where it is not all. */
  printed: { columns: number; rows?: number };
  page: { header: string; footer: string };
  picture?: Picture;
}

/** A PNG on a sheet, its top left corner at that of the row, in CSS pixels. */
export interface Picture {
  png: Buffer;
  /** What it shows, for those who do not see it. */
  description: string;
  /** 1-based. */
  row: number;
  width: number;
  height: number;
}

export interface Workbook {
  properties: Pick<exceljs.Workbook, 'title' | 'subject' | 'keywords' | 'description' | 'creator' | 'created'>;
  sheets: readonly Sheet[];
  /** Without bars and pictures, which exceljs can write only while it holds every cell in memory, some kB each. */
  isLarge: boolean;
}

const DRAWING = /^xl\/drawings\/[^/]+\.xml$/;
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const A4 = 9;
const MARGINS = { left: 0.5, right: 0.5, top: 0.75, bottom: 0.75, header: 0.3, footer: 0.3 };
const BAR = 'FFBFD6F0';
const NEGATIVE_BAR = 'FFF0C4B4';
const BAR_AXIS = 'FF9AA5B1';

/** The same contents give the same bytes. */
export async function writeWorkbook({ properties, sheets, isLarge }: Workbook, path: string): Promise<void> {
  const written = `${path}.written`;
  const about = { ...properties, lastModifiedBy: properties.creator, modified: properties.created };
  try {
    await (isLarge ? writeAsItComes : writeWhole)(about, sheets, written);
    const description = sheets.find(({ picture }) => picture)?.picture?.description ?? '';
    await repackZip(written, path, (name) => {
      if (isLarge) return undefined;
      return SHEET.test(name) ? withFixedIds : DRAWING.test(name) ? withDescription(description) : undefined;
    });
  } finally {
    await rm(written, { force: true });
  }
}

async function writeWhole(about: Partial<exceljs.Workbook>, sheets: readonly Sheet[], path: string): Promise<void> {
  const book = Object.assign(new exceljs.Workbook(), about);
  for (const sheet of sheets) {
    const worksheet = book.addWorksheet(sheet.name, settings(sheet));
    const count = addRows(worksheet, sheet, () => undefined);
    if (count > 1) {
      for (const column of sheet.barColumns) addBars(worksheet, worksheet.getColumn(column).letter, count);
    }
    if (sheet.picture) addPicture(book, worksheet, sheet.picture);
  }
  await book.xlsx.writeFile(path);
}

async function writeAsItComes(about: Partial<exceljs.Workbook>, sheets: readonly Sheet[], path: string): Promise<void> {
  const options = { filename: path, useStyles: true, useSharedStrings: false };
  const book = Object.assign(new exceljs.stream.xlsx.WorkbookWriter(options), about);
  for (const sheet of sheets) {
    const worksheet = book.addWorksheet(sheet.name, settings(sheet));
    addRows(worksheet, sheet, (row) => row.commit());
    worksheet.commit();
  }
  await book.commit();
}

function settings({ isTable, page }: Sheet): Partial<exceljs.AddWorksheetOptions> {
  return {
    views: [isTable ? { state: 'frozen', xSplit: 1, ySplit: 1, showGridLines: false } : { showGridLines: false }],
    pageSetup: {
      ...{ paperSize: A4, orientation: 'landscape', margins: MARGINS },
      ...{ fitToPage: true, fitToWidth: 1, fitToHeight: isTable ? 0 : 1 },
    },
    headerFooter: { oddHeader: page.header, oddFooter: page.footer },
  };
}

/** Adds the rows, and what depends on how many there are; how many there are. */
function addRows(worksheet: exceljs.Worksheet, sheet: Sheet, afterRow: (row: exceljs.Row) => void): number {
  const { widths, rows, isTable, printed } = sheet;
  worksheet.columns = widths.map((width) => ({ width }));
  let count = 0;
  for (const row of rows) afterRow(addRow(worksheet, ++count, row));

  // exceljs puts a $ before the column alone, and LibreOffice takes no notice of an area whose rows are relative.
  worksheet.pageSetup.printArea = `A$1:${worksheet.getColumn(printed.columns).letter}$${printed.rows ?? count}`;
  if (isTable) {
    Object.assign(worksheet.pageSetup, { printTitlesRow: '1:1', printTitlesColumn: 'A:A' });
    worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: count, column: widths.length } };
  }
  return count;
}

function addRow(worksheet: exceljs.Worksheet, number: number, { cells, looks, height }: SheetRow): exceljs.Row {
  const row = worksheet.getRow(number);
  for (const [index, value] of cells.entries()) {
    const cell = row.getCell(index + 1);
    cell.value = value;
    cell.style = looks[index]!;
  }
  if (height !== undefined) row.height = height;
  return row;
}

function addPicture(book: exceljs.Workbook, worksheet: exceljs.Worksheet, { png, row, ...ext }: Picture): void {
  // exceljs asks for the bytes as an older Buffer, which Node's types tell from today's.
  const image = { buffer: png as unknown as exceljs.Buffer, extension: 'png' } as const;
  worksheet.addImage(book.addImage(image), { tl: { col: 0, row: row - 1 }, ext });
}

/** From 0 to 100 % of the total, so that bars compare across periods. */
function addBars(worksheet: exceljs.Worksheet, letter: string, lastRow: number): void {
  const bars = {
    ...{ type: 'dataBar', priority: 1, gradient: false, negativeBarColorSameAsPositive: false },
    cfvo: [
      { type: 'num', value: 0 },
      { type: 'num', value: 1 },
    ],
    color: { argb: BAR },
    negativeFillColor: { argb: NEGATIVE_BAR },
    axisColor: { argb: BAR_AXIS },
  } satisfies exceljs.DataBarRuleType & Record<'color' | 'negativeFillColor' | 'axisColor', Partial<exceljs.Color>>;
  worksheet.addConditionalFormatting({ ref: `${letter}2:${letter}${lastRow}`, rules: [bars] });
}

/** exceljs ties a bar to its extension by a random id; ours count. */
function withFixedIds(content: Buffer): Buffer {
  let xml = content.toString();
  const ids = Array.from(xml.matchAll(/<x14:id>(\{[-0-9A-F]{36}\})<\/x14:id>/g), ([, id]) => id!);
  for (const [index, id] of ids.entries()) {
    xml = xml.replaceAll(id, `{C0CE2721-0000-4000-8000-${String(index + 1).padStart(12, '0')}}`);
  }
  return Buffer.from(xml);
}

/** What XML cannot hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** exceljs writes no text for those who do not see a picture. */
function withDescription(description: string): Edit {
  const text = description.replaceAll(NOT_XML, '').replaceAll(/[&<>"]/g, (character) => ESCAPES[character]!);
  return (content) => Buffer.from(content.toString().replace('<xdr:cNvPr ', () => `<xdr:cNvPr descr="${text}" `));
}
