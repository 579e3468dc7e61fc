import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quoteText } from '../../src/duckdb/quote.js';

/** The Parquet file that DuckDB writes of a query; options of COPY such as `COMPRESSION zstd`. */
export async function parquetOf(query: string, options = 'COMPRESSION zstd'): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-parquet-'));
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    const path = join(folder, 'table.parquet');
    await connection.run(`COPY (${query}) TO ${quoteText(path)} (FORMAT parquet, ${options})`);
    return await readFile(path);
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}
