import pLimit from 'p-limit';
import {
  AnalysisFiles,
  type AnalysisFilesOptions,
  type AnalysisPlace,
  type EntitiesFile,
  type IncompleteAnalysis,
} from '../artifact/analysis-files.js';
import { WorkbookThread } from '../artifact/workbook/workbook-thread.js';
import type { Connection } from '../duckdb/connection.js';
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
import { datasetNotFound, datasetNotReady, versionDamaged } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import type { FigureRows, FigureRowsRequest } from '../model/figure-rows.js';
import type { Page, PageRequest } from '../model/page.js';
import { isSameJson } from '../model/same-json.js';
import { type DatasetSchema, headerOf } from '../model/schema.js';
import type { Bytes } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';
import { isDiskFull } from '../storage/storage-errors.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import type { ComparedAnalysis } from './comparison/caveats.js';
import {
  analysisId,
  comparedParameters,
  type OtherSide,
  ofOtherSide,
  otherRequest,
  questionOf,
} from './comparison/compare-request.js';
import type { ComparedPageRequest } from './comparison/compared-page.js';
import { type ComparisonFile, Comparisons } from './comparison/comparisons.js';
import { Computation, type Mappings } from './computation.js';
import { type AnalysisSources, EntityLists, entitiesNotAvailable } from './entity-list/entity-lists.js';
import type { EntityPageRequest } from './entity-list/entity-page.js';
import type { FigureRowsFiles } from './figure-rows/figure-rows.js';
import { provenanceOf, rowsOfAnalysis } from './figure-rows/rows-of-analysis.js';
import { CodeColumns } from './parameters/code-columns.js';
import { isKeyFolded } from './parameters/entity-keys.js';
import { type ResolvedRequest, resolveRequest, resolveStored } from './parameters/parameters.js';
import { rowsOf, type VersionFiles } from './rows/version-rows.js';
import type { Computed } from './run-analysis.js';
import { pageOfStored } from './stored-page.js';

/** Each may use all of DuckDB's threads, and as much memory as the file's columns: more at a time gains nothing. */
const MAX_CONCURRENT_RUNS = 2;
const HASH = /^[0-9a-f]{32}$/;

type Version = Pick<DatasetRecord, 'id' | 'version' | 'revision' | 'updatedAt' | 'analysesFrom'>;

export interface AnalysesOptions {
  engine: Engine;
  bytes: Bytes;
  folders: {
    /** Runs `work` on the verified files of the record's version, which stay until it has ended. */
    withVersion<T>(record: DatasetRecord, work: (files: VersionFiles) => Promise<T>): Promise<T>;
    /** Runs `work` while the folder of a version stays. */
    hold<T>(version: Pick<Version, 'id' | 'version'>, work: () => Promise<T>): Promise<T>;
    /** As it is now, with the record's overrides; null unless READY. */
    schema(record: DatasetRecord): Promise<DatasetSchema | null>;
  };
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

/** Returns analyses before their files are read, and keeps processes from computing the same (cache/values/analysis-cache.ts). */
interface AnalysisCache {
  /** A cached analysis, else what `read` finds. */
  getOrRead(version: Version, hash: string, read: () => Promise<Analysis | null>): Promise<Analysis | null>;
  /** A cached analysis, else what `read` finds, else what `compute` returns, in one process where possible. */
  getOrCompute(
    version: Version,
    hash: string,
    work: { read(): Promise<Analysis | null>; compute(): Promise<Analysis> },
  ): Promise<Analysis>;
}

/** What an analysis is computed from. */
interface Origin {
  record: DatasetRecord;
  schema: DatasetSchema;
  request: ResolvedRequest;
}

interface Side {
  analysis: Analysis;
  origin: Origin;
}

const noCache: AnalysisCache = {
  getOrRead: (_version, _hash, read) => read(),
  getOrCompute: async (_version, _hash, { read, compute }) => (await read()) ?? compute(),
};

/** Analyses of datasets: computed once for each version and set of parameters, then kept as files of the version. */
export class Analyses {
  private readonly engine: Engine;
  private readonly bytes: Bytes;
  private readonly folders: AnalysesOptions['folders'];
  private readonly cache: AnalysisCache;
  private readonly mappings: Mappings;
  private readonly observe: Observe;
  private readonly now: () => Date;
  private readonly codes: CodeColumns;
  private readonly lists: EntityLists;
  private readonly comparisons: Comparisons;
  private readonly findRecord: NonNullable<AnalysesOptions['findRecord']>;
  private readonly computation: Computation;
  private readonly workbookThread = new WorkbookThread();
  private readonly files: AnalysisFiles;
  /** Of the sides of comparisons that are being computed. */
  private readonly origins = new WeakMap<Analysis, Origin>();
  private readonly running = new Map<string, Promise<Analysis>>();
  private readonly completing = new Map<string, Promise<Analysis | null>>();
  private readonly limit = pLimit(MAX_CONCURRENT_RUNS);

