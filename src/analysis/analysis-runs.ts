import {
  ALGORITHM_VERSION,
  type Analysis,
  type AnalysisParameters,
  type AnalysisRequest,
  type Comparison,
} from '../model/analysis.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotReady } from '../model/dataset-errors.js';
import { ConcentricError } from '../model/errors.js';
import { isSameJson } from '../model/same-json.js';
import { type DatasetSchema, headerOf } from '../model/schema.js';
import type { Observe } from '../telemetry/observe.js';
import type { Side } from './analysis-lists.js';
import {
  analysisId,
  comparedParameters,
  type OtherSide,
  ofOtherSide,
  otherRequest,
  questionOf,
} from './comparison/compare-request.js';
import type { Computation } from './computation.js';
import { entitiesNotAvailable } from './entity-list/entity-lists.js';
import type { CodeColumns } from './parameters/code-columns.js';
import { type ResolvedRequest, resolveRequest } from './parameters/parameters.js';
import type { VersionAccess } from './rows/version-rows.js';
import type { Computed } from './run-analysis.js';
import type { StoredAnalyses } from './stored-analyses.js';

export interface AnalysisRunsOptions {
  folders: VersionAccess;
  codes: CodeColumns;
  computation: Computation;
  stored: StoredAnalyses;
  /** @param isByPosition as in ComparedQuestion */
  compare(question: Side, other: Side, isByPosition: boolean): Promise<Comparison>;
  /** The record of a kept version; null where there is none. */
  findRecord(datasetId: string, version: number): Promise<DatasetRecord | null>;
  observe: Observe;
  now: () => Date;
}

/** Computes and stores analyses, and comparisons of two of them. */
export class AnalysisRuns {
  private readonly running = new Map<string, Promise<Analysis>>();

  constructor(private readonly options: AnalysisRunsOptions) {}

  /** @see Analyses.run */
  async run(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: AnalysisRequest,
    other?: OtherSide,
  ): Promise<Analysis> {
    const resolved = await this.resolve(record, schema, request);
    const { parameters } = resolved;
    if (request.compareWith == null || other === undefined) {
      return this.once(record, parameters.hash, () => this.compute(record, schema, resolved));
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

  /** @see Analyses.otherSide */
  async otherSide(analysis: Analysis): Promise<Analysis> {
    const { findRecord, folders, stored } = this.options;
    const { comparison, parameters } = analysis;
    if (comparison === undefined || parameters.compareWith === undefined) throw entitiesNotAvailable(analysis);
    const { datasetId, datasetVersion, hash } = parameters.compareWith;
    const record = await findRecord(datasetId, datasetVersion);
    const schema = record && (await folders.schema(record));
    if (!record || !schema) throw entitiesNotAvailable(analysis);
    const found = await stored.get(record, hash);
    if (found !== null) return found;
    const again = await this.run(record, schema, comparison.other.parameters);
    if (again.parameters.hash !== hash) throw entitiesNotAvailable(analysis);
    return again;
  }

  /** @see Analyses.recompute */
  async recompute(record: DatasetRecord, schema: DatasetSchema, stored: Analysis): Promise<{ isSame: boolean } | null> {
    const { codes, computation } = this.options;
    if (computation.isBusy) return null;
    const columns = await codes.of(record, schema, stored.parameters);
    const resolved = resolvedAsBefore(schema, questionOf(stored), record, columns);
    if (resolved === null) return null;
    const computed = await computation.withFiles(record, (files) =>
      computation.numbers(files, record, schema, resolved, { fromFile: true }),
    );
    return { isSame: await isSameJson(numbersOf(stored), numbersOf(computed)) };
  }

  private async resolve(
    record: DatasetRecord,
    schema: DatasetSchema,
    request: AnalysisRequest,
  ): Promise<ResolvedRequest> {
    if (record.status !== 'READY') throw datasetNotReady(record);
    return resolveRequest(schema, request, record.entityMappings, await this.options.codes.of(record, schema, request));
  }

  /** What is stored or cached, else what `compute` returns: once, however many callers request it at the same time. */
  private once(record: DatasetRecord, hash: string, compute: () => Promise<Analysis>): Promise<Analysis> {
    const key = `${record.id}/${record.version}/${hash}`;
    let running = this.running.get(key);
    if (running === undefined) {
      running = this.options.stored.getOrCompute(record, hash, compute).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return running;
  }

  private compute(record: DatasetRecord, schema: DatasetSchema, resolved: ResolvedRequest): Promise<Analysis> {
    const { computation, observe } = this.options;
    return computation.withFiles(record, (files) => {
      const run = async () => {
        const computed = await computation.numbers(files, record, schema, resolved);
        const analysis = this.analysisOf(record, resolved, computed);
        await this.write(analysis);
        return analysis;
      };
      return observe('analysis', run, { 'dataset.id': record.id });
    });
  }

  private analysisOf(record: DatasetRecord, { parameters, ...columns }: ResolvedRequest, computed: Computed): Analysis {
    const { id, version, source } = record;
    return {
      id: analysisId(id, parameters.hash),
      algorithmVersion: ALGORITHM_VERSION,
      datasetId: id,
      datasetVersion: version,
      parameters,
      source: {
        fileName: source.fileName,
        sha256: source.sha256,
        sheet: source.sheet,
        groupByHeader: columns.groupBy.map(headerOf).join(', '),
        valueHeader: columns.value && headerOf(columns.value),
        ...(columns.also.length === 0 ? {} : { alsoHeaders: columns.also.map(headerOf) }),
      },
      ...computed,
      computedAt: this.options.now().toISOString(),
    };
  }

  /** @throws CONFLICT where the version of the question was removed meanwhile */
  private compare(question: Side, other: Side, parameters: AnalysisParameters): Promise<Analysis> {
    const { compare, folders, now, observe } = this.options;
    const { datasetId: id, datasetVersion: version } = question.analysis;
    const isByPosition = parameters.compareWith?.isByPosition ?? false;
    return folders.hold({ id, version }, async () => {
      const comparison = await observe('analysis.compare', () => compare(question, other, isByPosition));
      const analysis: Analysis = {
        ...question.analysis,
        id: analysisId(id, parameters.hash),
        parameters,
        comparison,
        computedAt: now().toISOString(),
      };
      await this.write(analysis);
      return analysis;
    });
  }

  private write(analysis: Analysis): Promise<void> {
    return this.options.observe('analysis.write', () => this.options.stored.write(analysis));
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

/** Of all periods: the total's, each period's, and those of the segments. */
function numbersOf({ total, byPeriod, segments = [] }: Computed): object[] {
  const ofSegments = segments.flatMap(({ byPeriod: ofSegment = [], ...segment }) => [segment, ...ofSegment]);
  return [total, ...byPeriod, ...ofSegments];
}
