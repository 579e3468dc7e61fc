import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Engine } from '../../duckdb/engine.js';
import { isOutOfMemory } from '../../duckdb/out-of-memory.js';
import { parquetSql, quoteIdentifier } from '../../duckdb/quote.js';

/** Smaller files are read in milliseconds. */
const MIN_HELD_ROWS = 100_000;

/** Bytes of a value in DuckDB's memory. Columns of other types, which are texts without ids, are not held. */
const WIDTHS: readonly [RegExp, number][] = [
  [/^BOOLEAN$/, 1],
  [/^(INTEGER|DATE)$/, 4],
  [/^(BIGINT|DOUBLE|TIMESTAMP)$/, 8],
  [/^DECIMAL\(1[0-8],/, 8],
  [/^DECIMAL\([5-9],/, 4],
  [/^DECIMAL\([1-4],/, 2],
  [/^DECIMAL\(/, 16],
];

export interface HeldColumnsOptions {
  engine: Engine;
  /** Of all columns that are held; the least recently used are dropped beyond it. */
  maxBytes: number;
  minRows?: number;
}

/**
 * The columns that questions read, as tables in DuckDB's memory, which counts them in its limit and can spill them. The first
 * question about a file reads the file; the second one holds the columns of both.
 */
export class HeldColumns {
  private readonly engine: Engine;
  private readonly minRows: number;
  private readonly files: LRUCache<string, { file: HeldFile; bytes: number }>;

  constructor({ engine, maxBytes, minRows = MIN_HELD_ROWS }: HeldColumnsOptions) {
    this.engine = engine;
    this.minRows = minRows;
    this.files = new LRUCache({
      maxSize: Math.max(1, Math.floor(maxBytes)),
      sizeCalculation: ({ bytes }) => Math.max(1, bytes),
      noDisposeOnSet: true,
      dispose: ({ file }) => file.table?.retire(),
    });
  }

  /**
   * Passes SQL of the file's rows to `work`, as in FROM: at least the columns that `columnsRead` names.
   * @param key different for different contents of the file
   */
  async withRows<T>(
    key: string,
    parquetPath: string,
    columnsRead: (hasColumn: (name: string) => boolean) => string[],
    work: (source: string) => Promise<T>,
  ): Promise<T> {
    const file = await this.fileOf(key, parquetPath);
    const columns = columnsRead((name) => file.types.has(name));
    const table = await this.tableWith(key, file, parquetPath, columns);
    if (table === null) return work(parquetSql(parquetPath));
    table.users++;
    try {
      return await work(table.name);
    } finally {
      table.users--;
      await table.dropIfUnused();
    }
  }

  private async fileOf(key: string, parquetPath: string): Promise<HeldFile> {
    const known = this.files.get(key);
    if (known !== undefined) return known.file;
    const file = await this.engine.withConnection(async (connection) => {
      const source = parquetSql(parquetPath);
      const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${source}`);
      const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${source}`);
      const types = new Map(described.getRowsJS().map(([name, type]) => [String(name), String(type)]));
      return { types, rowCount: counted.getRowsJS()[0]![0] as number, read: new Set<string>() };
    });
    // Another question was faster.
    const meanwhile = this.files.get(key);
    if (meanwhile !== undefined) return meanwhile.file;
    const held: HeldFile = { ...file, isRead: false, table: null, building: null };
    this.files.set(key, { file: held, bytes: 0 });
    return held;
  }

  private async tableWith(
    key: string,
    file: HeldFile,
    parquetPath: string,
    columns: readonly string[],
  ): Promise<HeldTable | null> {
    const isHoldable = columns.every((name) => widthOf(file.types.get(name)) !== null);
    if (file.rowCount < this.minRows || !isHoldable) return null;
    for (const name of columns) file.read.add(name);
    if (!file.isRead) {
      file.isRead = true;
      return null;
    }
    while (file.building !== null) await file.building;
    if (file.table?.has(columns)) return file.table;
    file.building = this.hold(key, file, parquetPath).finally(() => {
      file.building = null;
    });
    await file.building;
    return file.table?.has(columns) ? file.table : null;
  }

  /** Holds the columns that questions have read; where there is no memory for them, they are read from the file. */
  private async hold(key: string, file: HeldFile, parquetPath: string): Promise<void> {
    const columns = [...file.read];
    const bytes = file.rowCount * columns.reduce((sum, name) => sum + (widthOf(file.types.get(name)) ?? 0), 0);
    if (bytes > this.files.maxSize) return;
    const name = `held_columns_${randomUUID().replaceAll('-', '')}`;
    try {
      await this.engine.withConnection((connection) =>
        connection.run(
          `CREATE TABLE ${name} AS SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${parquetSql(parquetPath)}`,
        ),
      );
    } catch (error) {
      if (isOutOfMemory(error)) return;
      throw error;
    }
    file.table?.retire();
    file.table = new HeldTable(this.engine, name, new Set(columns));
    // Also where it was evicted meanwhile, and possibly described again: it is the most recently used.
    const other = this.files.peek(key)?.file;
    if (other !== file) other?.table?.retire();
    this.files.set(key, { file, bytes });
  }
}

interface HeldFile {
  /** Of each column of the file, as DuckDB names it. */
  types: ReadonlyMap<string, string>;
  rowCount: number;
  /** The columns that questions read. */
  read: Set<string>;
  /** Whether a question has read the file. */
  isRead: boolean;
  table: HeldTable | null;
  building: Promise<void> | null;
}

/** Dropped when it is retired and its last user has ended. */
class HeldTable {
  users = 0;
  private isRetired = false;

  constructor(
    private readonly engine: Engine,
    readonly name: string,
    private readonly columns: ReadonlySet<string>,
  ) {}

  has(columns: readonly string[]): boolean {
    return !this.isRetired && columns.every((name) => this.columns.has(name));
  }

  retire(): void {
    this.isRetired = true;
    // Nothing depends on when it is gone, and a table that cannot be dropped must not end the process.
    this.dropIfUnused().catch(() => {});
  }

  async dropIfUnused(): Promise<void> {
    if (!this.isRetired || this.users > 0) return;
    await this.engine.withConnection((connection) => connection.run(`DROP TABLE IF EXISTS ${this.name}`));
  }
}

function widthOf(type: string | undefined): number | null {
  if (type === undefined) return null;
  return WIDTHS.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}
