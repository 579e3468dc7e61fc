import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { AnalysisThread } from '../../src/analysis/analysis-thread.js';
import { Engine } from '../../src/duckdb/engine.js';
import { quoteText } from '../../src/duckdb/quote.js';
import type { Column, DatasetSchema, DataType, PeriodGrain, TimePart } from '../../src/model/schema.js';

const DATA_TYPES: Readonly<Record<string, DataType>> = {
  VARCHAR: 'STRING',
  BIGINT: 'INTEGER',
  INTEGER: 'INTEGER',
  DOUBLE: 'DOUBLE',
  DATE: 'DATE',
  TIMESTAMP: 'TIMESTAMP',
  BOOLEAN: 'BOOLEAN',
};

/** A DuckDB and a folder for the Parquet files of a test file. */
export async function analysisFixture(threads = 2) {
  const folder = mkdtempSync(join(tmpdir(), 'concentric-analysis-'));
  const open = (count: number) =>
    Engine.open({ threads: count, memoryLimitBytes: 1_000_000_000, tempDirectory: join(folder, 'spill') });
  const engine = await open(threads);
  let files = 0;
  return {
    folder,
    engine,
    openEngine: open,
    /** The rows of a query as the normalized Parquet of a dataset, with a schema that says what the columns are. */
    async dataset(rows: string, time: TimeOptions = {}): Promise<{ parquetPath: string; schema: DatasetSchema }> {
      const versionFolder = join(folder, `v${++files}`);
      mkdirSync(versionFolder);
      const parquetPath = join(versionFolder, 'normalized.parquet');
      return engine.withConnection(async (connection) => {
        await connection.run(`COPY (${rows}) TO ${quoteText(parquetPath)} (FORMAT parquet)`);
        const described = await connection.runAndReadAll(
          `DESCRIBE SELECT * FROM read_parquet(${quoteText(parquetPath)})`,
        );
        const columns = described.getRowsJS().map(([name, type]) => column(String(name), String(type)));
        return { parquetPath, schema: schemaOf(columns, time) };
      });
    },
    close(): void {
      engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** For all tests of the file that calls it; closed after them. */
export async function analysisFixtureWithThread() {
  const fixture = await analysisFixture();
  const thread = new AnalysisThread();
  afterAll(async () => {
    await thread.close();
    fixture.close();
  });
  return { fixture, thread };
}

export interface TimeOptions {
  grain?: PeriodGrain;
  candidates?: PeriodGrain[];
  /** Names of columns with the part of a period they hold. */
  parts?: Record<string, TimePart>;
}

export function schemaOf(
  columns: Column[],
  { grain = 'NONE', candidates, parts = {} }: TimeOptions = {},
): DatasetSchema {
  return {
    datasetId: 'ds_test',
    version: 1,
    rowCount: 0,
    columns: columns.map((each) =>
      parts[each.name] ? { ...each, role: 'DATETIME', timePart: parts[each.name] ?? null } : each,
    ),
    periodGrain: grain,
    periodGrainCandidates: candidates ?? (grain === 'NONE' ? [] : [grain]),
    timeCandidates: Object.keys(parts),
    timeColumns: Object.keys(parts),
    warnings: [],
    rowsLeftOut: [],
  };
}

export function column(name: string, type: string, more: Partial<Column> = {}): Column {
  const dataType = type.startsWith('DECIMAL') ? 'DECIMAL' : (DATA_TYPES[type] ?? 'STRING');
  const isNumber = dataType === 'DECIMAL' || dataType === 'DOUBLE' || dataType === 'INTEGER';
  return {
    name,
    originalName: name,
    role: isNumber
      ? 'NUMERIC'
      : dataType === 'BOOLEAN'
        ? 'BOOLEAN'
        : dataType === 'STRING'
          ? 'CATEGORICAL'
          : 'DATETIME',
    dataType,
    representation: 'PLAIN',
    cardinality: 10,
    nullRate: 0,
    min: null,
    max: null,
    samples: [],
    coercions: [],
    description: null,
    timePart: null,
    periodGrain: null,
    reconciliation: { cells: 0, blank: 0, nullMarkers: 0, rejected: 0, typed: 0 },
    rejected: [],
    ...more,
  };
}
