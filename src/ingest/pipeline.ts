import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Connection } from '../duckdb/connection.js';
import type { Engine } from '../duckdb/engine.js';
import { isOutOfMemory } from '../duckdb/out-of-memory.js';
import { withQueryProgress } from '../duckdb/query-progress.js';
import type { NormalizationOptions, SourceFile, SourceFormat } from '../model/dataset.js';
import type { LineageStep } from '../model/lineage.js';
import type { ReportProgress } from '../model/progress.js';
import type { DatasetSchema } from '../model/schema.js';
import { sha256OfFile } from '../storage/sha256.js';
import { withStorage } from '../storage/storage-errors.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { ignoredColumns, skippedOptions } from './columns/column-options.js';
import { examineColumns } from './columns/examine.js';
import { planColumns } from './columns/plan-columns.js';
import { typeEvidence } from './columns/type-evidence.js';
import { describeTable } from './describe/describe-table.js';
import { LineageLog } from './lineage-log.js';
import { readingEvidence, readSource } from './read/read-source.js';
import { tooLargeForMemory } from './read/too-large.js';
import { shapeTable } from './shape/shape-table.js';
import { writeNames } from './write/write-names.js';
import { writeParquet } from './write/write-parquet.js';

/** Reads a source file and writes `normalized.parquet` and, where columns have ids, `names.parquet`. */
export type IngestFile = (input: IngestInput) => Promise<IngestResult>;

export interface IngestInput {
  sourcePath: string;
  format: SourceFormat;
  options: NormalizationOptions;
  /** Folder of the new files. */
  folder: string;
  progress?: ReportProgress;
}

export interface IngestResult {
  /** Without the dataset's id and version: the same file gives the same schema. */
  schema: Omit<DatasetSchema, 'datasetId' | 'version'>;
  lineage: LineageStep[];
  /** How the file was read. */
  source: Pick<SourceFile, 'sheet' | 'sheets' | 'encoding' | 'delimiter' | 'headerRow'>;
}

const PARQUET = 'normalized.parquet';
const NAMES = 'names.parquet';

/**
 * A source file becomes a typed table. The same bytes and options give the same bytes, on every machine and with any
 * number of threads.
 * @throws UNREADABLE_FILE, NO_TABLE, SHEET_NOT_FOUND, INVALID_OPTION, TOO_MANY_COLUMNS, FILE_TOO_LARGE, STORAGE_UNAVAILABLE,
 * COLUMN_NOT_FOUND, TYPE_NOT_AVAILABLE, INVALID_INPUT (options.columns)
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
  { sourcePath, format, options, folder, workFolder, progress }: IngestInput & { workFolder: string },
  log: LineageLog,
): Promise<IngestResult> {
  const parquetPath = join(folder, PARQUET);
  const advance = progress && ((fraction: number) => progress.advance(fraction));

  progress?.enter('READING');
  const raw = await log.step(
    'READ',
    () =>
      withQueryProgress(connection, advance, () =>
        readSource(connection, { path: sourcePath, format, options, workFolder }),
      ),
    (table) => ({
      inputs: [`source/${basename(sourcePath)}`],
      outputs: ['raw table'],
      parameters: { format, ...options },
      metrics: { rows: table.rowCount, columns: table.headers.length, ...readingEvidence(table) },
      warnings: table.warnings,
    }),
  );

  const { table: shaped } = await log.step(
    'SHAPE',
    () => shapeTable(connection, raw, { options, workFolder }),
    ({ table, sourceRows, rowsRead, filledDown }) => ({
      inputs: ['raw table'],
      outputs: ['raw table'],
      parameters: { unpivot: options.unpivot ?? true, leaveOutSubtotals: options.subtotals !== 'KEEP' },
      metrics: {
        sourceRows,
        rowsRead,
        rowsLeftOut: table.rowsLeftOut,
        rows: table.rowCount,
        columns: table.headers.length,
        filledDown,
      },
      warnings: table.warnings.slice(raw.warnings.length),
    }),
  );

  progress?.enter('PROFILING', shaped.rowCount);
  const { planned, table } = await log.step(
    'EXAMINE',
    async () => {
      const readings = await examineColumns(connection, shaped, options);
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

  const { encoding, delimiter, sheet, sheets, headerRow } = table.reading;
  return { schema, lineage: log.steps, source: { encoding, delimiter, sheet, sheets, headerRow } };
}
