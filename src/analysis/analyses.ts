import { AnalysisFiles, type AnalysisFilesOptions, type AnalysisPlace } from '../artifact/analysis-files.js';
import { WorkbookThread } from '../artifact/workbook/workbook-thread.js';
import type { Engine } from '../duckdb/engine.js';
import type {
  Analysis,
  AnalysisFile,
  AnalysisRequest,
  Artifact,
  EntityHistory,
  EntityKey,
  RankedEntity,
} from '../model/analysis.js';
import type { ComparedEntity } from '../model/comparison.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { Figure, FigureRows, FigureRowsRequest } from '../model/figure-rows.js';
import type { Page, PageRequest } from '../model/page.js';
import type { DatasetSchema } from '../model/schema.js';
import type { Bytes } from '../storage/bytes.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { AnalysisArtifacts, type ServedFile } from './analysis-artifacts.js';
import { AnalysisLists } from './analysis-lists.js';
import { AnalysisRuns } from './analysis-runs.js';
import type { OtherSide } from './comparison/compare-request.js';
import type { ComparedPageRequest } from './comparison/compared-page.js';
import { Computation, type Mappings } from './computation.js';
import type { EntityPageRequest } from './entity-list/entity-page.js';
import { Figures } from './figure-rows/figures.js';
import { CodeColumns } from './parameters/code-columns.js';
import { rowsOf, type VersionAccess } from './rows/version-rows.js';
import { type AnalysisCache, StoredAnalyses, type Version } from './stored-analyses.js';

export interface AnalysesOptions {
  engine: Engine;
  bytes: Bytes;
  folders: VersionAccess;
  /** Default: nothing is remembered but the files, and each process computes for itself. */
  cache?: AnalysisCache;
  /** Default: nothing limits what is stored. */
  budget?: AnalysisFilesOptions['budget'];
  /** Default: no column has a mapping. */
  mappings?: Mappings;
  /** Of columns that are held in DuckDB's memory; default: none are. */
  maxHeldBytes?: number;
  /** The record of a kept version; null where there is none. Default: no entities can be listed. */
  findRecord?(datasetId: string, version: number): Promise<DatasetRecord | null>;
  observe?: Observe;
  now?: () => Date;
}

const noCache: AnalysisCache = {
  getOrRead: (_version, _hash, read) => read(),
  getOrCompute: async (_version, _hash, { read, compute }) => (await read()) ?? compute(),
};

/**
 * Analyses of datasets: computed once for each version and set of parameters, then stored as files of the version. Implements
 * the port of the resolvers; each method is a call of the part that does the work.
 */
export class Analyses {
  private readonly computation: Computation;
  private readonly workbookThread = new WorkbookThread();
  private readonly files: AnalysisFiles;
  private readonly stored: StoredAnalyses;
  private readonly runs: AnalysisRuns;
  private readonly lists: AnalysisLists;
  private readonly figures: Figures;
  private readonly artifacts: AnalysisArtifacts;

  constructor({ engine, bytes, folders, cache = noCache, ...options }: AnalysesOptions) {
    const mappings = options.mappings ?? { read: async () => null };
    const observe = options.observe ?? unobserved;
    const now = options.now ?? (() => new Date());
    const findRecord = options.findRecord ?? (async () => null);
    const maxHeldBytes = options.maxHeldBytes ?? 0;
    const computation = new Computation({ engine, folders, mappings, maxHeldBytes, observe });
    const codes = new CodeColumns({
      engine,
      withRows: (record, work) => folders.withVersion(record, async (files) => work(await rowsOf(files, record))),
    });
    this.computation = computation;
    this.files = new AnalysisFiles({
      bytes,
      writeWorkbook: (files) => this.workbookThread.run('writeWorkbook', files),
      writeEntities: (analysis, file, path) => {
        const write = () => this.lists.write(analysis, file, path);
        // The other files are made from the ranking, which must not wait for them.
        return file === 'RANKING' ? computation.limited(write) : write();
      },
      writeRows: (...written) => this.figures.write(...written),
      budget: options.budget,
    });
    const { files } = this;
    this.stored = new StoredAnalyses({ bytes, files, cache, codes, computation, schemaOf: (of) => folders.schema(of) });
    const { stored } = this;
    this.runs = new AnalysisRuns({
      folders,
      codes,
      computation,
      stored,
      compare: (question, other, isByPosition) => this.lists.compare(question, other, isByPosition),
      findRecord,
      observe,
      now,
    });
    this.lists = new AnalysisLists({
      engine,
      bytes,
      folders,
      codes,
      computation,
      findRecord,
      pathOf: async (analysis, file) => (await this.artifact(analysis, file)).path,
      otherSide: (analysis) => this.otherSide(analysis),
    });
    this.figures = new Figures({ engine, folders, codes, mappings, observe, findRecord });
    this.artifacts = new AnalysisArtifacts({ folders, files, stored, findRecord });
  }

