import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteIdentifier, quoteText } from '../../src/duckdb/quote.js';
import { detectFormat } from '../../src/ingest/intake/detect-format.js';
import { createIngestFile, type IngestResult } from '../../src/ingest/pipeline.js';
import type { IngestSource } from '../../src/ingest/read/read-parts.js';
import type { NormalizationOptions } from '../../src/model/dataset.js';
import type { Column } from '../../src/model/schema.js';
import { periodKey, periodSql, UNKNOWN_PERIOD } from '../../src/period/period.js';
import { locateRows, type RowOrigin } from '../../src/provenance/locate-rows.js';

export interface Ingested extends IngestResult {
  /** Every row, cells as text. */
  rows: (string | null)[][];
  parquetSha256: string;
  /** The key of the period of every row, at the schema's grain; UNKNOWN where the row has none. */
  periods: string[];
  /** Where each row comes from. */
  origins: RowOrigin[];
  /** The rows of names.parquet; none where no column has ids. */
  names: NameRow[];
  /** The ids of a text column; null where it has none. */
  ids(name: string): (number | null)[] | null;
  column(name: string): Column;
  values(name: string): (string | null)[];
}

/** Tests of larger tables are about other things. */
const MAX_LOCATED_ROWS = 200;

interface NameRow {
  column_name: string;
  id: number;
  text: string;
  key: string;
  folded: number;
}

interface IngestSettings {
  options?: NormalizationOptions;
  threads?: number;
  memoryLimitBytes?: number;
  refuseDuplicates?: boolean;
}

/** Reads content as an upload would be read, without a catalog around it. */
export function ingest(
  content: string | Uint8Array,
  { fileName = 'file.csv', ...settings }: IngestSettings & { fileName?: string } = {},
): Promise<Ingested> {
  return ingestFiles({ [fileName]: content }, settings);
}

/** Reads several files, by name, as the sources of one dataset. */
export async function ingestFiles(
  contents: Record<string, string | Uint8Array>,
  { options = {}, threads = 2, memoryLimitBytes = 512 * 1024 ** 2, refuseDuplicates = false }: IngestSettings = {},
): Promise<Ingested> {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-ingest-'));
  const engine = await Engine.open({
    threads,
    memoryLimitBytes,
    tempDirectory: join(folder, 'spill'),
  });
  try {
    const sources: IngestSource[] = [];
    for (const [name, content] of Object.entries(contents)) {
      const path = join(folder, name);
      await writeFile(path, content);
      sources.push({ name, path, format: await detectFormat(path, name) });
    }
    const result = await createIngestFile(engine)({ sources, options, folder, refuseDuplicates });
    const path = join(folder, 'normalized.parquet');
    const { rows, origins, names, ids } = await engine.withConnection(async (connection) => {
      const cells = result.schema.columns.map(({ name }) => `${quoteIdentifier(name)}::VARCHAR`).join(', ');
      const reader = await connection.runAndReadAll(`SELECT ${cells} FROM ${quoteText(path)}`);
      const namesPath = join(folder, 'names.parquet');
      const listed = existsSync(namesPath) && (await connection.runAndReadAll(`FROM ${quoteText(namesPath)}`));
      const withIds = await connection.runAndReadAll(
        `SELECT COLUMNS('#id$') FROM (SELECT *, 0 AS "#id" FROM ${quoteText(path)})`,
      );
      const located = Array.from({ length: Math.min(reader.currentRowCount, MAX_LOCATED_ROWS) }, (_, row) => row);
      return {
        rows: reader.getRows() as (string | null)[][],
        origins: await locateRows(connection, join(folder, 'provenance.parquet'), located),
        names: (listed ? listed.getRowObjects() : []) as unknown as NameRow[],
        ids: withIds.getColumnsObject() as Record<string, (number | null)[]>,
      };
    });
    const { columns, periodGrain, timeColumns } = result.schema;
    const periods = await engine.withConnection(async (connection) => {
      if (periodGrain === 'NONE') return [];
      const time = timeColumns.map((name) => columns.find((column) => column.name === name)!);
      const reader = await connection.runAndReadAll(`SELECT ${periodSql(time, periodGrain)} FROM ${quoteText(path)}`);
      const ordinals = reader.getRows().map(([ordinal]) => ordinal as number | null);
      return ordinals.map((ordinal) => (ordinal === null ? UNKNOWN_PERIOD : periodKey(ordinal, periodGrain)));
    });
    const parquetSha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    const indexOf = (name: string) => columns.findIndex((column) => column.name === name);
    return {
      ...result,
      rows,
      origins,
      parquetSha256,
      periods,
      names,
      ids: (name) => ids[`${name}#id`] ?? null,
      column: (name) => columns[indexOf(name)]!,
      values: (name) => rows.map((row) => row[indexOf(name)] ?? null),
    };
  } finally {
    engine.close();
    await rm(folder, { recursive: true });
  }
}

/** One column of cells under a header, beside a text column that keeps blank cells from making blank rows. */
export function columnOf(header: string, cells: readonly string[]): string {
  return `${quoteField(header)},beside\n${cells.map((cell) => `${quoteField(cell)},x`).join('\n')}\n`;
}

/** RFC 4180, quotes only where needed. */
export function quoteField(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
