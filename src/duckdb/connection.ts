import { AsyncLocalStorage } from 'node:async_hooks';
import { type DuckDBConnection, DuckDBDataChunk, type DuckDBResultReader, VARCHAR } from '@duckdb/node-api';

export { type DuckDBDataChunk, DuckDBTypeId, type DuckDBValue, type JS } from '@duckdb/node-api';

/** The connection whose stream the current code consumes. */
const streamed = new AsyncLocalStorage<Connection>();

/**
 * A DuckDB connection that runs one operation at a time, in the order of the calls: a statement, a stream from its first
 * chunk to its end, an append from the creation of the appender until it is closed.
 *
 * DuckDB has one transaction and one open result per connection: an appender that is closed while another query runs
 * invalidates that query. A call that waits inside DuckDB also blocks a thread of libuv's pool; here it waits in JavaScript.
 */
export class Connection {
  readonly #raw: DuckDBConnection;
  #last: Promise<unknown> = Promise.resolve();
  #isClosed = false;
  #interruption: { reason: unknown } | null = null;

  constructor(raw: DuckDBConnection) {
    this.#raw = raw;
  }

  /** Executes statements whose result is not needed; with `values`, which are bound to `$1`, `$2`, …, only one. */
  run(sql: string, values?: string[]): Promise<void> {
    return this.#enqueue(async () => void (await this.#raw.run(sql, values)));
  }

  /** Executes a statement and reads its whole result into memory. `values` are bound to `$1`, `$2`, …. */
  runAndReadAll(sql: string, values?: string[]): Promise<DuckDBResultReader> {
    return this.#enqueue(() => this.#raw.runAndReadAll(sql, values));
  }

  /**
   * Executes a statement and passes the chunks of its result on as they are computed. Other calls wait until `consume`
   * settles; a call from inside `consume` would wait for itself and throws.
   */
  stream<T>(sql: string, consume: (chunks: AsyncIterable<DuckDBDataChunk>) => Promise<T>): Promise<T> {
    return this.#enqueue(async () => {
      const result = await this.#raw.stream(sql);
      return streamed.run(this, () => consume(result));
    });
  }

  /** Appends rows of texts to a table. */
  append(table: string, rows: readonly (readonly string[])[]): Promise<void> {
    if (rows.length === 0) return Promise.resolve();
    return this.#enqueue(async () => {
      const appender = await this.#raw.createAppender(table);
      try {
        const chunk = DuckDBDataChunk.create(rows[0]!.map(() => VARCHAR));
        chunk.setRows(rows as string[][]);
        appender.appendDataChunk(chunk);
      } finally {
        appender.closeSync();
      }
    });
  }

  /** Percentage of the running statement that is done, as estimated by DuckDB; negative if unknown. */
  get progressPercent(): number {
    return this.#raw.progress.percentage;
  }

  /** Ends the running operation with an error, and rejects waiting and later calls with `reason`. */
  interrupt(reason: unknown): void {
    this.#interruption = { reason };
    this.#raw.interrupt();
  }

  /** Waits for the running operation. Waiting and later calls are rejected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#last;
    this.#raw.closeSync();
  }

  #enqueue<T>(operation: () => Promise<T>): Promise<T> {
    if (streamed.getStore() === this) {
      return Promise.reject(new Error('A query was sent from inside a stream of the same connection.'));
    }
    const result = this.#last.then(() => {
      if (this.#isClosed) throw new Error('The connection was closed before this query ran.');
      if (this.#interruption !== null) throw this.#interruption.reason;
      return operation();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
