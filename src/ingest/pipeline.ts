import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection } from '../duckdb/connection.js';
import type { Engine } from '../duckdb/engine.js';
import { isOutOfMemory } from '../duckdb/out-of-memory.js';
import { withQueryProgress } from '../duckdb/query-progress.js';
import type { NormalizationOptions, StoredRows } from '../model/dataset.js';
import type { LineageStep } from '../model/lineage.js';
import type { ReportProgress } from '../model/progress.js';
import type { DatasetSchema } from '../model/schema.js';
import { sha256OfFile } from '../storage/sha256.js';
import { withStorage } from '../storage/storage-errors.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { ColumnCache } from './columns/column-cache.js';
import { ignoredColumns, skippedOptions } from './columns/column-options.js';
import { examineColumns } from './columns/examine.js';
import { planColumns } from './columns/plan-columns.js';
import { typeEvidence } from './columns/type-evidence.js';
import { describeTable } from './describe/describe-table.js';
import { LineageLog } from './lineage-log.js';
import {
  checkSheetOptions,
  type IngestSource,
  labelled,
  readingOf,
  readTables,
  requireSheets,
  type SourceTables,
} from './read/read-parts.js';
import { readingEvidence } from './read/read-source.js';
import { tooLargeForMemory } from './read/too-large.js';
import { shapeTable } from './shape/shape-table.js';
import { openRows, readWith, removeOtherRows } from './shape/stored-rows.js';
import { refuseRepeatedSources } from './write/refuse-repeated-sources.js';
import { writeNames } from './write/write-names.js';
import { writeParquet } from './write/write-parquet.js';
import { writeProvenance } from './write/write-provenance.js';

/** Reads the source files of a version and writes `normalized.parquet`, `provenance.parquet` and, where columns have ids, `names.parquet`. */
export type IngestFile = (input: IngestInput) => Promise<IngestResult>;

export interface IngestInput {
  /** At least one; the tables of several are stacked in this order. */
  sources: readonly IngestSource[];
  options: NormalizationOptions;
  /** Folder of the new files. */
  folder: string;
  progress?: ReportProgress;
  /** Refuse two files with the same rows. */
  refuseDuplicates?: boolean;
}

export interface IngestResult {
  /** Without the dataset's id and version: the same file gives the same schema. */
  schema: Omit<DatasetSchema, 'datasetId' | 'version'>;
  lineage: LineageStep[];
  /** How each file was read, and where its rows are stored. */
  sources: (ReturnType<typeof readingOf> & { storedRows?: StoredRows | undefined })[];
}

const PARQUET = 'normalized.parquet';
const NAMES = 'names.parquet';
const PROVENANCE = 'provenance.parquet';

/**
 * Source files become one typed table. The same bytes and options give the same bytes, on every machine and with any
 * number of threads.
 * @throws UNREADABLE_FILE, NO_TABLE, SHEET_NOT_FOUND, INVALID_OPTION, TOO_MANY_COLUMNS, FILE_TOO_LARGE, STORAGE_UNAVAILABLE,
 * COLUMN_NOT_FOUND, TYPE_NOT_AVAILABLE, INVALID_INPUT (options.columns); of several files or sheets NO_COMMON_COLUMN,
 * DUPLICATE_SOURCE, TOO_MANY_SOURCES
 */
