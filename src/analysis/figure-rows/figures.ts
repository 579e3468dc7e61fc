import pLimit from 'p-limit';
import type { FigureRowsFile } from '../../artifact/artifact-writers.js';
import type { Connection } from '../../duckdb/connection.js';
import type { Engine } from '../../duckdb/engine.js';
import type { Analysis } from '../../model/analysis.js';
import type { DatasetRecord } from '../../model/dataset.js';
import type { Figure, FigureRows, FigureRowsRequest } from '../../model/figure-rows.js';
import type { DatasetSchema } from '../../model/schema.js';
import type { Observe } from '../../telemetry/observe.js';
import { spendPoints } from '../../telemetry/request-scope.js';
import { questionOf } from '../comparison/compare-request.js';
import type { Mappings } from '../computation.js';
import { entitiesNotAvailable } from '../entity-list/entity-lists.js';
import type { CodeColumns } from '../parameters/code-columns.js';
import { rowsOf, type VersionAccess } from '../rows/version-rows.js';
import type { FigureRowsFiles } from './figure-rows.js';
import {
  type FigureRowsContext,
  normalFigure,
  provenanceOf,
  rowsOfAnalysis,
  writeRowsOfAnalysis,
} from './rows-of-analysis.js';

const ROWS_A_POINT = 10_000;
/** More could be above what a client may spend at all. */
const MAX_POINTS = 200;
/** Each holds a connection while it writes; more would take threads from questions. */
const MAX_CONCURRENT_EXPORTS = 2;

export interface FiguresOptions {
  engine: Engine;
  folders: VersionAccess;
  codes: CodeColumns;
  mappings: Mappings;
  observe: Observe;
  /** The record of a kept version; null where there is none. */
  findRecord(datasetId: string, version: number): Promise<DatasetRecord | null>;
}

/** The rows behind the figures of analyses: page by page, and all of them in files. */
export class Figures {
  private readonly exports = pLimit(MAX_CONCURRENT_EXPORTS);
  private readonly context: FigureRowsContext;

  constructor(private readonly options: FiguresOptions) {
    const { codes, engine, folders, mappings, observe } = options;
    this.context = {
      codes,
      readMappings: (of, columns) => Promise.all(columns.map((column) => mappings.read(of, column))),
      withFiles: <T>(of: DatasetRecord, work: (connection: Connection, paths: FigureRowsFiles) => Promise<T>) =>
        folders.withVersion(of, async (files) => {
          const paths = { ...(await rowsOf(files, of)), provenancePath: await provenanceOf(files, of) };
          return observe('analysis.rows', () => engine.withConnection((connection) => work(connection, paths)));
        }),
    };
  }

  /** @see rowsOfAnalysis */
  rows(
    record: DatasetRecord,
    schema: DatasetSchema,
    analysis: Analysis,
    request: FigureRowsRequest,
  ): Promise<FigureRows> {
    return rowsOfAnalysis(this.context, record, schema, questionOf(analysis), request);
  }

  /**
   * Resolves to the figure as its link has it, where the rows can be written to a file. Spends a point of the client for each 10,000 of them, at most 200.
   * @throws RATE_LIMITED, and as rowsOfAnalysis() does
   */
  async require(record: DatasetRecord, schema: DatasetSchema, analysis: Analysis, requested: Figure): Promise<Figure> {
    const figure = normalFigure(schema, requested);
    const { totalCount } = await this.rows(record, schema, analysis, { ...figure, first: 1 });
    await spendPoints(Math.min(MAX_POINTS, Math.floor(totalCount / ROWS_A_POINT)));
    return figure;
  }

  /** @throws ENTITIES_NOT_AVAILABLE where the version is no longer kept, and as rowsOfAnalysis() does */
  async write(analysis: Analysis, figure: Figure, file: FigureRowsFile, path: string): Promise<void> {
    const record = await this.options.findRecord(analysis.datasetId, analysis.datasetVersion);
    const schema = record && (await this.options.folders.schema(record));
    if (!record || !schema) throw entitiesNotAvailable(analysis);
    const target = { file, path };
    await this.exports(() => writeRowsOfAnalysis(this.context, record, schema, questionOf(analysis), figure, target));
  }
}
