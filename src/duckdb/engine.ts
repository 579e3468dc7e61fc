import { DuckDBInstance } from '@duckdb/node-api';
import { whenAborted } from '../worker/abort-scope.js';
import { Connection } from './connection.js';

/** DuckDB forgets an interruption that comes just before a statement starts, so it is repeated. */
const INTERRUPT_AGAIN_MS = 50;

export interface EngineOptions {
  threads: number;
  /** Maximum memory of DuckDB. Beyond it DuckDB spills to `tempDirectory`. */
  memoryLimitBytes: number;
  tempDirectory: string;
}

/** The DuckDB instance of the process. Queries run in DuckDB's own threads, not on the event loop. */
export class Engine {
  private constructor(private readonly instance: DuckDBInstance) {}

  static async open(options: EngineOptions): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(options.threads),
      memory_limit: `${Math.floor(options.memoryLimitBytes / 1024)}KiB`,
      temp_directory: options.tempDirectory,
      // No extension is downloaded or loaded implicitly.
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
    });
    return new Engine(instance);
  }

  /** A new connection; temporary tables are private to it. */
  async connect(): Promise<Connection> {
    return new Connection(await this.instance.connect());
  }

  /** Passes a new connection to `work` and closes it when `work` settles. Its statements end when `work` is aborted (abort-scope.ts). */
  async withConnection<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    let interrupting: NodeJS.Timeout | undefined;
    const stopListening = whenAborted((reason) => {
      connection.interrupt(reason);
      interrupting = setInterval(() => connection.interrupt(reason), INTERRUPT_AGAIN_MS);
    });
    try {
      return await work(connection);
    } finally {
      stopListening();
      clearInterval(interrupting);
      await connection.close();
    }
  }

  /** Bytes that DuckDB uses in memory, and bytes that it spilled to disk. */
  async usage(): Promise<{ memoryBytes: number; spilledBytes: number }> {
    return this.withConnection(async (connection) => {
      const found = await connection.runAndReadAll(
        'SELECT sum(memory_usage_bytes)::DOUBLE, sum(temporary_storage_bytes)::DOUBLE FROM duckdb_memory()',
      );
      const [memoryBytes, spilledBytes] = found.getRowsJS()[0] as [number, number];
      return { memoryBytes, spilledBytes };
    });
  }

  close(): void {
    this.instance.closeSync();
  }
}
