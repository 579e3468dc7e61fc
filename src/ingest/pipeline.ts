import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Connection } from '../duckdb/connection.js';
import type { Engine } from '../duckdb/engine.js';
import { isOutOfMemory } from '../duckdb/out-of-memory.js';
import type { NormalizationOptions, SourceFile, SourceFormat } from '../model/dataset.js';
import type { LineageStep } from '../model/lineage.js';
import type { DatasetSchema } from '../model/schema.js';
import { withStorage } from '../storage/storage-errors.js';
import { type Observe, unobserved } from '../telemetry/observe.js';
import { examineColumns } from './columns/examine.js';
import { findTime } from './columns/find-time.js';
import { numbersOf } from './columns/first-row.js';
import { planColumns } from './columns/plan-columns.js';
import { describeColumns } from './describe/describe-columns.js';
import { doubtfulMarks } from './describe/warnings/ambiguous-marks.js';
import { currencyColumns } from './describe/warnings/currency-columns.js';
import { ledgerSides } from './describe/warnings/ledger-sides.js';
import { outliers } from './describe/warnings/outliers.js';
import { outlineColumn } from './describe/warnings/outline-column.js';
import { columnWarnings, duplicateRows } from './describe/warnings/schema-warnings.js';
import { subtotalRows } from './describe/warnings/subtotal-rows.js';
import type { ReportProgress } from './jobs/progress.js';
import { queryProgress } from './jobs/query-progress.js';
import { LineageLog } from './lineage-log.js';
import { readParquet } from './read/parquet/read-parquet.js';
import type { RawTable } from './read/raw-table.js';
import { readText } from './read/text/read-text.js';
import { tooLargeForMemory } from './read/too-large.js';
import { readWorkbook } from './read/workbook/read-workbook.js';
import { accountForRows } from './shape/account-for-rows.js';
import { fillDown } from './shape/fill-down.js';
import { leaveOutSubtotals } from './shape/leave-out-subtotals.js';
import { leaveOutTotalRow } from './shape/leave-out-total-row.js';
import { unpivot } from './shape/unpivot.js';
import { type WrittenColumn, writeParquet } from './write/write-parquet.js';

export interface IngestInput {
  sourcePath: string;
  format: SourceFormat;
  options: NormalizationOptions;
  /** Where normalized.parquet goes. */
  folder: string;
  progress?: ReportProgress;
}

export interface IngestResult {
  /** Without the ids of the dataset it is for: the same file gives the same schema. */
  schema: Omit<DatasetSchema, 'datasetId' | 'version'>;
  lineage: LineageStep[];
  source: Pick<SourceFile, 'sheet' | 'sheets' | 'encoding' | 'delimiter' | 'headerRow'>;
}

/** Reads a source file and writes `normalized.parquet` into `folder`. */
export type IngestFile = (input: IngestInput) => Promise<IngestResult>;

const PARQUET = 'normalized.parquet';

/**
 * A source file becomes a typed table: read as text, examined, typed, written as Parquet, described. The same bytes and
 * options give the same bytes, on any machine and with any number of threads.
 * @throws UNREADABLE_FILE, NO_TABLE, SHEET_NOT_FOUND, INVALID_OPTION, TOO_MANY_COLUMNS, FILE_TOO_LARGE, STORAGE_UNAVAILABLE
 */
export function createIngestFile(engine: Engine, observe: Observe = unobserved): IngestFile {
  return (input) =>
    engine.withConnection(async (connection) => {
      const workFolder = join(input.folder, 'work');
      await mkdir(workFolder, { recursive: true });
      try {
        return await withStorage('Reading the file', () =>
          ingest(connection, input, workFolder, new LineageLog(observe)),
        );
      } catch (cause) {
        throw isOutOfMemory(cause) ? tooLargeForMemory(cause) : cause;
      } finally {
        await rm(workFolder, { recursive: true, force: true });
      }
    });
}

