import pLimit from 'p-limit';
import { AnalysisFiles, type AnalysisFilesOptions, type AnalysisPlace } from '../artifact/analysis-files.js';
import { WorkbookThread } from '../artifact/workbook/workbook-thread.js';
import type { Engine } from '../duckdb/engine.js';
import {
  ALGORITHM_VERSION,
  type Analysis,
  type AnalysisFile,
  type AnalysisParameters,
  type AnalysisRequest,
  type Artifact,
  type EntityHistory,
  type EntityKey,
  type RankedEntity,
} from '../model/analysis.js';
import type { ComparedEntity } from '../model/comparison.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotReady } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import type { Figure, FigureRows, FigureRowsRequest } from '../model/figure-rows.js';
import type { Page, PageRequest } from '../model/page.js';
import { isSameJson } from '../model/same-json.js';
import { type DatasetSchema, headerOf } from '../model/schema.js';
import type { Bytes, LinkedFile } from '../storage/bytes.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { AnalysisLists, type Side } from './analysis-lists.js';
import {
  analysisId,
  comparedParameters,
  type OtherSide,
  ofOtherSide,
  otherRequest,
  questionOf,
} from './comparison/compare-request.js';
import type { ComparedPageRequest } from './comparison/compared-page.js';
import { Computation, type Mappings } from './computation.js';
import { entitiesNotAvailable } from './entity-list/entity-lists.js';
import type { EntityPageRequest } from './entity-list/entity-page.js';
import { Figures } from './figure-rows/figures.js';
import { CodeColumns } from './parameters/code-columns.js';
import { type ResolvedRequest, resolveRequest } from './parameters/parameters.js';
import { rowsOf, type VersionAccess, type VersionFiles } from './rows/version-rows.js';
import type { Computed } from './run-analysis.js';
import { type AnalysisCache, StoredAnalyses, type Version } from './stored-analyses.js';

/** Each may use all of DuckDB's threads, and as much memory as the file's columns: more at a time gains nothing. */
const MAX_CONCURRENT_RUNS = 2;

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

/** Analyses of datasets: computed once for each version and set of parameters, then kept as files of the version. */
export class Analyses {
  private readonly folders: VersionAccess;
  private readonly mappings: Mappings;
  private readonly observe: Observe;
  private readonly now: () => Date;
  private readonly codes: CodeColumns;
  private readonly findRecord: NonNullable<AnalysesOptions['findRecord']>;
  private readonly computation: Computation;
  private readonly files: AnalysisFiles;
  private readonly stored: StoredAnalyses;
  private readonly lists: AnalysisLists;
  private readonly figures: Figures;
  private readonly workbookThread = new WorkbookThread();
  private readonly running = new Map<string, Promise<Analysis>>();
  private readonly limit = pLimit(MAX_CONCURRENT_RUNS);