  /**
   * The stored analysis, or one computed now: once, however many callers request it at the same time.
   * @throws DATASET_NOT_READY, DATASET_NOT_FOUND and CONFLICT (deleted or replaced meanwhile), COLUMN_NOT_FOUND,
   * COLUMN_NOT_NUMERIC, INVALID_INPUT, GRAIN_NOT_AVAILABLE, INVALID_THRESHOLDS, INVALID_TOP_N, STORAGE_UNAVAILABLE
   */
  run(record: DatasetRecord, schema: DatasetSchema, request: AnalysisRequest, other?: OtherSide): Promise<Analysis> {
    return this.runs.run(record, schema, request, other);
  }

  /** @see StoredAnalyses.get */
  get(version: DatasetRecord, hash: string): Promise<Analysis | null> {
    return this.stored.get(version, hash);
  }

  /** @see StoredAnalyses.versionOf */
  versionOf<R extends Pick<Version, 'id' | 'version'>>(records: readonly R[], hash: string): Promise<R | null> {
    return this.stored.versionOf(records, hash);
  }

  /** @see StoredAnalyses.list */
  list(record: DatasetRecord, request: PageRequest): Promise<Page<Analysis>> {
    return this.stored.list(record, request);
  }

  /** @see StoredAnalyses.read */
  readStored(record: DatasetRecord, hash: string): Promise<Analysis | null> {
    return this.stored.read(record, hash);
  }

  /** @see StoredAnalyses.hashes */
  storedHashes(version: Version): Promise<string[]> {
    return this.stored.hashes(version);
  }

  /** @see StoredAnalyses.remove */
  removeStored(version: Version, hash: string): Promise<void> {
    return this.stored.remove(version, hash);
  }

  /** The rows behind a figure of an analysis of the record's version. @see rowsOfAnalysis */
  rows(
    record: DatasetRecord,
    schema: DatasetSchema,
    analysis: Analysis,
    request: FigureRowsRequest,
  ): Promise<FigureRows> {
    return this.figures.rows(record, schema, analysis, request);
  }

  /** Resolves to the figure as links have it, where its rows can be downloaded. @see Figures.require */
  requireFigure(record: DatasetRecord, schema: DatasetSchema, analysis: Analysis, figure: Figure): Promise<Figure> {
    return this.figures.require(record, schema, analysis, figure);
  }

  /**
   * Computes a stored analysis again and compares the numbers; writes nothing. Null where they cannot be compared: it is not
   * stored, the record's overrides would give another, or requests are being computed.
   * @throws as run() does
   */
  async recompute(record: DatasetRecord, schema: DatasetSchema, hash: string): Promise<{ isSame: boolean } | null> {
    const stored = await this.files.read({ datasetId: record.id, version: record.version, hash });
    return stored && this.runs.recompute(record, schema, stored);
  }

  /**
   * A file of an analysis, made from it where it is not there yet.
   * @param figure of a file of rows
   * @throws CONFLICT where the version it was made from is gone, STORAGE_UNAVAILABLE; for files of rows as rows() does
   */
  artifact(
    analysis: Analysis,
    format: AnalysisFile,
    figure: Figure | null = null,
  ): Promise<Artifact & { path: string }> {
    return this.artifacts.artifact(analysis, format, figure);
  }

  /** A file to be served; null where there is no such analysis. `findRecord` gives the record of its version. */
  findArtifact(
    place: AnalysisPlace & { format: AnalysisFile; figure?: Figure | null },
    findRecord: () => Promise<DatasetRecord | null>,
  ): Promise<ServedFile | null> {
    return this.artifacts.find(place, findRecord);
  }

  /** A page of the entities of a period. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  entities(analysis: Analysis, request: EntityPageRequest): Promise<Page<RankedEntity>> {
    return this.lists.page(analysis, request);
  }

  /** One entity in all periods; null where the analysis does not have it. @throws INVALID_INPUT, ENTITIES_NOT_AVAILABLE */
  entity(analysis: Analysis, key: EntityKey): Promise<EntityHistory | null> {
    return this.lists.history(analysis, key);
  }

  /** The entities of both sides of an analysis with a comparison. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  comparedEntities(analysis: Analysis, request: ComparedPageRequest): Promise<Page<ComparedEntity>> {
    return this.lists.comparedPage(analysis, request);
  }

  /** The analysis of the other side of a comparison, computed again where it is no longer stored. @throws ENTITIES_NOT_AVAILABLE */
  otherSide(analysis: Analysis): Promise<Analysis> {
    return this.runs.otherSide(analysis);
  }

  async close(): Promise<void> {
    await Promise.all([this.computation.close(), this.workbookThread.close()]);
  }
}