  constructor({ engine, bytes, folders, cache = noCache, ...options }: AnalysesOptions) {
    this.engine = engine;
    this.bytes = bytes;
    this.folders = folders;
    this.cache = cache;
    this.mappings = options.mappings ?? { read: async () => null };
    this.observe = options.observe ?? unobserved;
    this.now = options.now ?? (() => new Date());
    this.computation = new Computation({
      engine,
      mappings: this.mappings,
      maxHeldBytes: options.maxHeldBytes ?? 0,
      observe: this.observe,
    });
    this.findRecord = options.findRecord ?? (async () => null);
    this.codes = new CodeColumns({
      engine,
      withRows: (record, work) => folders.withVersion(record, async (files) => work(await rowsOf(files, record))),
    });
    this.lists = new EntityLists({
      engine,
      withSources: (analysis, work) => this.withSources(analysis, work),
      ranking: async (analysis) => (await this.artifact(questionOf(analysis), 'RANKING')).path,
    });
    this.comparisons = new Comparisons({
      engine,
      withRanking: (analysis, work) => this.holding(analysis, () => this.lists.withRanking(analysis, work)),
      sidesOf: async (analysis) => ({
        here: await this.comparedSide(questionOf(analysis)),
        there: await this.comparedSide(await this.otherSide(analysis)),
      }),
      compared: async (analysis) => (await this.artifact(analysis, 'COMPARED')).path,
    });
    this.files = new AnalysisFiles({
      bytes,
      writeWorkbook: (files) => this.workbookThread.run('writeWorkbook', files),
      writeEntities: (analysis, file, path) => {
        if (isComparisonFile(file)) return this.comparisons.write(analysis, file, path);
        const write = () => this.lists.write(analysis, file, path);
        // The other files are made from the ranking, which must not wait for them.
        return file === 'RANKING' ? this.limit(write) : write();
      },
      budget: options.budget,
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
      running = this.readOrCompute(record, hash, compute).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return running;
  }

  /** A stored analysis of the record's version; null where there is none. @throws VERSION_DAMAGED */
  async get(version: DatasetRecord, hash: string): Promise<Analysis | null> {
    if (!HASH.test(hash)) return null;
    const analysis = await this.cache.getOrRead(version, hash, () => this.readStored(version, hash));
    if (analysis !== null || !(await this.files.isDamaged({ datasetId: version.id, version: version.version, hash }))) {
      return analysis;
    }
    throw versionDamaged(version, {
      file: `analyses/${hash}.json`,
      why: 'its id alone does not say what to compute',
      remedy: 'Request the analysis with its parameters: it is then computed and stored again.',
    });
  }

  /** The rows behind a figure of an analysis of the record's version. @see rowsOfAnalysis */
  rows(
    record: DatasetRecord,
    schema: DatasetSchema,
    analysis: Analysis,
    request: FigureRowsRequest,
  ): Promise<FigureRows> {
    const context = {
      codes: this.codes,
      readMappings: (of: DatasetRecord, columns: readonly string[]) =>
        Promise.all(columns.map((column) => this.mappings.read(of, column))),
      withFiles: <T>(of: DatasetRecord, work: (connection: Connection, paths: FigureRowsFiles) => Promise<T>) =>
        this.folders.withVersion(of, async (files) => {
          const paths = { ...(await rowsOf(files, of)), provenancePath: await provenanceOf(files, of) };
          return this.observe('analysis.rows', () =>
            this.engine.withConnection((connection) => work(connection, paths)),
          );
        }),
    };
    return rowsOfAnalysis(context, record, schema, questionOf(analysis), request);
  }

  /** Which of the versions a stored analysis was made of: its hash is in the files of that one alone. */
  async versionOf<R extends Pick<Version, 'id' | 'version'>>(records: readonly R[], hash: string): Promise<R | null> {
    if (!HASH.test(hash)) return null;
    for (const record of records) {
      if (await this.bytes.exists(keys.analysis(record.id, record.version, hash, 'JSON'))) return record;
    }
    return null;
  }

  /** Stored for the record's version, newest first; only the files of the page are opened. @throws INVALID_CURSOR */
  async list(record: DatasetRecord, request: PageRequest): Promise<Page<Analysis>> {
    const stored = await this.files.list(record.id, record.version);
    return pageOfStored(stored, request, (hash) => this.readStored(record, hash));
  }

  /**
   * The analysis of the stored file, without any cache; null where there is none. A file of an earlier release, which lacks
   * fields or was made by earlier rules, is computed again in its place, with the same id, hash, computedAt and rules.
   */
  readStored(record: DatasetRecord, hash: string): Promise<Analysis | null> {
    const place = { datasetId: record.id, version: record.version, hash };
    return this.files.read(place, (incomplete) => this.completeOnce(record, incomplete));
  }

  /** Hashes of the analyses stored for the record's version, newest first. */
  async storedHashes({ id, version }: Version): Promise<string[]> {
    return (await this.files.list(id, version)).map(({ hash }) => hash);
  }

  /** Removes a stored analysis with its artifacts, so that it is computed again when it is next requested. */
  removeStored({ id, version }: Version, hash: string): Promise<void> {
    return this.files.remove({ datasetId: id, version, hash });
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
    const numbersOf = ({ total, byPeriod, segments }: Computed) => [total, ...byPeriod, ...(segments ?? [])];
    return { isSame: await isSameJson(numbersOf(stored), numbersOf(computed)) };
  }

  /**
   * A file of an analysis, made from it where it is not there yet.
   * @throws CONFLICT where the version it was made from is gone, STORAGE_UNAVAILABLE
   */
  artifact(analysis: Analysis, format: AnalysisFile): Promise<Artifact & { path: string }> {
    const version = { id: analysis.datasetId, version: analysis.datasetVersion };
    return this.folders.hold(version, () => this.files.artifact(analysis, format));
  }

  /** The file itself, to be served; null where there is no such analysis. `findRecord` gives the record of its version. */
  async findArtifact(
    place: AnalysisPlace & { format: AnalysisFile },
    findRecord: () => Promise<DatasetRecord | null>,
  ): Promise<(Artifact & { path: string }) | null> {
    const analysis = await this.files.read(place, async (incomplete) => {
      const record = await findRecord();
      return record && this.completeOnce(record, incomplete);
    });
    if (analysis === null || !(await this.hasBothSides(analysis))) return null;
    return this.artifact(analysis, place.format);
  }

  /** Whether the other side of a comparison still exists: its numbers are in the files. */
  private async hasBothSides({ parameters: { compareWith } }: Analysis): Promise<boolean> {
    if (compareWith === undefined) return true;
    return (await this.findRecord(compareWith.datasetId, compareWith.datasetVersion)) !== null;
  }

  /** A page of the entities of a period. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  entities(analysis: Analysis, request: EntityPageRequest): Promise<Page<RankedEntity>> {
    return this.holding(analysis, () => this.lists.page(analysis, request));
  }

  /** One entity in all periods; null where the analysis does not have it. @throws INVALID_INPUT, ENTITIES_NOT_AVAILABLE */
  entity(analysis: Analysis, key: EntityKey): Promise<EntityHistory | null> {
    return this.holding(analysis, () => this.lists.history(analysis, key));
  }

  /** The entities of both sides of an analysis with a comparison. @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  async comparedEntities(analysis: Analysis, request: ComparedPageRequest): Promise<Page<ComparedEntity>> {
    const { comparison } = analysis;
    if (comparison === undefined) throw entitiesNotAvailable(analysis);
    return this.holding(analysis, () => this.comparisons.page({ ...analysis, comparison }, request));
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

  private async compare(question: Side, other: Side, parameters: AnalysisParameters): Promise<Analysis> {
    const [here, there] = [
      await this.comparedSide(this.ofOrigin(question)),
      await this.comparedSide(this.ofOrigin(other)),
    ];
    const comparison = await this.observe('analysis.compare', () => this.comparisons.compare(here, there));
    const analysis: Analysis = {
      ...question.analysis,
      id: analysisId(question.analysis.datasetId, parameters.hash),
      parameters,
      comparison,
      computedAt: this.now().toISOString(),
    };
    await this.observe('analysis.write', () => this.store(analysis));
    return analysis;
  }

  /** A copy of the analysis whose lists are made from what it was computed from, whatever is current by then. */
  private ofOrigin({ analysis, origin }: Side): Analysis {
    const copy = { ...analysis };
    this.origins.set(copy, origin);
    return copy;
  }

  private comparedSide(analysis: Analysis): Promise<ComparedAnalysis> {
    return this.withSources(analysis, async ({ request }) => {
      const matching = { entityMatching: request.parameters.entityMatching, codes: request.codes };
      return { analysis, request, areFolded: request.groupBy.map((column) => isKeyFolded(column, matching)) };
    });
  }

  private holding<T>({ datasetId: id, datasetVersion: version }: Analysis, work: () => Promise<T>): Promise<T> {
    return this.folders.hold({ id, version }, work);
  }

  private async withSources<T>(analysis: Analysis, work: (sources: AnalysisSources) => Promise<T>): Promise<T> {
    const { record, request } = this.origins.get(analysis) ?? (await this.findOrigin(analysis));
    return this.folders.withVersion(record, async (files) =>
      work({
        request,
        mappings: await this.computation.mappingsOf(record, request),
        rows: await rowsOf(files, record),
      }),
    );
  }

  /** What is current of the version of an analysis. @throws DATASET_NOT_FOUND, ENTITIES_NOT_AVAILABLE */
  private async findOrigin(analysis: Analysis): Promise<Origin> {
    const { datasetId, datasetVersion } = analysis;
    const record = await this.findRecord(datasetId, datasetVersion);
    const schema = record && (await this.folders.schema(record));
    if (!record || !schema) {
      throw (await this.bytes.exists(keys.dataset(datasetId)))
        ? entitiesNotAvailable(analysis)
        : datasetNotFound(datasetId);
    }
    const { parameters } = questionOf(analysis);
    const codes = await this.codes.of(record, schema, { ...parameters, only: parameters.only ?? [] });
    const request = resolveStored(schema, parameters, record.entityMappings, codes);
    if (request === null) throw entitiesNotAvailable(analysis);
    return { record, schema, request };
  }

  async close(): Promise<void> {
    await Promise.all([this.computation.close(), this.workbookThread.close()]);
  }

  private async readOrCompute(
    record: DatasetRecord,
    hash: string,
    compute: () => Promise<Analysis>,
  ): Promise<Analysis> {
    try {
      return await this.cache.getOrCompute(record, hash, { read: () => this.readStored(record, hash), compute });
    } catch (error) {
      if (await this.bytes.exists(keys.dataset(record.id))) throw error;
      throw Object.assign(datasetNotFound(record.id), { cause: error });
    }
  }

  private completeOnce(record: DatasetRecord, incomplete: IncompleteAnalysis): Promise<Analysis | null> {
    const { id } = incomplete;
    let completing = this.completing.get(id);
    if (completing === undefined) {
      completing = this.complete(record, incomplete).finally(() => this.completing.delete(id));
      this.completing.set(id, completing);
    }
    return completing;
  }

  private async complete(record: DatasetRecord, incomplete: IncompleteAnalysis): Promise<Analysis | null> {
    const schema = await this.folders.schema(record);
    if (schema === null) return null;
    const codes = await this.codes.of(record, schema, incomplete.parameters);
    const resolved = resolveStored(schema, incomplete.parameters, record.entityMappings, codes);
    if (resolved === null) return null;
    return this.limit(() =>
      this.folders.withVersion(record, async (files) => {
        const analysis: Analysis = {
          ...incomplete,
          algorithmVersion: ALGORITHM_VERSION,
          parameters: resolved.parameters,
          ...(await this.computation.numbers(files, record, schema, resolved)),
        };
        await this.store(analysis);
        return analysis;
      }),
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
    await this.observe('analysis.write', () => this.store(analysis));
    return analysis;
  }

  /** Where the disk is full the analysis is answered all the same, and computed again when it is next requested. */
  private async store(analysis: Analysis): Promise<void> {
    try {
      await this.files.write(analysis);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }
}

const COMPARISON_FILES: readonly string[] = ['COMPARED', 'COMPARISON_CSV', 'COMPARISON_PARQUET'];

function isComparisonFile(file: EntitiesFile): file is ComparisonFile {
  return COMPARISON_FILES.includes(file);
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
