import { readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { ClaimFiles } from '../../../src/ingest/jobs/claim-files.js';
import { FileProgressBoard } from '../../../src/ingest/jobs/file-progress-board.js';
import { Ingestion } from '../../../src/ingest/jobs/service.js';
import type { IngestFile } from '../../../src/ingest/pipeline.js';
import type { DatasetRecord } from '../../../src/model/dataset.js';
import { ConcentricError } from '../../../src/model/errors.js';
import { filesIn } from '../../../src/storage/layout.js';
import { sha256OfFile } from '../../../src/storage/sha256.js';
import { aColumn, aSchema, openStorage } from '../../catalog/open-storage.js';

/**
 * Reads a file of lines as far as the workflow needs: the "Parquet" is the text in capitals, each line a row, and the
 * columns are named by the first. `bad …` cannot be read unless the option says where the header is; `bug …` is an internal error.
 */
export const readLines: IngestFile = async ({ sources, options, folder }) => {
  const text = (await Promise.all(sources.map(({ path }) => readFile(path, 'utf8')))).join('\n');
  if (text.startsWith('bad') && options.headerRow === undefined)
    throw new ConcentricError('NO_TABLE', 'No table in it.');
  if (text.startsWith('bug')) throw new TypeError('x is undefined');
  await writeFile(filesIn.parquet(folder), text.toUpperCase());
  const lines = text.split('\n');
  const columns = lines[0]!.split(',').map((name) => aColumn({ name }));
  const { datasetId: _datasetId, version: _version, ...schema } = aSchema(columns, { rowCount: lines.length });
  const reading = { sheet: null, sheets: null, encoding: 'utf-8', delimiter: ',', headerRow: 1 };
  return { schema, lineage: [], sources: sources.map(() => reading) };
};

/** Checksums of files whose "Parquet" is not one. */
async function seal(folder: string) {
  const [parquet, schema, lineage] = await Promise.all(
    [filesIn.parquet(folder), filesIn.schema(folder), filesIn.lineage(folder)].map(sha256OfFile),
  );
  return { parquet: parquet!, schema: schema!, lineage: lineage!, rows: 'not computed' };
}

export async function openIngestion(
  storageDir: string,
  { ingestFile = readLines, maxUploadBytes = 1000 }: { ingestFile?: IngestFile; maxUploadBytes?: number } = {},
) {
  const storage = await openStorage(storageDir);
  const logged: object[] = [];
  const log = { ...storage.log, error: (details: object) => logged.push(details) };
  const ingestion = new Ingestion({
    ...storage,
    claims: new ClaimFiles(storage.layout, storage.processes),
    board: new FileProgressBoard(storage.layout, storage.processes.owner),
    log,
    seal,
    ingestFile,
    maxUploadBytes,
    maxConcurrentIngests: 2,
    detectFormat: async (path) => {
      if ((await readFile(path, 'utf8')).startsWith('<html')) {
        throw new ConcentricError('UNSUPPORTED_FORMAT', 'It holds HTML.');
      }
      return 'CSV';
    },
  });
  onTestFinished(() => ingestion.drain());
  const { layout } = storage;
  return {
    ...storage,
    ingestion,
    logged,
    /** What the current version holds: the rows, as readLines wrote them. */
    rows: (record: DatasetRecord) => readFile(layout.parquet(record.id, record.version), 'utf8'),
  };
}

/** A file part of a request. */
export function aFile(content: string | Readable, fileName = 'sales.csv') {
  return { fileName, stream: typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content };
}

/** The options of a request that waits and leaves everything to be detected. */
export const waiting = { wait: true, options: {} };
