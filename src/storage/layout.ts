import { randomBytes } from 'node:crypto';
import { join, resolve, sep } from 'node:path';
import { ANALYSIS_FILES, type AnalysisFile } from '../model/analysis.js';
import { safeName } from './safe-name.js';

export type Layout = ReturnType<typeof createLayout>;

/** Exactly the names that this service writes; a copy such as `dataset.003.json` does not match. */
const RECORD = /^dataset\.([1-9]\d{0,14})\.json$/;
const VERSION = /^v([1-9]\d{0,14})$/;
const TEMPORARY = /^\.tmp-(.+)-[0-9a-f]{12}$/;

/** The folder of a version's analyses. They name their version, so a new version does not take them over. */
export const ANALYSES = 'analyses';

/**
 * All paths below the storage folder, absolute. Callers must validate ids, versions and owners; file names of clients are
 * made safe here.
 *
 *     datasets/catalog.log                               one line per change (catalog/records/change-log.ts)
 *     datasets/<id>/dataset.<revision>.json              the record; the highest revision is the truth
 *     datasets/<id>/v<version>/source/<safe name>        the uploaded files, unchanged
 *     datasets/<id>/v<version>/normalized.parquet, names.parquet, provenance.parquet, schema.json, lineage.json
 *     datasets/<id>/v<version>/rows/<sha256>.parquet     rows of one of several sources, as read (ingest/shape/stored-rows.ts)
 *     datasets/<id>/v<version>/analyses/<hash>.{json,csv,xlsx,…}  model/analysis.ts, ANALYSIS_FILES
 *     datasets/<id>/entities/<sha256>.json               which names of a column are one (entities/mapping-files.ts)
 *     datasets/<id>/.tmp-<owner>-<random>                files being written, and uploads not yet read
 *     link-secret                                        the secret that signs download links (storage/kept-secret.ts)
 *     cache-secret                                       the secret that seals values in Redis (cache/seal.ts)
 *     idempotency/<digest>.json                          the job of an idempotency key (ingest/jobs/idempotency.ts)
 *     progress/<id>.json                                 how far a reading is, for other processes (ingest/jobs/file-progress-board.ts)
 *     reserve                                            space for deletions on a full disk (storage/reserve.ts)
 *     records-home                                       the database with the records, if it is one (storage/records-home.ts)
 *     copies/<sha256>/bytes                              copies of objects of the store (storage/objects/disk-cache.ts)
 *     processes/<owner>.json                             the processes that use this folder (storage/processes.ts)
 */
export function createLayout(storageDir: string) {
  const root = resolve(storageDir);
  const datasets = join(root, 'datasets');
  const processes = join(root, 'processes');
  const dataset = (id: string) => join(datasets, id);
  const version = (id: string, number: number) => join(datasets, id, `v${number}`);

  return {
    root,
    datasets,
    processes,
    linkSecret: join(root, 'link-secret'),
    cacheSecret: join(root, 'cache-secret'),
    reserve: join(root, 'reserve'),
    recordsHome: join(root, 'records-home'),
    copies: join(root, 'copies'),
    idempotency: join(root, 'idempotency'),
    progress: join(root, 'progress'),
    progressOf: (id: string) => join(root, 'progress', `${id}.json`),
    catalogLog: join(datasets, 'catalog.log'),
    process: (owner: string) => join(processes, `${owner}.json`),

    dataset,
    /** Used for every cached answer; `join` would cost as much as the lookup of the file. */
    record: (id: string, revision: number) => `${datasets}${sep}${id}${sep}dataset.${revision}.json`,
    /** A unique name for a file or folder of the dataset that `owner` is writing. */
    temporary: (id: string, owner: string) => join(dataset(id), temporaryName(owner)),

    version,
    parquet: (id: string, number: number) => join(version(id, number), 'normalized.parquet'),
    schema: (id: string, number: number) => join(version(id, number), 'schema.json'),
    lineage: (id: string, number: number) => join(version(id, number), 'lineage.json'),
    analyses: (id: string, number: number) => join(version(id, number), ANALYSES),
    analysis: (id: string, number: number, hash: string, file: AnalysisFile) =>
      join(version(id, number), ANALYSES, `${hash}.${ANALYSIS_FILES[file]}`),
  };
}

/** A file of a version, by its name in the version's folder; `source/…` are the uploaded files. */
export type VersionFile =
  | 'normalized.parquet'
  | 'names.parquet'
  | 'provenance.parquet'
  | 'schema.json'
  | 'lineage.json'
  | `rows/${string}`
  | `source/${string}`;

/** @param source a SourceFile: its name on disk is a safe version of its file name, unless another was taken */
export function sourceFile({ fileName, storedAs }: StoredSource): VersionFile {
  return `source/${storedAs ?? safeName(fileName)}`;
}

export interface StoredSource {
  fileName: string;
  storedAs?: string;
}

/** The files of a version that is still being written, in its temporary folder. */
export const filesIn = {
  source: (folder: string, source: StoredSource) => join(folder, sourceFile(source)),
  parquet: (folder: string) => join(folder, 'normalized.parquet'),
  /** Only where columns have ids (names/names.ts). */
  names: (folder: string) => join(folder, 'names.parquet'),
  /** Absent in versions of earlier releases (provenance/provenance.ts). */
  provenance: (folder: string) => join(folder, 'provenance.parquet'),
  schema: (folder: string) => join(folder, 'schema.json'),
  lineage: (folder: string) => join(folder, 'lineage.json'),
  /** Folder of the rows of several sources (ingest/shape/stored-rows.ts). */
  rows: (folder: string) => join(folder, 'rows'),
};

/** @param sha256 of the file */
export function rowsFile(sha256: string): VersionFile {
  return `rows/${sha256}.parquet`;
}

/** The keys of a dataset's files in the store of bytes (bytes.ts). */
export const keys = {
  dataset: (id: string) => id,
  inDataset: (id: string, name: string) => `${id}/${name}`,
  version: (id: string, version: number) => `${id}/v${version}`,
  versionFile: (id: string, version: number, file: VersionFile) => `${id}/v${version}/${file}`,
  analyses: (id: string, version: number) => `${id}/v${version}/${ANALYSES}`,
  analysis: (id: string, version: number, hash: string, file: AnalysisFile) =>
    `${id}/v${version}/${ANALYSES}/${hash}.${ANALYSIS_FILES[file]}`,
  entityMappings: (id: string) => `${id}/entities`,
  entityMapping: (id: string, sha256: string) => `${id}/entities/${sha256}.json`,
};

/** Whether a key is that of a whole dataset. */
export function isDatasetKey(key: string): boolean {
  return !key.includes('/');
}

/** The dataset of a key. */
export function datasetOf(key: string): string {
  return key.split('/', 1)[0]!;
}

/** The kind of an entry of a dataset's folder, by its name. */
export type DatasetEntry =
  | { kind: 'record'; revision: number }
  | { kind: 'version'; version: number }
  | { kind: 'temporary'; owner: string }
  | { kind: 'other' };

export function readEntry(name: string): DatasetEntry {
  const record = RECORD.exec(name);
  if (record) return { kind: 'record', revision: Number(record[1]) };
  const version = VERSION.exec(name);
  if (version) return { kind: 'version', version: Number(version[1]) };
  const temporary = TEMPORARY.exec(name);
  if (temporary) return { kind: 'temporary', owner: temporary[1] ?? '' };
  return { kind: 'other' };
}

/** A unique name for a file or folder that `owner` is writing. */
export function temporaryName(owner: string): string {
  return `.tmp-${owner}-${randomBytes(6).toString('hex')}`;
}
