import pLimit from 'p-limit';
import type { Engine } from '../duckdb/engine.js';
import { parquetSql } from '../duckdb/quote.js';
import type { DatasetRecord } from '../model/dataset.js';
import type { EntityMapping } from '../model/entity-mapping.js';
import type { DatasetSchema } from '../model/schema.js';
import type { Observe } from '../telemetry/observe.js';
import { AnalysisThread } from './analysis-thread.js';
import type { VersionRows } from './group/entity-names.js';
import { RememberedClasses } from './group/name-classes.js';
import type { ResolvedRequest } from './parameters/parameters.js';
import { columnsOfFile } from './rows/columns-of-file.js';
import { HeldColumns } from './rows/held-columns.js';
import { rowsOf, type VersionAccess, type VersionFiles } from './rows/version-rows.js';
import { type AnalysisOptions, type Computed, runAnalysis } from './run-analysis.js';
import { analyseSegments } from './segments/analyse-segments.js';

/** Each may use all of DuckDB's threads, and as much memory as the file's columns: more at a time gains nothing. */
const MAX_CONCURRENT_RUNS = 2;

/** What people decided about the names of a column (entities/mapping-files.ts). @throws ENTITY_MAPPING_DAMAGED, CONFLICT */
export interface Mappings {
  read(record: DatasetRecord, column: string): Promise<EntityMapping | null>;
}

export interface ComputationOptions {
  engine: Engine;
  folders: VersionAccess;
  mappings: Mappings;
  /** Of columns that are held in DuckDB's memory. */
  maxHeldBytes: number;
  observe: Observe;
}

/** Computes analyses: from the columns in memory where they are held, else from the file. */
export class Computation {
  private readonly engine: Engine;
  private readonly folders: VersionAccess;
  private readonly mappings: Mappings;
  private readonly held: HeldColumns;
  private readonly observe: Observe;
  private readonly thread = new AnalysisThread();
  private readonly classes = new RememberedClasses();
  private readonly limit = pLimit(MAX_CONCURRENT_RUNS);

  constructor({ engine, folders, mappings, maxHeldBytes, observe }: ComputationOptions) {
    this.engine = engine;
    this.folders = folders;
    this.mappings = mappings;
    this.held = new HeldColumns({ engine, maxBytes: maxHeldBytes });
    this.observe = observe;
  }

  close(): Promise<void> {
    return this.thread.close();
  }

  get isBusy(): boolean {
    return this.limit.activeCount > 0;
  }

  /** Runs `work` when fewer than MAX_CONCURRENT_RUNS others do. It must not call this again. */
  limited<T>(work: () => Promise<T>): Promise<T> {
    return this.limit(work);
  }

  /** Runs `work`, limited, with the files of the record's version. @throws CONFLICT where the version is gone */
  withFiles<T>(record: DatasetRecord, work: (files: VersionFiles) => Promise<T>): Promise<T> {
    return this.limit(() => this.folders.withVersion(record, work));
  }

  /** Of each column of `groupBy`, null where none is applied. */
  mappingsOf(record: DatasetRecord, { parameters, groupBy }: ResolvedRequest): Promise<(EntityMapping | null)[]> {
    const isMapped = parameters.mappings !== undefined;
    return Promise.all(groupBy.map(({ name }) => (isMapped ? this.mappings.read(record, name) : null)));
  }

  /** Of the column of the segments, as mappingsOf(). */
  private async segmentMappingOf(
    record: DatasetRecord,
    { parameters, segment }: ResolvedRequest,
  ): Promise<EntityMapping | null> {
    if (segment === null || parameters.segmentMapping === undefined) return null;
    return this.mappings.read(record, segment.name);
  }

  /**
   * The numbers of an analysis, from the rows of the record's version.
   * @param options fromFile: not from columns in memory, where memory is what is checked
   */
  async numbers(
    files: VersionFiles,
    record: DatasetRecord,
    schema: DatasetSchema,
    resolved: ResolvedRequest,
    { fromFile = false }: { fromFile?: boolean } = {},
  ): Promise<Computed> {
    const { parquetPath, namesPath } = await rowsOf(files, record);
    const mappings = await this.mappingsOf(record, resolved);
    const { observe } = this;
    const remembered = fromFile ? undefined : this.rememberedOf(record);
    const options = { mappings, namesPath, observe, remembered };
    const compute = (source: string) =>
      this.engine.withConnection((connection) =>
        runAnalysis(connection, this.thread, parquetPath, schema, resolved, { ...options, source }),
      );
    const computed = fromFile
      ? await compute(parquetSql(parquetPath))
      : await this.withRows(record, resolved, { parquetPath, namesPath }, compute);
    if (resolved.segment === null) return computed;
    const ofAll = [...mappings, await this.segmentMappingOf(record, resolved)];
    const segments = await this.engine.withConnection((connection) =>
      observe('analysis.segments', () =>
        analyseSegments(connection, this.thread, { parquetPath, namesPath }, resolved, ofAll),
      ),
    );
    return { ...computed, segments };
  }

  /** What was found out about the names of the version; a changed mapping has another checksum. */
  private rememberedOf({ id, version, reading, entityMappings = [] }: DatasetRecord): AnalysisOptions['remembered'] {
    const names = reading?.checksums.names;
    if (names === undefined) return undefined;
    const saved = entityMappings.map(({ column, sha256 }) => [column, sha256]);
    return { classes: this.classes, key: JSON.stringify([id, version, names, saved]) };
  }

  /** Passes SQL of the rows to `work`: of the file, or of its columns that are held in memory. */
  private withRows<T>(
    { id, version, reading }: DatasetRecord,
    resolved: ResolvedRequest,
    { parquetPath, namesPath }: VersionRows,
    work: (source: string) => Promise<T>,
  ): Promise<T> {
    const checksum = reading?.checksums.parquet;
    if (checksum === undefined) return work(parquetSql(parquetPath));
    // Without names.parquet, ids in the file are not used.
    const read = (hasColumn: (name: string) => boolean) =>
      columnsOfFile(resolved, (name) => namesPath !== null && hasColumn(name));
    return this.held.withRows(`${id}/${version}/${checksum}`, parquetPath, read, work);
  }
}
