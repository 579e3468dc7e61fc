import { rm } from 'node:fs/promises';
import type { RowsLeftOut, Warning } from '../../../model/schema.js';
import { withStorage } from '../../../storage/storage-errors.js';
import type { RawTable } from '../raw-table.js';
import { CellContent } from './cell-content.js';
import { chooseTables } from './choose-table.js';
import type { ChosenTable } from './describe-table.js';
import type { TableRequest } from './inspect-sheet.js';
import { readCellStyles } from './number-kinds.js';
import { planColumns } from './plan-columns.js';
import { SharedStrings } from './shared-strings.js';
import { tableWarnings } from './table-warnings.js';
import { readWorkbookParts, type WorkbookParts } from './workbook-parts.js';
import { type TablePlan, type WrittenTable, writeTable } from './write-table.js';
import { ZipArchive } from './zip-archive.js';

export interface ExtractionRequest extends TableRequest {
  path: string;
  /** Path of the CSV file of the first table to write; that of the n-th one ends in `-<n>`. None may exist. */
  csvPath: string;
}

/** Everything a RawTable needs besides the rows. */
export interface Extraction {
  csvPath: string;
  headers: string[];
  rowCount: number;
  csv: WrittenTable['csv'];
  sheet: string;
  sheets: string[];
  headerRow: number | null;
  titleRows: string[][];
  evidence: string[];
  warnings: Warning[];
  rowsLeftOut: RowsLeftOut[];
  sumFormulas: NonNullable<RawTable['sumFormulas']>;
  mergedCells: Int32Array;
  /** 0-based column of the sheet, by header. */
  sheetColumns: readonly number[];
}

/**
 * Extracts the tables of a workbook, each into a CSV file: chooses the sheets, finds the headers, writes the rows. A sheet
 * is read once for the preview and once for the rows. It is read a third time if later rows have cells in unplanned
 * columns, or if the sheet has merged cells.
 *
 * @returns one table, or those that the option `sheets` names
 * @throws UNREADABLE_FILE, FILE_TOO_LARGE, SHEET_NOT_FOUND, NO_TABLE, TOO_MANY_COLUMNS, INVALID_OPTION, STORAGE_UNAVAILABLE
 */
export async function extractTables(request: ExtractionRequest): Promise<Extraction[]> {
  const archive = await ZipArchive.open(request.path);
  try {
    const parts = await readWorkbookParts(archive);
    const content = new CellContent(
      await SharedStrings.read(archive, parts.sharedStrings),
      await readCellStyles(archive, parts.styles),
      parts.dateSystem,
    );
    const extractions: Extraction[] = [];
    for (const chosen of await chooseTables(archive, parts.sheets, content, request)) {
      const nth = extractions.length;
      const csvPath = nth === 0 ? request.csvPath : `${request.csvPath}-${nth + 1}`;
      extractions.push(await extractTable({ archive, content, parts }, chosen, csvPath));
    }
    return extractions;
  } finally {
    archive.close();
  }
}

async function extractTable(
  { archive, content, parts }: { archive: ZipArchive; content: CellContent; parts: WorkbookParts },
  chosen: ChosenTable,
  csvPath: string,
): Promise<Extraction> {
  const { plan, written } = await withStorage('Writing the rows of the workbook', () =>
    writeRows(archive, content, chosen, csvPath),
  );
  const headers = plan.columns.map((column) => chosen.headers.get(column) ?? '');
  return {
    csvPath,
    headers,
    rowCount: written.rowCount,
    csv: written.csv,
    sheet: chosen.sheet,
    sheets: parts.sheets.map(({ name }) => name),
    headerRow: chosen.headerRow,
    titleRows: chosen.titleRows,
    evidence: [...chosen.evidence, ...mergeEvidence(written)],
    warnings: [...chosen.warnings, ...tableWarnings(headers, plan.columns, written)],
    rowsLeftOut: rowsLeftOut(chosen, written),
    mergedCells: written.mergedCells,
    sheetColumns: plan.columns,
    sumFormulas: written.sumFormulas.map(({ row, columns }) => ({
      row,
      columns: columns.map((column) => plan.columns.indexOf(column)).filter((index) => index >= 0),
    })),
  };
}

async function writeRows(
  archive: ZipArchive,
  content: CellContent,
  chosen: ChosenTable,
  csvPath: string,
): Promise<{ plan: TablePlan; written: WrittenTable }> {
  const headerColumns = [...chosen.headers.keys()];
  const columns = planColumns(headerColumns, chosen.dataColumns);
  const headerRow = chosen.headerRow ?? 0;
  const plan = { headerRow, columns, merged: [] };
  const written = await writeTable(archive, chosen.part, content, plan, csvPath);
  if (written.unforeseen.size === 0 && written.merged.length === 0) return { plan, written };

  const completePlan = {
    headerRow,
    columns: planColumns(headerColumns, [...chosen.dataColumns, ...written.unforeseen]),
    merged: written.merged,
  };
  await rm(csvPath);
  return { plan: completePlan, written: await writeTable(archive, chosen.part, content, completePlan, csvPath) };
}

function mergeEvidence({ merged, coveredValues }: WrittenTable): string[] {
  if (merged.length === 0) return [];
  return [`merged ranges: ${merged.length} below the header; ${coveredValues} values under them left out`];
}

function rowsLeftOut(chosen: ChosenTable, { blankRows, repeatedHeaders }: WrittenTable): RowsLeftOut[] {
  const blank = [...chosen.blankRows.rows, ...blankRows.rows].slice(0, 100);
  const reasons: RowsLeftOut[] = [
    { reason: 'BEFORE_HEADER', ...chosen.rowsBefore },
    { reason: 'HEADER', count: chosen.headerRows.length, rows: chosen.headerRows },
    { reason: 'BLANK', count: chosen.blankRows.count + blankRows.count, rows: blank },
    { reason: 'REPEATED_HEADER', ...repeatedHeaders },
  ];
  return reasons.filter(({ count }) => count > 0);
}
