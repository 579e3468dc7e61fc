import type { FigureRowsFile } from '../../artifact/artifact-writers.js';
import type { Connection } from '../../duckdb/connection.js';
import type { Analysis } from '../../model/analysis.js';
import { type DatasetRecord, sourceName, sourcesOf } from '../../model/dataset.js';
import { needsNormalization } from '../../model/dataset-errors.js';
import type { EntityMapping } from '../../model/entity-mapping.js';
import { ConcentricError } from '../../model/errors.js';
import type { Figure, FigureRows, FigureRowsRequest, SegmentKey } from '../../model/figure-rows.js';
import type { DatasetSchema } from '../../model/schema.js';
import { foldSpelling } from '../../names/fold-spelling.js';
import { normalFilter } from '../filter/filter.js';
import type { CodeColumns } from '../parameters/code-columns.js';
import { type ResolvedRequest, resolveStored } from '../parameters/parameters.js';
import { bothConditions, type RowSorting, rowCondition, rowSorting } from '../rows/row-selection.js';
import { segmentMatching } from '../segments/segment-matching.js';
import { type NormalFigure, writeRowsCsv, writeWorkbookRows } from './export-rows.js';
import { type FigureQuery, type FigureRowsFiles, readFigureRows, type SegmentQuery } from './figure-rows.js';
import { resolveFigure, resolveSegment } from './resolve-figure.js';
import { rowOfCursor } from './row-cursor.js';

export interface FigureRowsContext {
  codes: CodeColumns;
  /** Of each column, null where none is applied. */
  readMappings(record: DatasetRecord, columns: readonly string[]): Promise<(EntityMapping | null)[]>;
  /** Runs `work` on the verified files of the record's version. */
  withFiles<T>(record: DatasetRecord, work: (connection: Connection, files: FigureRowsFiles) => Promise<T>): Promise<T>;
}

/**
 * The rows behind a figure of an analysis of the record's version, with their places in the source.
 * @throws ANALYSIS_OUTDATED, INVALID_INPUT, COLUMN_NOT_FOUND, ENTITY_NOT_FOUND, INVALID_CURSOR, VERSION_NEEDS_NORMALIZATION, VERSION_DAMAGED
 */
export async function rowsOfAnalysis(
  context: FigureRowsContext,
  record: DatasetRecord,
  schema: DatasetSchema,
  analysis: Analysis,
  request: FigureRowsRequest,
): Promise<FigureRows> {
  const { resolved, query } = await queryOf(context, record, schema, analysis, request);
  const page = {
    ...query,
    first: request.first,
    after: rowOfCursor(request.after),
    skip: checkedSkip(request),
    orderBy: sortingOf(schema, request),
  };
  return context.withFiles(record, (connection, files) => readFigureRows(connection, files, resolved, page));
}

/** The figure in the form that its link has: filters and searches that select the same rows are the same. */
export function normalFigure(schema: DatasetSchema, { where, search, ...figure }: Figure): NormalFigure {
  return {
    ...figure,
    where: where == null ? null : normalFilter(schema, where),
    search: search == null ? null : foldSpelling(search),
  };
}

/** Writes all rows behind a figure to a file (export-rows.ts). @throws as rowsOfAnalysis() does */
export async function writeRowsOfAnalysis(
  context: FigureRowsContext,
  record: DatasetRecord,
  schema: DatasetSchema,
  analysis: Analysis,
  figure: Figure,
  { file, path }: { file: FigureRowsFile; path: string },
): Promise<void> {
  const { resolved, query } = await queryOf(context, record, schema, analysis, figure);
  // A link may hold a filter in another form.
  const normal = normalFigure(schema, figure);
  const hasSheets = sourcesOf(record).some(({ sheet }) => sheet !== null);
  const request = { resolved, query, figure: normal, columns: schema.columns, hasSheets };
  await context.withFiles(record, (connection, files) =>
    file === 'ROWS_CSV'
      ? writeRowsCsv(connection, files, request, path)
      : writeWorkbookRows(connection, files, request, path),
  );
}

