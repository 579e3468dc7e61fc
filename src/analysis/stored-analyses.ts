import type { AnalysisFiles, IncompleteAnalysis } from '../artifact/analysis-files.js';
import { ALGORITHM_VERSION, type Analysis } from '../model/analysis.js';
import type { DatasetRecord } from '../model/dataset.js';
import { datasetNotFound, versionDamaged } from '../model/dataset-errors.js';
import type { Page, PageRequest } from '../model/page.js';
import type { DatasetSchema } from '../model/schema.js';
import type { Bytes } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';
import { isDiskFull } from '../storage/storage-errors.js';
import type { Computation } from './computation.js';
import type { CodeColumns } from './parameters/code-columns.js';
import { resolveStored } from './parameters/parameters.js';
import { pageOfStored } from './stored-page.js';

const HASH = /^[0-9a-f]{32}$/;

export type Version = Pick<DatasetRecord, 'id' | 'version' | 'revision' | 'updatedAt' | 'analysesFrom'>;

/** Returns analyses before their files are read, and keeps processes from computing the same (cache/values/analysis-cache.ts). */
export interface AnalysisCache {
  /** A cached analysis, else what `read` finds. */
  getOrRead(version: Version, hash: string, read: () => Promise<Analysis | null>): Promise<Analysis | null>;
  /** A cached analysis, else what `read` finds, else what `compute` returns, in one process where possible. */
  getOrCompute(
    version: Version,
    hash: string,
    work: { read(): Promise<Analysis | null>; compute(): Promise<Analysis> },
  ): Promise<Analysis>;
}

export interface StoredAnalysesOptions {
  bytes: Bytes;
  files: AnalysisFiles;
  cache: AnalysisCache;
  codes: CodeColumns;
  computation: Computation;
  /** As it is now, with the record's overrides; null unless READY. */
  schemaOf(record: DatasetRecord): Promise<DatasetSchema | null>;
}

/** Analyses as files of their version, and in the cache. */
export class StoredAnalyses {
  private readonly completing = new Map<string, Promise<Analysis | null>>();

  constructor(private readonly options: StoredAnalysesOptions) {}

  /** A stored analysis of the record's version; null where there is none. @throws VERSION_DAMAGED */
  async get(version: DatasetRecord, hash: string): Promise<Analysis | null> {
    const { files, cache } = this.options;
    if (!HASH.test(hash)) return null;
    const analysis = await cache.getOrRead(version, hash, () => this.read(version, hash));
    if (analysis !== null || !(await files.isDamaged({ datasetId: version.id, version: version.version, hash }))) {
      return analysis;
    }
    throw versionDamaged(version, {
      file: `analyses/${hash}.json`,
      why: 'its id alone does not say what to compute',
      remedy: 'Request the analysis with its parameters: it is then computed and stored again.',
    });
  }

  /** What is cached or stored, else what `compute` returns. @throws DATASET_NOT_FOUND where it was deleted meanwhile */
  async getOrCompute(record: DatasetRecord, hash: string, compute: () => Promise<Analysis>): Promise<Analysis> {
    const { bytes, cache } = this.options;
    try {
      return await cache.getOrCompute(record, hash, { read: () => this.read(record, hash), compute });
    } catch (error) {
      if (await bytes.exists(keys.dataset(record.id))) throw error;
      throw Object.assign(datasetNotFound(record.id), { cause: error });
    }
  }

  /** Which of the versions a stored analysis was made of: its hash is in the files of that one alone. */
  async versionOf<R extends Pick<Version, 'id' | 'version'>>(records: readonly R[], hash: string): Promise<R | null> {
    if (!HASH.test(hash)) return null;
    for (const record of records) {
      if (await this.options.bytes.exists(keys.analysis(record.id, record.version, hash, 'JSON'))) return record;
    }
    return null;
  }

  /** Stored for the record's version, newest first; only the files of the page are opened. @throws INVALID_CURSOR */
  async list(record: DatasetRecord, request: PageRequest): Promise<Page<Analysis>> {
    const stored = await this.options.files.list(record.id, record.version);
    return pageOfStored(stored, request, (hash) => this.read(record, hash));
  }

  /** Hashes of the analyses stored for the record's version, newest first. */
  async hashes({ id, version }: Version): Promise<string[]> {
    return (await this.options.files.list(id, version)).map(({ hash }) => hash);
  }

  /**
   * The analysis of the stored file, without any cache; null where there is none. A file of an earlier release, which lacks
   * fields or was made by earlier rules, is computed again in its place, with the same id, hash, computedAt and rules.
   */
  read(record: DatasetRecord, hash: string): Promise<Analysis | null> {
    const place = { datasetId: record.id, version: record.version, hash };
    return this.options.files.read(place, (incomplete) => this.completeOnce(record, incomplete));
  }

  /** Where the disk is full the analysis is answered all the same, and computed again when it is next requested. */
  async write(analysis: Analysis): Promise<void> {
    try {
      await this.options.files.write(analysis);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
  }

  /** Removes a stored analysis with its artifacts, so that it is computed again when it is next requested. */
  remove({ id, version }: Version, hash: string): Promise<void> {
    return this.options.files.remove({ datasetId: id, version, hash });
  }

  /** The analysis of a file that lacks fields; null where its question no longer has an answer. */
  completeOnce(record: DatasetRecord, incomplete: IncompleteAnalysis): Promise<Analysis | null> {
    const { id } = incomplete;
    let completing = this.completing.get(id);
    if (completing === undefined) {
      completing = this.complete(record, incomplete).finally(() => this.completing.delete(id));
      this.completing.set(id, completing);
    }
    return completing;
  }

  private async complete(record: DatasetRecord, incomplete: IncompleteAnalysis): Promise<Analysis | null> {
    const { codes, computation, schemaOf } = this.options;
    const schema = await schemaOf(record);
    if (schema === null) return null;
    const columns = await codes.of(record, schema, incomplete.parameters);
    const resolved = resolveStored(schema, incomplete.parameters, record.entityMappings, columns);
    if (resolved === null) return null;
    return computation.withFiles(record, async (files) => {
      const computed = await computation.numbers(files, record, schema, resolved);
      const { parameters } = resolved;
      const analysis: Analysis = { ...incomplete, algorithmVersion: ALGORITHM_VERSION, parameters, ...computed };
      await this.write(analysis);
      return analysis;
    });
  }
}
