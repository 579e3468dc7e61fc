import type { EntitiesFile } from '../artifact/artifact-writers.js';
import type { Engine } from '../duckdb/engine.js';
import type { Analysis, AnalysisFile, Comparison, EntityHistory, EntityKey, RankedEntity } from '../model/analysis.js';
import type { ComparedEntity } from '../model/comparison.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotFound } from '../model/dataset-errors.js';
import type { Page } from '../model/page.js';
import type { DatasetSchema } from '../model/schema.js';
import type { Bytes } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';
import type { ComparedAnalysis } from './comparison/caveats.js';
import { questionOf } from './comparison/compare-request.js';
import type { ComparedPageRequest } from './comparison/compared-page.js';
import { type ComparisonFile, Comparisons } from './comparison/comparisons.js';
import type { Computation } from './computation.js';
import { type AnalysisSources, EntityLists, entitiesNotAvailable } from './entity-list/entity-lists.js';
import type { EntityPageRequest } from './entity-list/entity-page.js';
import type { CodeColumns } from './parameters/code-columns.js';
import { isKeyFolded } from './parameters/entity-keys.js';
import { type ResolvedRequest, resolveStored } from './parameters/parameters.js';
import { rowsOf, type VersionAccess } from './rows/version-rows.js';

/** What an analysis is computed from. */
interface Origin {
  record: DatasetRecord;
  schema: DatasetSchema;
  request: ResolvedRequest;
}

export interface Side {
  analysis: Analysis;
  origin: Origin;
}

export interface AnalysisListsOptions {
  engine: Engine;
  bytes: Bytes;
  folders: VersionAccess;
  codes: CodeColumns;
  computation: Computation;
  /** The record of a kept version; null where there is none. */
  findRecord(datasetId: string, version: number): Promise<DatasetRecord | null>;
  /** The path of a file of an analysis, made if it does not exist. */
  pathOf(analysis: Analysis, file: AnalysisFile): Promise<string>;
  /** The analysis of the other side of a comparison. @throws ENTITIES_NOT_AVAILABLE */
  otherSide(analysis: Analysis): Promise<Analysis>;
}

/** All entities: of an analysis, and of both sides of a comparison. */
export class AnalysisLists {
  private readonly entities: EntityLists;
  private readonly comparisons: Comparisons;
  /** Of the sides of comparisons that are being computed. */
  private readonly origins = new WeakMap<Analysis, Origin>();

  constructor(private readonly options: AnalysisListsOptions) {
    const { engine, pathOf } = options;
    this.entities = new EntityLists({
      engine,
      withSources: (analysis, work) => this.withSources(analysis, work),
      ranking: (analysis) => pathOf(questionOf(analysis), 'RANKING'),
    });
    this.comparisons = new Comparisons({
      engine,
      withRanking: (analysis, work) => this.holding(analysis, () => this.entities.withRanking(analysis, work)),
      sidesOf: async (analysis) => ({
        here: await this.comparedSide(questionOf(analysis)),
        there: await this.comparedSide(await options.otherSide(analysis)),
      }),
      compared: (analysis) => pathOf(analysis, 'COMPARED'),
    });
  }

  /** @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  page(analysis: Analysis, request: EntityPageRequest): Promise<Page<RankedEntity>> {
    return this.holding(analysis, () => this.entities.page(analysis, request));
  }

  /** @throws INVALID_INPUT, ENTITIES_NOT_AVAILABLE */
  history(analysis: Analysis, key: EntityKey): Promise<EntityHistory | null> {
    return this.holding(analysis, () => this.entities.history(analysis, key));
  }

  /** @throws INVALID_INPUT, INVALID_CURSOR, ENTITIES_NOT_AVAILABLE */
  async comparedPage(analysis: Analysis, request: ComparedPageRequest): Promise<Page<ComparedEntity>> {
    const { comparison } = analysis;
    if (comparison === undefined) throw entitiesNotAvailable(analysis);
    return this.holding(analysis, () => this.comparisons.page({ ...analysis, comparison }, request));
  }

  write(analysis: Analysis, file: EntitiesFile, path: string): Promise<void> {
    return isComparisonFile(file)
      ? this.comparisons.write(analysis, file, path)
      : this.entities.write(analysis, file, path);
  }

  /** @param isByPosition as in ComparedQuestion */
  async compare(question: Side, other: Side, isByPosition: boolean): Promise<Comparison> {
    const here = await this.comparedSide(this.ofOrigin(question));
    const there = await this.comparedSide(this.ofOrigin(other));
    return this.comparisons.compare(here, there, isByPosition);
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
    return this.options.folders.hold({ id, version }, work);
  }

  private async withSources<T>(analysis: Analysis, work: (sources: AnalysisSources) => Promise<T>): Promise<T> {
    const { record, request } = this.origins.get(analysis) ?? (await this.findOrigin(analysis));
    return this.options.folders.withVersion(record, async (files) =>
      work({
        request,
        mappings: await this.options.computation.mappingsOf(record, request),
        rows: await rowsOf(files, record),
      }),
    );
  }

  /** What is current of the version of an analysis. @throws DATASET_NOT_FOUND, ENTITIES_NOT_AVAILABLE */
  private async findOrigin(analysis: Analysis): Promise<Origin> {
    const { bytes, codes, findRecord, folders } = this.options;
    const { datasetId, datasetVersion } = analysis;
    const record = await findRecord(datasetId, datasetVersion);
    const schema = record && (await folders.schema(record));
    if (!record || !schema) {
      throw (await bytes.exists(keys.dataset(datasetId))) ? entitiesNotAvailable(analysis) : datasetNotFound(datasetId);
    }
    const { parameters } = questionOf(analysis);
    const columns = await codes.of(record, schema, { ...parameters, only: parameters.only ?? [] });
    const request = resolveStored(schema, parameters, record.entityMappings, columns);
    if (request === null) throw entitiesNotAvailable(analysis);
    return { record, schema, request };
  }
}

const COMPARISON_FILES: readonly string[] = ['COMPARED', 'COMPARISON_CSV', 'COMPARISON_PARQUET'];

function isComparisonFile(file: EntitiesFile): file is ComparisonFile {
  return COMPARISON_FILES.includes(file);
}