/** The question with the conditions on rows of the figure, and which of them are behind it. */
async function queryOf(
  context: FigureRowsContext,
  record: DatasetRecord,
  schema: DatasetSchema,
  analysis: Analysis,
  figure: Figure,
): Promise<{ resolved: ResolvedRequest; query: FigureQuery }> {
  const { codes, readMappings } = context;
  const { groupBy, entityMatching, only, exclude, mappings } = analysis.parameters;
  const lists = { only: figure.entity ? [figure.entity] : (only ?? null), exclude: exclude ?? null };
  const resolved = resolveStored(
    schema,
    analysis.parameters,
    record.entityMappings,
    await codes.of(record, schema, { groupBy, entityMatching, ...lists }),
  );
  if (resolved === null) throw analysisOutdated(analysis);
  const query: FigureQuery = {
    ...resolveFigure(analysis, resolved, figure),
    requestedEntity: figure.entity ?? null,
    mappings: mappings === undefined ? [] : await readMappings(record, groupBy),
    segment: figure.segment ? await segmentOf(context, record, schema, { analysis, resolved }, figure.segment) : null,
    columns: schema.columns.map(({ name }) => name),
    sources: sourcesOf(record).map((source) => {
      return { name: sourceName(source), hasAddresses: source.format !== 'PARQUET' };
    }),
  };
  const { where, filterColumns } = bothConditions(
    { where: resolved.parameters.where, filterColumns: resolved.filterColumns },
    rowCondition(schema, figure),
  );
  return { resolved: { ...resolved, filterColumns, parameters: { ...resolved.parameters, where } }, query };
}

async function segmentOf(
  { codes, readMappings }: FigureRowsContext,
  record: DatasetRecord,
  schema: DatasetSchema,
  { analysis, resolved }: { analysis: Analysis; resolved: ResolvedRequest },
  key: SegmentKey,
): Promise<SegmentQuery> {
  const column = resolved.segment;
  const entityMatching = segmentMatching(resolved);
  const groupBy = column === null ? [] : [column.name];
  const matching = {
    entityMatching,
    codes: await codes.of(record, schema, { groupBy, entityMatching, only: [{ parts: [null] }] }),
  };
  const values = resolveSegment(analysis, column, key, matching);
  const isMapped = resolved.parameters.segmentMapping !== undefined;
  const [mapping = null] = isMapped ? await readMappings(record, groupBy) : [];
  return { column: column!, mapping, ...matching, ...values };
}

/** @throws COLUMN_NOT_FOUND, INVALID_INPUT */
function sortingOf(schema: DatasetSchema, { orderBy, after }: FigureRowsRequest): RowSorting | null {
  if (orderBy == null || after == null) return rowSorting(schema, orderBy);
  throw new ConcentricError(
    'INVALID_INPUT',
    'orderBy: expected "skip" for the further pages of sorted rows; got "after".',
    { argument: 'orderBy' },
  );
}

function checkedSkip({ skip, after }: FigureRowsRequest): number {
  const rows = skip ?? 0;
  if (Number.isInteger(rows) && rows >= 0 && (rows === 0 || after == null)) return rows;
  throw new ConcentricError('INVALID_INPUT', `skip: expected a whole number from 0, without "after"; got ${rows}.`, {
    argument: 'skip',
    got: rows,
  });
}

/** The path of provenance.parquet, which versions of earlier releases get when it is first needed. */
export async function provenanceOf(
  files: { localPath(file: 'provenance.parquet'): Promise<string> },
  record: DatasetRecord,
): Promise<string> {
  try {
    return await files.localPath('provenance.parquet');
  } catch (error) {
    const isEarlier = record.reading?.checksums.provenance === undefined;
    if (isEarlier && error instanceof ConcentricError && error.code === 'VERSION_DAMAGED') {
      throw needsNormalization(record, { cause: error });
    }
    throw error;
  }
}

function analysisOutdated({ id, datasetId }: Analysis): ConcentricError {
  return new ConcentricError(
    'ANALYSIS_OUTDATED',
    `Since analysis ${id} was made, names of its columns were merged or the roles of its columns changed, so its rows are no longer known. Request the analysis again with the same input, and the rows of the new one.`,
    { analysisId: id, datasetId },
  );
}
