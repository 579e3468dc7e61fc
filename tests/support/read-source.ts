import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/duckdb/connection.js';
import { Engine } from '../../src/duckdb/engine.js';
import type { RawTable } from '../../src/ingest/read/raw-table.js';
import type { NormalizationOptions } from '../../src/model/dataset.js';

type Reader = (
  connection: Connection,
  input: { path: string; options: NormalizationOptions; workFolder: string },
) => Promise<RawTable | RawTable[]>;

export interface ReadSource {
  raw: RawTable;
  rows: (string | null)[][];
  /** The row's number in the source, one a row. */
  sourceRows: number[];
}

/** Reads a file, by its path or its bytes, with a reader of the service, and fetches the whole table. */
export async function readSource(
  reader: Reader,
  file: string | Buffer,
  options: NormalizationOptions = {},
): Promise<ReadSource> {
  return inTemporaryFolder(async (workFolder) => {
    const engine = await openTestEngine(workFolder);
    try {
      const path = typeof file === 'string' ? file : join(workFolder, 'source');
      if (typeof file !== 'string') await writeFile(path, file);
      return await engine.withConnection(async (connection) => {
        const [raw] = [await reader(connection, { path, options, workFolder })].flat() as [RawTable];
        return { raw, ...(await fetchRows(connection, raw)) };
      });
    } finally {
      engine.close();
    }
  });
}

export function openTestEngine(tempDirectory: string): Promise<Engine> {
  return Engine.open({ threads: 2, memoryLimitBytes: 512 * 1024 ** 2, tempDirectory });
}

export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-source-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function fetchRows(connection: Connection, raw: RawTable): Promise<Omit<ReadSource, 'raw'>> {
  const columns = raw.headers.map((_, index) => `c${index + 1}`).join(', ');
  const table = await connection.runAndReadAll(
    `SELECT (${raw.sourceRow})::INTEGER, ${columns} FROM ${raw.table} ORDER BY rowid`,
  );
  const rows = table.getRowsJS();
  return {
    rows: rows.map(([, ...cells]) => cells as (string | null)[]),
    sourceRows: rows.map(([row]) => row as number),
  };
}
