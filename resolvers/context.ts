import type DataLoader from 'dataloader';
import type { CacheStatistics } from '../src/cache/statistics.js';
import type { IncomingFile } from '../src/ingest/intake/receive-upload.js';
import type { Analysis, AnalysisRequest, Artifact, ArtifactFormat } from '../src/model/analysis.js';
import type { DatasetOrder, DatasetRecord, NormalizationOptions } from '../src/model/dataset.js';
import type { LineageStep } from '../src/model/lineage.js';
import type { Page, PageRequest } from '../src/model/page.js';
import type { Principal } from '../src/model/principal.js';
import type { DatasetProgress } from '../src/model/progress.js';
import type { ColumnOverride, DatasetSchema, PeriodGrain } from '../src/model/schema.js';

/** What the resolvers ask of the rest of the service; src/app.ts knows who answers. */
export interface Context {
  requestId: string;
  /** Who asks. */
  principal: Principal;
  catalog: CatalogPort;
  ingestion: IngestionPort;
  versions: VersionsPort;
  analyses: AnalysesPort;
  links: LinksPort;
  summaries: SummariesPort;
  cache: CachePort;
  /** Pairs of columns worth analysing, best first. */
  suggest(schema: DatasetSchema): AnalysisSuggestion[];
  /** One per request: schemas by `<id>`, in one batch. */
  schemas: DataLoader<DatasetRecord, DatasetSchema | null, string>;
}

export interface DatasetQuery extends PageRequest {
  /** Case-insensitive part of the name or the file name. */
  search?: string | null;
  orderBy: DatasetOrder;
}

export interface CatalogPort {
  /** The newest published record; null where there is none or it was deleted. */
  get(id: string): Promise<DatasetRecord | null>;
  /** @throws VERSION_NOT_REACHED where this host has not seen it within 2 s. */
  getAtLeast(id: string, version: number): Promise<DatasetRecord | null>;
  list(query: DatasetQuery): Promise<Page<DatasetRecord>>;
  /** @throws DATASET_NOT_FOUND, DATASET_NOT_READY, COLUMN_NOT_FOUND, TIME_COLUMNS_INVALID, GRAIN_NOT_AVAILABLE */
  saveSchema(id: string, change: SchemaChange): Promise<DatasetRecord>;
  /** @throws DATASET_NOT_FOUND */
  delete(id: string): Promise<void>;
}

export interface SchemaChange {
  columns?: ColumnOverride[] | null;
  periodGrain?: PeriodGrain | null;
  timeColumns?: string[] | null;
}

/**
 * With `wait` these return when the dataset is READY, and throw where the file could not be read; a first upload that
 * was received whole is then kept as FAILED (its id is in the error's details), so that it can be normalized again.
 * Without `wait` they return as soon as the file is safe on disk.
 */
export interface IngestionPort {
  upload(request: {
    file: IncomingFile;
    name?: string | null;
    wait: boolean;
    options: NormalizationOptions;
  }): Promise<DatasetRecord>;
  replace(request: {
    id: string;
    file: IncomingFile;
    wait: boolean;
    options: NormalizationOptions;
  }): Promise<DatasetRecord>;
  normalize(request: { id: string; wait: boolean; options: NormalizationOptions }): Promise<DatasetRecord>;
  /** How far the newest reading is, at once and until it is DONE or FAILED. @throws DATASET_NOT_FOUND */
  follow(id: string): Promise<AsyncIterableIterator<DatasetProgress>>;
}

export interface SummariesPort {
  /** The schemas of records that are current, in their order, overrides laid over them; null unless READY. */
  getMany(records: readonly DatasetRecord[]): Promise<(DatasetSchema | null | Error)[]>;
}

export interface CachePort {
  /** Removes everything remembered about a dataset; how many values there were. */
  dropDataset(id: string): Promise<number>;
  statistics(): Promise<CacheStatistics>;
}

/** Reads what a published version holds: the record's, which may be that of a kept one. */
export interface VersionsPort {
  /** As it is on disk, with the record's overrides laid over it; null unless READY. */
  schema(record: DatasetRecord): Promise<DatasetSchema | null>;
  /** Empty unless READY. */
  lineage(record: DatasetRecord): Promise<LineageStep[]>;
  /** The first rows as text, dates in ISO form; @throws DATASET_NOT_READY */
  preview(record: DatasetRecord, first: number): Promise<{ columns: string[]; rows: (string | null)[][] }>;
}

export interface AnalysesPort {
  /** @throws DATASET_NOT_READY, COLUMN_NOT_FOUND, COLUMN_NOT_NUMERIC, GRAIN_NOT_AVAILABLE, INVALID_THRESHOLDS, INVALID_TOP_N */
  run(record: DatasetRecord, schema: DatasetSchema, request: AnalysisRequest): Promise<Analysis>;
  /** A stored analysis of the record's version; null where there is none. */
  get(record: DatasetRecord, hash: string): Promise<Analysis | null>;
  /** Which of the versions a stored analysis was made of; null where it is of none. */
  versionOf(records: readonly DatasetRecord[], hash: string): DatasetRecord | null;
  /** Stored for the record's version, newest first. @throws INVALID_CURSOR */
  list(record: DatasetRecord, page: PageRequest): Promise<Page<Analysis>>;
  /** A file of an analysis, made where it is not there yet. @throws CONFLICT where its version is gone */
  artifact(analysis: Analysis, format: ArtifactFormat): Promise<Artifact>;
}

export interface AnalysisSuggestion {
  groupBy: string;
  value: string;
  periodGrain: PeriodGrain;
  /** A sentence. */
  reason: string;
}

export interface LinksPort {
  /** Absolute URL of an artifact of an analysis, and when it stops working (null: never). */
  artifact(analysis: Analysis, format: ArtifactFormat): { url: string; expiresAt: string | null };
}