export function createIngestFile(engine: Engine, observe: Observe = unobserved): IngestFile {
  return (input) =>
    engine.withConnection(async (connection) => {
      const workFolder = join(input.folder, 'work');
      await mkdir(workFolder, { recursive: true });
      try {
        return await withStorage('Reading the file', () =>
          runSteps(connection, { ...input, workFolder }, new LineageLog(observe)),
        );
      } catch (cause) {
        throw isOutOfMemory(cause) ? tooLargeForMemory(cause) : cause;
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    });
}

/** The steps, in order: read, shape, examine and plan, write, describe. */
async function runSteps(
  connection: Connection,
  { sources, options, folder, workFolder, progress, refuseDuplicates }: IngestInput & { workFolder: string },
  log: LineageLog,
): Promise<IngestResult> {
  const parquetPath = join(folder, PARQUET);
  const advance = progress && ((fraction: number) => progress.advance(fraction));

  checkSheetOptions(options);
  const read: SourceTables[] = [];
  const isOnly = sources.length === 1;
  for (const [nth, source] of sources.entries()) {
    progress?.enter('READING');
    const stored = isOnly ? null : { folder, workFolder, options, prefix: `stored_${nth}` };
    read.push(
      await log.step(
        'READ',
        async () =>
          (stored && (await openRows(connection, source, stored))) ??
          withQueryProgress(connection, isOnly ? advance : undefined, () =>
            readTables(connection, source, { isOnly, options, workFolder }),
          ),
        ({ tables }) => ({
          inputs: [`source/${basename(source.path)}`],
          outputs: ['raw table'],
          parameters: { format: source.format, ...options },
          metrics: {
            rows: tables.reduce((rows, { rowCount }) => rows + rowCount, 0),
            columns: tables[0]!.headers.length,
            ...readingEvidence(tables[0]!),
            sheetsRead: tables.length > 1 ? tables.map(({ reading }) => reading.sheet) : undefined,
          },
          warnings: tables.flatMap(({ warnings }) => warnings),
        }),
      ),
    );
  }
  requireSheets(read, options);
  const parts = labelled(read);
  const { warnings: readWarnings } = parts[0]!.table;

  const cache = new ColumnCache(connection, log.observe);
  const {
    table: shaped,
    rowsRead,
    firstRows,
    stored,
  } = await log.step(
    'SHAPE',
    () => shapeTable(connection, parts, { options, workFolder, cache, folder: isOnly ? null : folder }),
    ({ table, sourceRows, rowsRead, filledDown }) => ({
      inputs: ['raw table'],
      outputs: ['raw table'],
      parameters: { unpivot: options.unpivot ?? true, leaveOutSubtotals: options.subtotals !== 'KEEP' },
      metrics: {
        sourceRows,
        rowsRead: rowsRead.reduce((sum, rows) => sum + rows),
        rowsLeftOut: table.rowsLeftOut,
        rows: table.rowCount,
        columns: table.headers.length,
        filledDown,
        sources:
          parts.length > 1 ? parts.map(({ label }, nth) => ({ source: label, rows: rowsRead[nth]! })) : undefined,
      },
      warnings: parts.length > 1 ? table.warnings : table.warnings.slice(readWarnings.length),
    }),
  );

  progress?.enter('PROFILING', shaped.rowCount);
  const { planned, table } = await log.step(
    'EXAMINE',
    async () => {
      const readings = await examineColumns(connection, shaped, { options, cache });
      const skipped = skippedOptions(shaped.headers, options.columns, readings);
      return {
        planned: planColumns(readings, shaped.headers),
        table: { ...shaped, warnings: [...shaped.warnings, ...skipped] },
      };
    },
    (examined) => ({
      inputs: ['raw table'],
      outputs: ['column types'],
      metrics: Object.fromEntries([
        ...examined.planned.map((column) => [column.name, typeEvidence(column)]),
        ...ignoredColumns(shaped.headers, options.columns).map((name) => [name, 'left out, as given']),
      ]),
      warnings: examined.table.warnings.slice(shaped.warnings.length),
    }),
  );

  progress?.enter('NORMALIZING');
  const { written } = await log.step(
    'NORMALIZE',
    async () => ({
      written: await withQueryProgress(connection, advance, () =>
        writeParquet(connection, table, planned, parquetPath),
      ),
      sha256: await sha256OfFile(parquetPath),
    }),
    ({ sha256 }) => ({
      inputs: ['raw table', 'column types'],
      outputs: [PARQUET],
      metrics: { rows: table.rowCount, sha256 },
    }),
  );
  if (refuseDuplicates && sources.length > 1) {
    await refuseRepeatedSources(connection, { parquetPath, planned, sourceIndex: table.sourceIndex!, parts, sources });
  }

  const located = parts.map(({ source, table: { reading } }, nth) => {
    return { source, sheet: reading.sheet, rows: rowsRead[nth]!, firstRow: firstRows[nth]! };
  });
  await writeProvenance(connection, { table, planned, parts: located, path: join(folder, PROVENANCE) });

  const names = written.flatMap((column) => column.names ?? []);
  if (names.length > 0) {
    const path = join(folder, NAMES);
    await log.step(
      'NAMES',
      async () => {
        await writeNames(connection, names, path);
        return sha256OfFile(path);
      },
      (sha256) => ({
        inputs: ['raw table'],
        outputs: [NAMES],
        metrics: { names: Object.fromEntries(names.map(({ columnName, count }) => [columnName, count])), sha256 },
      }),
    );
  }

  const schema = await log.step(
    'DESCRIBE',
    () => describeTable(connection, { raw: table, planned, written, parquetPath, options }),
    ({ warnings, periodGrain, timeColumns }) => ({
      inputs: [PARQUET],
      outputs: ['schema.json'],
      metrics: { periodGrain, timeColumns },
      warnings: warnings.slice(table.warnings.length),
    }),
  );

  const rowsOf = (source: number) =>
    rowsRead.reduce((sum, rows, nth) => sum + (parts[nth]!.source === source ? rows : 0), 0);
  const storedRowsOf = (source: number): StoredRows | undefined => {
    const files = stored.filter((digest, nth) => digest !== null && parts[nth]!.source === source) as string[];
    return files.length > 0 ? { readWith: readWith(options), files } : undefined;
  };
  const readings = read.map((source, nth) => ({
    ...readingOf(source, rowsOf(nth)),
    storedRows: storedRowsOf(nth),
  }));
  await removeOtherRows(
    folder,
    readings.flatMap(({ storedRows }) => storedRows?.files ?? []),
  );
  return { schema, lineage: log.steps, sources: readings };
}
