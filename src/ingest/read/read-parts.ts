import type { Connection } from '../../duckdb/connection.js';
import {
  MAX_STACKED_TABLES,
  type NormalizationOptions,
  type SourceFile,
  type SourceFormat,
  type StoredRows,
} from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { RawTable, TablePart } from './raw-table.js';
import { readSource } from './read-source.js';
import { sheetNotFound } from './workbook/sheet-messages.js';

/** A file of a dataset. */
export interface IngestSource {
  /** Unique among the files. */
  name: string;
  path: string;
  format: SourceFormat;
  /** Its rows, where an earlier version stored them. */
  storedRows?: StoredRows | undefined;
}

/** A file with its tables: one, or several sheets. */
export interface SourceTables {
  name: string;
  tables: RawTable[];
  /** The same tables as they were shaped by an earlier version, with the digests of their files. */
  shaped?: { table: RawTable; digest: string }[];
}

export interface SourcePart extends TablePart {
  /** Index of its file. */
  source: number;
  shaped?: { table: RawTable; digest: string } | undefined;
}

/** @throws the errors of readSource; those of one file among several have its name in front */
export async function readTables(
  connection: Connection,
  { name, path, format }: IngestSource,
  { isOnly, ...context }: { isOnly: boolean; options: NormalizationOptions; workFolder: string },
): Promise<SourceTables> {
  try {
    return { name, tables: await readSource(connection, { path, format, ...context }) };
  } catch (error) {
    if (isOnly || !(error instanceof ConcentricError)) throw error;
    const { code, message, details } = error;
    throw new ConcentricError(code, `${name}: ${message}`, { ...details, source: name }, { cause: error });
  }
}

/**
 * All tables with the labels of their rows: the name of the file; of its sheet where there is one file; of both otherwise.
 * @throws TOO_MANY_SOURCES
 */
export function labelled(sources: readonly SourceTables[]): SourcePart[] {
  const parts = sources.flatMap(({ name, tables, shaped: stored }, source) =>
    tables.map((table, nth): SourcePart => {
      const shaped = stored?.[nth];
      if (tables.length === 1) return { source, label: name, table, shaped };
      const sheet = table.reading.sheet?.trim() || 'sheet';
      return { source, label: sources.length === 1 ? sheet : `${name}: ${sheet}`, table, shaped };
    }),
  );
  if (parts.length > MAX_STACKED_TABLES) {
    throw new ConcentricError(
      'TOO_MANY_SOURCES',
      `The files have ${parts.length} sheets to be stacked; at most ${MAX_STACKED_TABLES} are. Name fewer with the option sheets.`,
      { tables: parts.length, maxTables: MAX_STACKED_TABLES },
    );
  }
  return parts;
}

/** @throws INVALID_OPTION for options that exclude each other */
export function checkSheetOptions({ sheet, sheets }: NormalizationOptions): void {
  const problem =
    sheet !== undefined && sheets !== undefined
      ? 'beside the option sheet. Give one of them'
      : sheets?.length === 0
        ? 'empty. Name at least one sheet, or "*" for all'
        : null;
  if (problem === null) return;
  throw new ConcentricError('INVALID_OPTION', `The option sheets is ${problem}.`, { option: 'sheets' });
}

/** @throws SHEET_NOT_FOUND if a sheet of the option `sheets` is in none of the workbooks */
export function requireSheets(sources: readonly SourceTables[], { sheets = [] }: NormalizationOptions): void {
  if (sheets.includes('*')) return;
  const tables = sources.flatMap((source) => source.tables).filter(({ reading }) => reading.sheets !== null);
  if (tables.length === 0) return;
  const fold = (name: string) => name.trim().toLowerCase();
  const read = new Set(tables.map(({ reading }) => fold(reading.sheet ?? '')));
  const missing = sheets.find((name) => !read.has(fold(name)));
  if (missing === undefined) return;
  const existing = [...new Set(tables.flatMap(({ reading }) => reading.sheets ?? []))];
  throw sheetNotFound(
    missing,
    existing.map((name) => ({ name, visible: true, part: null })),
  );
}

/** How a file was read, for its record. @param rows of the data that came from it */
export function readingOf(
  { tables }: SourceTables,
  rows: number,
): Pick<SourceFile, 'sheet' | 'sheets' | 'sheetsRead' | 'encoding' | 'delimiter' | 'headerRow' | 'rows'> {
  const { encoding, delimiter, sheet, sheets, headerRow } = tables[0]!.reading;
  const reading = { encoding, delimiter, sheet, sheets, headerRow, rows };
  return tables.length === 1 ? reading : { ...reading, sheetsRead: tables.map(({ reading }) => reading.sheet ?? '') };
}