  constructor({ engine, bytes, folders, cache = noCache, ...options }: AnalysesOptions) {
    this.folders = folders;
    this.mappings = options.mappings ?? { read: async () => null };
    this.observe = options.observe ?? unobserved;
    this.now = options.now ?? (() => new Date());
    this.findRecord = options.findRecord ?? (async () => null);
    const { mappings, observe, findRecord } = this;
    this.computation = new Computation({ engine, mappings, maxHeldBytes: options.maxHeldBytes ?? 0, observe });
    this.codes = new CodeColumns({
      engine,
      withRows: (record, work) => folders.withVersion(record, async (files) => work(await rowsOf(files, record))),
    });
    this.files = new AnalysisFiles({
      bytes,
      writeWorkbook: (files) => this.workbookThread.run('writeWorkbook', files),
      writeEntities: (analysis, file, path) => {
        const write = () => this.lists.write(analysis, file, path);
        // The other files are made from the ranking, which must not wait for them.
        return file === 'RANKING' ? this.limit(write) : write();
      },
      writeRows: (...written) => this.figures.write(...written),
      budget: options.budget,
    });
    const { codes, computation, files } = this;
    this.figures = new Figures({ engine, folders, codes, mappings, observe, findRecord });
    this.stored = new StoredAnalyses({
      bytes,
      files,
      cache,
      codes,
      schemaOf: (record) => folders.schema(record),
      withNumbers: (...run) => this.withNumbers(...run),
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
  }

  /**
   * The stored analysis, or one computed now: once, however many callers request it at the same time.
   * @throws DATASET_NOT_READY, DATASET_NOT_FOUND and CONFLICT (deleted or replaced meanwhile), COLUMN_NOT_FOUND,
   * COLUMN_NOT_NUMERIC, INVALID_INPUT, GRAIN_NOT_AVAILABLE, INVALID_THRESHOLDS, INVALID_TOP_N, STORAGE_UNAVAILABLE
   */
  async run(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: AnalysisRequest,
    other?: OtherSide,
  ): Promise<Analysis> {
    const resolved = await this.resolve(record, schema, request);
    const { parameters } = resolved;
    if (request.compareWith == null || other === undefined) {
      return this.once(record, parameters.hash, () => this.make(record, schema, resolved));
    }
    const { compareWith, ...question } = request;
    const against = otherRequest(request, other, parameters.periodGrain);
    const ofOther = (error: unknown) => {
      throw ofOtherSide(error, compareWith);
    };
    const theirs = await this.resolve(other.record, other.schema, against).catch(ofOther);
    const compared = comparedParameters(parameters, other.record, theirs.parameters);
    return this.once(record, compared.hash, async () => {
      const analysis = await this.run(record, schema, question);
      const counterpart = await this.run(other.record, other.schema, against).catch(ofOther);
      return this.compare(
        { analysis, origin: { record, schema, request: resolved } },
        { analysis: counterpart, origin: { ...other, request: theirs } },
        compared,
      );
    });
  }

  private async resolve(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: AnalysisRequest,
  ): Promise<ResolvedRequest> {
    if (record.status !== 'READY') throw datasetNotReady(record);
    return resolveRequest(schema, request, record.entityMappings, await this.codes.of(record, schema, request));
  }

  /** What is stored or cached, else what `compute` returns: once, however many callers request it at the same time. */
  private once(record: DatasetRecord, hash: string, compute: () => Promise<Analysis>): Promise<Analysis> {
    const key = `${record.id}/${record.version}/${hash}`;
    let running = this.running.get(key);
    if (running === undefined) {
      running = this.stored.getOrCompute(record, hash, compute).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return running;
  }

  /** @see StoredAnalyses */
  get(version: DatasetRecord, hash: string): Promise<Analysis | null> {
    return this.stored.get(version, hash);
  }

  versionOf<R extends Pick<Version, 'id' | 'version'>>(records: readonly R[], hash: string): Promise<R | null> {
    return this.stored.versionOf(records, hash);
  }

  list(record: DatasetRecord, request: PageRequest): Promise<Page<Analysis>> {
    return this.stored.list(record, request);
  }

  readStored(record: DatasetRecord, hash: string): Promise<Analysis | null> {
    return this.stored.read(record, hash);
  }

  storedHashes(version: Version): Promise<string[]> {
    return this.stored.hashes(version);
  }

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

  /** Resolves where the rows behind a figure can be downloaded. @see Figures.require */
  requireFigure(record: DatasetRecord, schema: DatasetSchema, analysis: Analysis, figure: Figure): Promise<void> {
    return this.figures.require(record, schema, analysis, figure);
  }

  /**
   * Computes a stored analysis again and compares the numbers; writes nothing. Null where that cannot be told: it is not
   * stored, the record's overrides would give another, or requests are being computed.
   * @throws as run() does
   */
  async recompute(record: DatasetRecord, schema: DatasetSchema, hash: string): Promise<{ isSame: boolean } | null> {
    const stored = await this.files.read({ datasetId: record.id, version: record.version, hash });
    if (stored === null || this.limit.activeCount > 0) return null;
    const codes = await this.codes.of(record, schema, stored.parameters);
    const resolved = resolvedAsBefore(schema, questionOf(stored), record, codes);
    if (resolved === null) return null;
    const computed = await this.limit(() =>
      this.folders.withVersion(record, (files) =>
        this.computation.numbers(files, record, schema, resolved, { fromFile: true }),
      ),
    );
    const numbersOf = ({ total, byPeriod, segments = [] }: Computed) => [
      ...[total, ...byPeriod],
      ...segments.flatMap(({ byPeriod: ofSegment = [], ...segment }) => [segment, ...ofSegment]),
    ];
    return { isSame: await isSameJson(numbersOf(stored), numbersOf(computed)) };
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
    const version = { id: analysis.datasetId, version: analysis.datasetVersion };
    return this.folders.hold(version, () => this.files.artifact(analysis, format, figure));
  }

  /**
   * The file itself, to be served, as a link to the store where clients reach it; null where there is no such analysis.
   * `findRecord` gives the record of its version.
   */
  async findArtifact(
    { format, figure = null, ...place }: AnalysisPlace & { format: AnalysisFile; figure?: Figure | null },
    findRecord: () => Promise<DatasetRecord | null>,
  ): Promise<(Artifact & { path: string }) | (LinkedFile & { fileName: string }) | null> {
    const analysis = await this.files.read(place, async (incomplete) => {
      const record = await findRecord();
      return record && this.stored.completeOnce(record, incomplete);
    });
    if (analysis === null || !(await this.hasBothSides(analysis))) return null;
    const version = { id: analysis.datasetId, version: analysis.datasetVersion };
    const linked = await this.folders.hold(version, () => this.files.linked(analysis, format, figure));
    return linked ?? this.artifact(analysis, format, figure);
  }

  /** Whether the other side of a comparison still exists: its numbers are in the files. */
  private async hasBothSides({ parameters: { compareWith } }: Analysis): Promise<boolean> {
    if (compareWith === undefined) return true;
    return (await this.findRecord(compareWith.datasetId, compareWith.datasetVersion)) !== null;
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
  async otherSide(analysis: Analysis): Promise<Analysis> {
    const { comparison, parameters } = analysis;
    if (comparison === undefined || parameters.compareWith === undefined) throw entitiesNotAvailable(analysis);
    const { datasetId, datasetVersion, hash } = parameters.compareWith;
    const record = await this.findRecord(datasetId, datasetVersion);
    const schema = record && (await this.folders.schema(record));
    if (!record || !schema) throw entitiesNotAvailable(analysis);
    const stored = await this.get(record, hash);
    if (stored !== null) return stored;
    const again = await this.run(record, schema, comparison.other.parameters);
    if (again.parameters.hash !== hash) throw entitiesNotAvailable(analysis);
    return again;
  }

  /** @throws CONFLICT where the version of the question was removed meanwhile */
  private compare(question: Side, other: Side, parameters: AnalysisParameters): Promise<Analysis> {
    const { datasetId: id, datasetVersion: version } = question.analysis;
    const isByPosition = parameters.compareWith?.isByPosition ?? false;
    return this.folders.hold({ id, version }, async () => {
      const comparison = await this.observe('analysis.compare', () =>
        this.lists.compare(question, other, isByPosition),
      );
      const analysis: Analysis = {
        ...question.analysis,
        id: analysisId(id, parameters.hash),
        parameters,
        comparison,
        computedAt: this.now().toISOString(),
      };
      await this.observe('analysis.write', () => this.stored.write(analysis));
      return analysis;
    });
  }

  async close(): Promise<void> {
    await Promise.all([this.computation.close(), this.workbookThread.close()]);
  }

  /** Computes the numbers, for a limited number of callers at a time, and runs `work` while the files of the version stay. */
  private withNumbers<T>(
    record: DatasetRecord,
    schema: DatasetSchema,
    resolved: ResolvedRequest,
    work: (computed: Computed) => Promise<T>,
  ): Promise<T> {
    return this.limit(() =>
      this.folders.withVersion(record, async (files) =>
        work(await this.computation.numbers(files, record, schema, resolved)),
      ),
    );
  }

  private make(record: DatasetRecord, schema: DatasetSchema, resolved: ResolvedRequest): Promise<Analysis> {
    return this.limit(() =>
      this.folders.withVersion(record, (files) =>
        this.observe('analysis', () => this.compute(files, record, schema, resolved), { 'dataset.id': record.id }),
      ),
    );
  }

  private async compute(
    files: VersionFiles,
    record: DatasetRecord,
    schema: DatasetSchema,
    resolved: ResolvedRequest,
  ): Promise<Analysis> {
    const { id, version, source } = record;
    const computed = await this.computation.numbers(files, record, schema, resolved);
    const analysis: Analysis = {
      id: analysisId(id, resolved.parameters.hash),
      algorithmVersion: ALGORITHM_VERSION,
      datasetId: id,
      datasetVersion: version,
      parameters: resolved.parameters,
      source: {
        fileName: source.fileName,
        sha256: source.sha256,
        sheet: source.sheet,
        groupByHeader: resolved.groupBy.map(headerOf).join(', '),
        valueHeader: resolved.value && headerOf(resolved.value),
        ...(resolved.also.length === 0 ? {} : { alsoHeaders: resolved.also.map(headerOf) }),
      },
      ...computed,
      computedAt: this.now().toISOString(),
    };
    await this.observe('analysis.write', () => this.stored.write(analysis));
    return analysis;
  }
}

/** Null where the overrides of today make it another analysis, or none. */
function resolvedAsBefore(
  schema: DatasetSchema,
  { parameters }: Analysis,
  { entityMappings }: DatasetRecord,
  codes: ReadonlySet<string>,
): ResolvedRequest | null {
  try {
    const resolved = resolveRequest(schema, parameters, entityMappings, codes);
    return resolved.parameters.hash === parameters.hash ? resolved : null;
  } catch (error) {
    if (error instanceof ConcentricError) return null;
    throw error;
  }
}
