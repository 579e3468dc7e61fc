import type DataLoader from 'dataloader';
import type { OtherSide } from '../src/analysis/comparison/compare-request.js';
import type { ComparedPageRequest } from '../src/analysis/comparison/compared-page.js';
import type { EntityPageRequest } from '../src/analysis/entity-list/entity-page.js';
import type { AnalysisSuggestion } from '../src/analysis/suggest/suggestions.js';
import type { CacheStatistics } from '../src/cache/statistics.js';
import type { DatasetQuery } from '../src/catalog/dataset-index.js';
import type { SchemaChange } from '../src/catalog/merge-overrides.js';
import type { MappingChange, MappingOfColumn, SavedEntities } from '../src/entities/entities.js';
import type { ProposalRequest } from '../src/entities/proposals.js';
import type { IncomingFile } from '../src/ingest/intake/receive-upload.js';
import type {
  Analysis,
  AnalysisFile,
  AnalysisRequest,
  Artifact,
  DownloadedFile,
  EntityHistory,
  EntityKey,
  RankedEntity,
} from '../src/model/analysis.js';
import type { ComparedEntity } from '../src/model/comparison.js';
import type { DataRowsPage, DataRowsRequest } from '../src/model/data-rows.js';
import type { DatasetRecord, NormalizationOptions } from '../src/model/dataset.js';
import type { Figure, FigureRows, FigureRowsRequest } from '../src/model/figure-rows.js';
import type { LineageStep } from '../src/model/lineage.js';
import type { Page, PageRequest } from '../src/model/page.js';
import type { Principal } from '../src/model/principal.js';
import type { DatasetProgress } from '../src/model/progress.js';
import type { DatasetSchema } from '../src/model/schema.js';
import type { EntityProposal } from '../src/model/similar-names.js';

/** The ports of the resolvers; src/app.ts provides them. */
export interface Context {
  requestId: string;
  /** Who sent the request. */
  principal: Principal;
  catalog: CatalogPort;
  entities: EntitiesPort;
  ingestion: IngestionPort;
  versions: VersionsPort;
  dataRows: DataRowsPort;
  analyses: AnalysesPort;
  links: LinksPort;
  summaries: SummariesPort;
  cache: CachePort;
  /** Pairs of columns worth analysing, best first. */
  suggest(schema: DatasetSchema): AnalysisSuggestion[];
  /** One per request: loads schemas in one batch. */
  schemas: DataLoader<DatasetRecord, DatasetSchema | null, string>;
}

export interface CatalogPort {
  /** The newest published record; null if there is none or it was deleted. */
  get(id: string): Promise<DatasetRecord | null>;
  /** @throws VERSION_NOT_REACHED if this host has not seen it within 2 s */
  getAtLeast(id: string, version: number): Promise<DatasetRecord | null>;
  list(query: DatasetQuery): Promise<Page<DatasetRecord>>;
  /** @throws DATASET_NOT_FOUND, DATASET_NOT_READY, COLUMN_NOT_FOUND, TIME_COLUMNS_INVALID, GRAIN_NOT_AVAILABLE */
  saveSchema(id: string, change: SchemaChange): Promise<DatasetRecord>;
  /** @throws DATASET_NOT_FOUND, INVALID_INPUT */
  rename(id: string, name: string): Promise<DatasetRecord>;
  /** @throws DATASET_NOT_FOUND */
  delete(id: string): Promise<void>;
}

/** What people decided about the names of columns. */
export interface EntitiesPort {
  /**
   * @throws DATASET_NOT_FOUND, DATASET_NOT_READY, COLUMN_NOT_FOUND, COLUMN_NOT_TEXT, INVALID_INPUT, ENTITY_NAME_UNKNOWN,
   * ENTITY_NAME_REPEATED, ENTITY_CYCLE, ENTITY_MAPPING_CHANGED
   */
  save(change: MappingChange): Promise<SavedEntities>;
  /** Null if none is saved. @throws DATASET_NOT_READY, COLUMN_NOT_FOUND, ENTITY_MAPPING_DAMAGED */
  mapping(record: DatasetRecord, column: string): Promise<MappingOfColumn | null>;
  /** The mappings of all columns. @throws DATASET_NOT_READY, ENTITY_MAPPING_DAMAGED */
  mappings(record: DatasetRecord): Promise<MappingOfColumn[]>;
  /** @throws DATASET_NOT_READY, COLUMN_NOT_FOUND, COLUMN_NOT_TEXT, COLUMN_NOT_NUMERIC, INVALID_CURSOR */
  proposals(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: ProposalRequest,
    page: PageRequest,
  ): Promise<Page<EntityProposal>>;
}

interface FilesRequest {
  files: readonly Promise<IncomingFile>[];
  wait: boolean;
  allowDuplicate?: boolean;
  principal?: string;
  idempotencyKey?: string | null;
}

/**
 * With `wait` these return when the dataset is READY, and throw if the file could not be read. A first upload that was
 * received completely is then kept as FAILED (its id is in the error's details), so that it can be normalized again.
 * Without `wait` they return as soon as the file is safe on disk.
 */