async function ingest(
  connection: Connection,
  { sourcePath, format, options, folder, progress }: IngestInput,
  workFolder: string,
  log: LineageLog,
): Promise<IngestResult> {
  const source = `source/${basename(sourcePath)}`;
  const parquetPath = join(folder, PARQUET);

  progress?.enter('READING');
  const read = await log.step(
    'READ',
    () =>
      queryProgress(connection, progress, () => readers[format](connection, { path: sourcePath, options, workFolder })),
    (raw) => ({
      inputs: [source],
      outputs: ['raw table'],
      parameters: { format, ...options },
      metrics: { rows: raw.rowCount, columns: raw.headers.length, ...evidenceOf(raw) },
      warnings: raw.warnings,
    }),
  );
  const { raw } = await log.step(
    'SHAPE',
    async () => {
      const details = await leaveOutTotalRow(connection, await leaveOutSubtotals(connection, read, options));
      const { raw: rows, filled } = await fillDown(connection, details, options.fillDown);
      const sourceRows = await accountForRows(connection, rows);
      return {
        raw: options.unpivot === false ? rows : await unpivot(connection, rows, { options, workFolder }),
        sourceRows,
        rows,
        filled,
      };
    },
    ({ raw: shaped, sourceRows, rows, filled }) => ({
      inputs: ['raw table'],
      outputs: ['raw table'],
      parameters: { unpivot: options.unpivot ?? true, leaveOutSubtotals: options.leaveOutSubtotals ?? false },
      // Rows of the source = rows read + rows left out; unpivoting then makes several of each.
      metrics: {
        ...{ sourceRows, rowsRead: rows.rowCount, rowsLeftOut: shaped.rowsLeftOut },
        ...{ rows: shaped.rowCount, columns: shaped.headers.length, filledDown: options.fillDown ? filled : undefined },
      },
      warnings: shaped.warnings.slice(read.warnings.length),
    }),
  );
  progress?.enter('PROFILING', raw.rowCount);
  const planned = await log.step(
    'EXAMINE',
    async () => planColumns(await examineColumns(connection, raw, options)),
    (columns) => ({
      inputs: ['raw table'],
      outputs: ['column types'],
      metrics: Object.fromEntries(columns.map((column) => [column.name, typeEvidence(column)])),
    }),
  );
  progress?.enter('NORMALIZING');
  const { written } = await log.step(
    'NORMALIZE',
    async () => ({
      written: await queryProgress(connection, progress, () => writeParquet(connection, raw, planned, parquetPath)),
      sha256: await sha256Of(parquetPath),
    }),
    ({ sha256 }) => ({
      inputs: ['raw table', 'column types'],
      outputs: [PARQUET],
      metrics: { rows: raw.rowCount, sha256 },
    }),
  );
  const schema = await log.step(
    'DESCRIBE',
    () => describe(connection, raw, planned, written, parquetPath, options),
    ({ warnings, periodGrain, timeColumns }) => ({
      inputs: [PARQUET],
      outputs: ['schema.json'],
      metrics: { periodGrain, timeColumns },
      warnings: warnings.slice(raw.warnings.length),
    }),
  );
  const { encoding, delimiter, sheet, sheets, headerRow } = raw.reading;
  return { schema, lineage: log.steps, source: { encoding, delimiter, sheet, sheets, headerRow } };
}

const readers = {
  CSV: readText,
  TSV: readText,
  XLSX: readWorkbook,
  PARQUET: readParquet,
} satisfies Record<SourceFormat, unknown>;

async function describe(
  connection: Connection,
  raw: RawTable,
  planned: ReturnType<typeof planColumns>,
  written: readonly WrittenColumn[],
  parquetPath: string,
  options: NormalizationOptions,
): Promise<IngestResult['schema']> {
  const time = await findTime(connection, parquetPath, planned);
  const columns = await describeColumns(connection, raw, planned, written, time, parquetPath);
  const [rowCount] = await numbersOf(connection, `SELECT count(*) FROM ${raw.table}`);
  const { periodGrain, periodGrainCandidates, timeCandidates, timeColumns } = time;
  return {
    rowCount: rowCount!,
    columns,
    periodGrain,
    periodGrainCandidates,
    timeCandidates,
    timeColumns,
    warnings: [
      ...raw.warnings,
      ...columnWarnings(planned, columns),
      ...(await doubtfulMarks(connection, raw, planned, options)),
      ...(await currencyColumns(connection, columns, parquetPath)),
      ...(await subtotalRows(connection, raw, planned, options)),
      ...(await ledgerSides(connection, columns, parquetPath)),
      ...(await outlineColumn(connection, columns, parquetPath)),
      ...(await outliers(connection, columns, parquetPath)),
      ...(await duplicateRows(connection, raw, columns)),
      ...time.warnings,
    ],
    rowsLeftOut: raw.rowsLeftOut,
  };
}

function evidenceOf({ reading }: RawTable): Record<string, unknown> {
  const { evidence, titleRows, ...found } = reading;
  return { ...found, evidence, titleRows: titleRows.length > 0 ? titleRows : undefined };
}

/** The guess and its evidence in words: `DECIMAL: 500 cells; decimal comma: 412 cells prove it, 0 contradict`. */
function typeEvidence({ dataType, reading }: ReturnType<typeof planColumns>[number]): string {
  const parts = [`${dataType}: ${reading.filled} cells`];
  if (reading.nullMarkers > 0) parts.push(`${reading.nullMarkers} of them say "no value"`);
  if (reading.kind === 'NUMBER' && reading.proof.comma + reading.proof.point > 0) {
    const [proved, against] =
      reading.mark === 'COMMA'
        ? [reading.proof.comma, reading.proof.point]
        : [reading.proof.point, reading.proof.comma];
    parts.push(`decimal ${reading.mark.toLowerCase()}: ${proved} cells prove it, ${against} contradict`);
  }
  if (reading.kind === 'DATE') {
    const { dayFirst, monthFirst, ambiguous } = reading.evidence;
    if (reading.iso > 0) parts.push(`${reading.iso} in ISO form`);
    if (dayFirst + monthFirst + ambiguous > 0)
      parts.push(
        `${reading.order}: ${dayFirst} cells prove day first, ${monthFirst} month first, ${ambiguous} neither`,
      );
  }
  if (reading.kind === 'PERIOD') {
    const grains = Object.entries(reading.grains).filter(([, found]) => found);
    parts.push(`${reading.parsed.count} name a ${grains.map(([grain]) => grain).join(' or a ')}`);
  }
  if (reading.kind === 'TEXT' && reading.mixed > 0)
    parts.push(`${Math.round(reading.mixed * 100)} % of them would parse as another type; 95 % must`);
  if (reading.kind === 'TEXT' && reading.zeros) parts.push('whole numbers with leading zeros, kept as text');
  return parts.join('; ');
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
