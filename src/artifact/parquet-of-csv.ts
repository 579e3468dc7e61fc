import { rm } from 'node:fs/promises';
import type { Connection } from '../duckdb/connection.js';
import { quotePath, quoteText } from '../duckdb/quote.js';
import { sync } from '../storage/durable.js';

/**
 * Writes the rows of a CSV file as Parquet, durably. The CSV is made by `writeCsv` and removed afterwards; it has a header, LF
 * as line ends, and empty cells for NULL, quoted ones for empty texts.
 * @param types of its columns, in their order
 * @param selected SQL of the columns of the Parquet file
 */
export async function writeParquetOfCsv(
  connection: Connection,
  path: string,
  writeCsv: (csvPath: string) => Promise<void>,
  { types, selected }: { types: Readonly<Record<string, string>>; selected: string },
): Promise<void> {
  const csv = `${path}.csv`;
  const columns = Object.entries(types).map(([name, type]) => `${quoteText(name)}: ${quoteText(type)}`);
  try {
    await writeCsv(csv);
    await connection.run(
      `COPY (
         SELECT ${selected}
         FROM read_csv(${quotePath(csv)}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
           new_line = '\\n', nullstr = '', allow_quoted_nulls = false, strict_mode = true, parallel = false,
           columns = {${columns.join(', ')}})
       ) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await sync(path);
  } finally {
    await rm(csv, { force: true });
  }
}
