import type { Connection } from '../../duckdb/connection.js';
import type { NormalizationOptions, SourceFormat } from '../../model/dataset.js';
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
  return [await readers[format](connection, input)].flat();
}

/** How the file was read, with the evidence, for the lineage. */
export function readingEvidence({ reading }: RawTable): Record<string, unknown> {
  const { evidence, titleRows, ...found } = reading;
  return { ...found, evidence, titleRows: titleRows.length > 0 ? titleRows : undefined };
}
