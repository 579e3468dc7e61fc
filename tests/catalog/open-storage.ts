import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Catalog } from '../../src/catalog/catalog.js';
import { newDatasetId } from '../../src/catalog/dataset-id.js';
import { createSealVersion } from '../../src/catalog/integrity/seal-version.js';
import { VersionIntegrity } from '../../src/catalog/integrity/version-integrity.js';
import { withReading } from '../../src/catalog/kept-versions.js';
import { FileRecords } from '../../src/catalog/records/file-records.js';
import { VersionFolders } from '../../src/catalog/version-folders.js';
import { Versions } from '../../src/catalog/versions.js';
import type { Engine } from '../../src/duckdb/engine.js';
import { createIngestFile } from '../../src/ingest/pipeline.js';
import type { DatasetRecord } from '../../src/model/dataset.js';
import type { Log } from '../../src/model/log.js';
import type { Column, DatasetSchema } from '../../src/model/schema.js';
import { FileBytes } from '../../src/storage/file-bytes.js';
import { createLayout } from '../../src/storage/layout.js';
import { Processes } from '../../src/storage/processes.js';

/** A storage folder of the test's own, gone when the test is. */
export async function temporaryStorage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'concentric-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What one process holds of a storage folder; open it twice to be two processes. */
export async function openStorage(
  storageDir: string,
  { keepVersions = 3, engine }: { keepVersions?: number; engine?: Engine } = {},
) {
  const layout = createLayout(storageDir);
  const processes = await Processes.join(layout);
  const { owner } = processes;
  const bytes = new FileBytes(layout, owner);
  const folders = new VersionFolders({ bytes, keepVersions });
  const seal = createSealVersion(engine as Engine);
  const integrity = new VersionIntegrity({
    bytes,
    seal,
    readSource: createIngestFile(engine as Engine),
    publish: ({ id, version }, reading) => catalog.change(id, (record) => withReading(record, version, reading)),
    isNewest: (record) => catalog.isNewest(record),
    log: silent,
  });
  const versions = new Versions(folders, engine as Engine, integrity);
  const records = await FileRecords.open(layout, owner);
  const catalog = await Catalog.open({ records, bytes, versions, log: silent });
  onTestFinished(async () => {
    folders.close();
    records.close();
    await processes.leave();
  });
  return { layout, bytes, records, processes, seal, folders, versions, catalog, log: silent };
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export function aRecord(
  fields: Partial<DatasetRecord> = {},
): Omit<DatasetRecord, 'revision' | 'createdAt' | 'updatedAt'> {
  return {
    id: newDatasetId(),
    version: 1,
    name: 'Sales',
    status: 'READY',
    failure: null,
    rowCount: 0,
    columnCount: 2,
    source: {
      fileName: 'sales.csv',
      format: 'CSV',
      sizeBytes: 10,
      sha256: 'ab',
      sheet: null,
      sheets: null,
      encoding: null,
      delimiter: null,
      headerRow: null,
    },
    overrides: null,
    reading: null,
    publication: { reason: 'UPLOAD', at: '2024-01-01T00:00:00.000Z' },
    earlier: [],
    pending: null,
    ...fields,
  };
}

export function aColumn(fields: Partial<Column> & { name: string }): Column {
  return {
    originalName: fields.name,
    role: 'CATEGORICAL',
    dataType: 'STRING',
    representation: 'PLAIN',
    cardinality: 1,
    nullRate: 0,
    min: 'a',
    max: 'a',
    samples: ['a'],
    coercions: [],
    description: null,
    timePart: null,
    periodGrain: null,
    reconciliation: { cells: 1, blank: 0, nullMarkers: 0, rejected: 0, typed: 1 },
    rejected: [],
    ...fields,
  };
}

export function aSchema(columns: Column[], fields: Partial<DatasetSchema> = {}): DatasetSchema {
  return {
    datasetId: 'ds_1',
    version: 1,
    rowCount: 1,
    columns,
    periodGrain: 'NONE',
    periodGrainCandidates: [],
    timeCandidates: [],
    timeColumns: [],
    warnings: [],
    rowsLeftOut: [],
    ...fields,
  };
}
