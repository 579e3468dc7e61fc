import { link, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '../../duckdb/connection.js';
import { quotePath, quoteText } from '../../duckdb/quote.js';
import { canonicalJson, type Json } from '../../model/canonical-json.js';
import { type NormalizationOptions, READING_RULES_VERSION, type StoredRows } from '../../model/dataset.js';
import { filesIn, rowsFile } from '../../storage/layout.js';
import { sha256, sha256OfFile } from '../../storage/sha256.js';
import { errnoCode, ifPresent } from '../../storage/storage-errors.js';
import type { RawTable } from '../read/raw-table.js';
import type { SourceTables } from '../read/read-parts.js';
import { COMPACT_PARQUET, rowGroupRows, rowsOfFile } from '../read/text-table.js';

/**
 * The rows of a source as text, after it was read and shaped, in a Parquet file for each of its tables (docs/adr/0019). The
 * next version with the same source takes them from there. Only of several sources: to most single files nothing is ever
 * added, and their first reading would pay for it.
 *
 * The steps that follow work on these files whether they were written now or by an earlier version, so the result is the
 * same.
 */

const METADATA_KEY = 'concentric_rows';
/** Wider tables take longer to write and to open than files to read again. */
const MAX_COLUMNS = 256;
/** Numbers of RawTable.mergedCells in the metadata of a file. */
const MAX_MERGED_CELLS = 30_000;

/** A table besides its rows. */
type Description = Omit<RawTable, 'table' | 'file' | 'sourceRow' | 'sumFormulas' | 'mergedCells'>;

interface Metadata {
  /** As the reader returned it. */
  read: Description;
  mergedCells: number[];
  shaped: Description;
}

interface Folders {
  /** Of the version. */
  folder: string;
  workFolder: string;
}

/** A digest of what the rows depend on besides the bytes of the source. Corrections of columns apply to later steps. */
export function readWith({ columns: _later, ...options }: NormalizationOptions): string {
  return sha256(canonicalJson({ options: options as Json, rules: READING_RULES_VERSION }));
}

/** Whether the rows of a table are stored. Which cells are filled from above depends on the other sources. */
export function isStorable({ headers, mergedCells }: RawTable, { fillDown }: NormalizationOptions): boolean {
  const isNarrow = headers.length > 0 && headers.length <= MAX_COLUMNS;
  return isNarrow && fillDown === undefined && (mergedCells?.length ?? 0) <= MAX_MERGED_CELLS;
}

/** Stores the rows of a table and returns the table of the stored rows, with the SHA-256 of their file. */
export async function storeRows(
  connection: Connection,
  { read, shaped }: { read: RawTable; shaped: RawTable },
  { folder, workFolder }: Folders,
): Promise<{ table: RawTable; digest: string }> {
  const table = `${read.table}_stored`;
  const path = join(workFolder, `${table}.parquet`);
  const metadata: Metadata = {
    read: descriptionOf(read),
    mergedCells: [...(read.mergedCells ?? [])],
    shaped: descriptionOf(shaped),
  };
  const cells = shaped.headers.map((_, index) => `c${index + 1}`);
  await connection.run(
    `COPY (SELECT ${cells.join(', ')}, (${shaped.sourceRow})::BIGINT AS source_row FROM ${shaped.table})
     TO ${quoteText(path)} (${COMPACT_PARQUET}, ROW_GROUP_SIZE ${rowGroupRows(cells.length + 1)},
       KV_METADATA {${METADATA_KEY}: ${quoteText(JSON.stringify(metadata))}})`,
  );
  const digest = await sha256OfFile(path);
  await mkdir(filesIn.rows(folder), { recursive: true });
  await linkOnce(path, join(folder, rowsFile(digest)));
  const rows = await rowsOfFile(connection, table, path);
  return { table: { ...shaped, ...rows, sourceRow: 'source_row' }, digest };
}

/**
 * The tables of a source from its stored rows; null if these were read with other options or by other rules, or if a file
 * is missing or damaged.
 * @param prefix of the names of the tables in SQL
 */
export async function openRows(
  connection: Connection,
  { name, storedRows }: { name: string; storedRows?: StoredRows | undefined },
  { folder, workFolder, options, prefix }: Folders & { options: NormalizationOptions; prefix: string },
): Promise<SourceTables | null> {
  if (storedRows?.readWith !== readWith(options)) return null;
  const opened = { name, tables: [] as RawTable[], shaped: [] as { table: RawTable; digest: string }[] };
  for (const [nth, digest] of storedRows.files.entries()) {
    const stored = join(folder, rowsFile(digest));
    if ((await ifPresent(() => sha256OfFile(stored))) !== digest) return null;
    const table = `${prefix}_${nth}`;
    const path = join(workFolder, `${table}.parquet`);
    await linkOnce(stored, path);
    const { read, mergedCells, shaped } = await readMetadata(connection, path);
    const rows = { ...(await rowsOfFile(connection, table, path)), sourceRow: 'source_row' };
    opened.tables.push({ ...read, ...rows, mergedCells: Int32Array.from(mergedCells) });
    opened.shaped.push({ table: { ...shaped, ...rows }, digest });
  }
  return opened;
}

async function readMetadata(connection: Connection, path: string): Promise<Metadata> {
  const found = await connection.runAndReadAll(
    `SELECT decode(value) FROM parquet_kv_metadata(${quotePath(path)}) WHERE decode(key) = ${quoteText(METADATA_KEY)}`,
  );
  return JSON.parse(found.getRows()[0]?.[0] as string) as Metadata;
}

/** Removes the files of rows that the version does not have. */
export async function removeOtherRows(folder: string, digests: readonly string[]): Promise<void> {
  const kept = new Set(digests.map((digest) => join(folder, rowsFile(digest))));
  const paths = ((await ifPresent(() => readdir(filesIn.rows(folder)))) ?? []).map((name) =>
    join(filesIn.rows(folder), name),
  );
  for (const path of paths) if (!kept.has(path)) await rm(path);
  if (kept.size === 0) await rm(filesIn.rows(folder), { recursive: true, force: true });
}

/** Tables with the same rows share a file. */
async function linkOnce(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errnoCode(error) !== 'EEXIST') throw error;
  }
}

function descriptionOf(raw: RawTable): Description {
  const { table, file, sourceRow, sumFormulas, mergedCells, ...description } = raw;
  return description;
}
