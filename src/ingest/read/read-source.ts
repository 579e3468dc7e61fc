import { extname } from 'node:path';
import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions, SourceFormat } from '../../model/dataset.js';
import type { Warning } from '../../model/schema.js';
import { readParquet } from './parquet/read-parquet.js';
import type { RawTable } from './raw-table.js';
import { readText } from './text/read-text.js';
import { readWorkbook } from './workbook/read-workbook.js';

type ReadSource = (
  connection: Connection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
) => Promise<RawTable | RawTable[]>;

const readers = {
  CSV: readText,
  TSV: readText,
  XLSX: readWorkbook,
  PARQUET: readParquet,
} satisfies Record<SourceFormat, ReadSource>;

/**
 * Reads a source file into a table of text, or the sheets of a workbook that are to be stacked into one each.
 *
 * @throws UNREADABLE_FILE, NO_TABLE, SHEET_NOT_FOUND, INVALID_OPTION, TOO_MANY_COLUMNS, FILE_TOO_LARGE
 */
export async function readSource(
  connection: Connection,
  { format, ...input }: { format: SourceFormat; path: string; options: NormalizationOptions; workFolder: string },
): Promise<RawTable[]> {
  const tables = [await readers[format](connection, input)].flat();
  const extension = extname(input.path).toLowerCase();
  const isDisguised = (format === 'CSV' || format === 'TSV') && extension === '.xls';
  return isDisguised
    ? tables.map((raw) => ({ ...raw, warnings: [disguisedFormat(extension), ...raw.warnings] }))
    : tables;
}

function disguisedFormat(extension: string): Warning {
  const message = `The file is named ${extension} but holds delimited text, and was read as text. Nothing was lost: the name alone says otherwise.`;
  return { code: 'DISGUISED_FORMAT', message, column: null, count: null };
}

/** How the file was read, with the evidence, for the lineage. */
export function readingEvidence({ reading }: RawTable): Record<string, unknown> {
  const { evidence, titleRows, ...found } = reading;
  return { ...found, evidence, titleRows: titleRows.length > 0 ? titleRows : undefined };
}