export interface IngestionPort {
  upload(request: FilesRequest & { name?: string | null; options: NormalizationOptions }): Promise<DatasetRecord>;
  replace(request: FilesRequest & { id: string; options: NormalizationOptions }): Promise<DatasetRecord>;
  /** `options` null: as the dataset was read. */
  append(request: FilesRequest & { id: string; options: NormalizationOptions | null }): Promise<DatasetRecord>;
  removeSource(request: { id: string; source: string; wait: boolean; principal?: string }): Promise<DatasetRecord>;
  restore(request: { id: string; version: number; wait: boolean; principal?: string }): Promise<DatasetRecord>;
  normalize(request: {
    id: string;
    wait: boolean;
    options: NormalizationOptions;
    principal?: string;
  }): Promise<DatasetRecord>;
  /** Ends the readings in progress. @throws DATASET_NOT_FOUND */
  cancel(id: string): Promise<{ record: DatasetRecord; isCancelled: boolean }>;
  /** The progress of the newest reading: the current state first, then each step until DONE or FAILED. @throws DATASET_NOT_FOUND */
  follow(id: string): Promise<AsyncIterableIterator<DatasetProgress>>;
}

export interface SummariesPort {
  /** The schemas of current records, in their order, overrides applied; null unless READY. */
  getMany(records: readonly DatasetRecord[]): Promise<(DatasetSchema | null | Error)[]>;
}

export interface CachePort {
  /** Removes every cached value of a dataset and returns their number. */
  dropDataset(id: string): Promise<number>;
  statistics(): Promise<CacheStatistics>;
}

/** Reads the files of a published version. The record may be that of an earlier version that is kept. */
export interface VersionsPort {
  /** From disk, with the record's overrides applied; null unless READY. */
  schema(record: DatasetRecord): Promise<DatasetSchema | null>;
  /** Empty unless READY. */
  lineage(record: DatasetRecord): Promise<LineageStep[]>;
  /** The first rows as text, dates in ISO form. @throws DATASET_NOT_READY */
  preview(record: DatasetRecord, first: number): Promise<{ columns: string[]; rows: (string | null)[][] }>;
}

export interface DataRowsPort {
  /** A page of the rows of the record's version. @throws INVALID_INPUT, COLUMN_NOT_FOUND */
  page(record: DatasetRecord, schema: DatasetSchema, request: DataRowsRequest): Promise<DataRowsPage>;
}

export interface AnalysesPort {
  /**
   * @throws DATASET_NOT_READY, INVALID_GROUP_BY, COLUMN_NOT_FOUND, COLUMN_NOT_NUMERIC, INVALID_INPUT (periods),
   * GRAIN_NOT_AVAILABLE, INVALID_THRESHOLDS, INVALID_TOP_N
   * @param other where the request has `compareWith`: the dataset and version that it names
   */
  run(record: DatasetRecord, schema: DatasetSchema, request: AnalysisRequest, other?: OtherSide): Promise<Analysis>;
  /** A stored analysis of the record's version; null if there is none. */
  get(record: DatasetRecord, hash: string): Promise<Analysis | null>;
  /** The record of the version that has a stored analysis; null if none has. */
  versionOf(records: readonly DatasetRecord[], hash: string): Promise<DatasetRecord | null>;
  /** The stored analyses of the record's version, newest first. @throws INVALID_CURSOR */
  list(record: DatasetRecord, page: PageRequest): Promise<Page<Analysis>>;
  /**
   * The rows behind a figure of an analysis of the record's version.
   * @throws ANALYSIS_OUTDATED, INVALID_INPUT, ENTITY_NOT_FOUND, INVALID_CURSOR, VERSION_NEEDS_NORMALIZATION
   */
  rows(
    record: DatasetRecord,
    schema: DatasetSchema,
    analysis: Analysis,
    request: FigureRowsRequest,
  ): Promise<FigureRows>;
  /**
   * Resolves to the figure as links have it, where its rows can be downloaded.
   * @throws RATE_LIMITED, and as rows() does
   */
  requireFigure(record: DatasetRecord, schema: DatasetSchema, analysis: Analysis, figure: Figure): Promise<Figure>;
  /** A file of an analysis, or of the rows behind a figure; written if it does not exist. @throws CONFLICT if its version is gone */
  artifact(analysis: Analysis, file: AnalysisFile, figure: Figure | null): Promise<Artifact>;
  /** @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  entities(analysis: Analysis, request: EntityPageRequest): Promise<Page<RankedEntity>>;
  /** One entity in all periods; null where the analysis does not have it. @throws INVALID_INPUT, ENTITIES_NOT_AVAILABLE */
  entity(analysis: Analysis, key: EntityKey): Promise<EntityHistory | null>;
  /** The analysis of the other side of a comparison. @throws ENTITIES_NOT_AVAILABLE */
  otherSide(analysis: Analysis): Promise<Analysis>;
  /** The entities of both sides of a comparison. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  comparedEntities(analysis: Analysis, request: ComparedPageRequest): Promise<Page<ComparedEntity>>;
}

export interface LinksPort {
  /** The absolute URL of an artifact, and when it expires (null: never). */
  artifact(analysis: Analysis, file: DownloadedFile, figure: Figure | null): { url: string; expiresAt: string | null };
}
