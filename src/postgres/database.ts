import pLimit from 'p-limit';
import pg from 'pg';
import { isConnectionFailure, unavailable } from './database-errors.js';

/** Longer statements are cancelled: a request would rather be refused than wait. */
const STATEMENT_TIMEOUT_MS = 5_000;
/** A transaction whose client is gone without a word would hold its locks for hours. */
const IDLE_IN_TRANSACTION_MS = 5_000;
const CONNECT_TIMEOUT_MS = 1_000;
/** A failed connection is given up after this by client and server, also where no packet arrives any more. */
const REPLY_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 1_000;
/** What is read by its key takes milliseconds. After this, the connection may be one of which the server no longer knows. */
const READ_TIMEOUT_MS = 2_000;
/** Reads that are repeated at a time, so that a server that is in trouble gets few connections more. */
const MAX_REPEATED_READS = 4;
/** OID of bigint. All of ours are counters below 2^53. */
const BIGINT = 20;

export interface DatabaseOptions {
  url: string;
  /** Connections of this process, beside the one of the freshness check. */
  poolSize: number;
}

/** Of pg's client, which does not type it: the only way to give up a connection without waiting for the server. */
type ClientWithSocket = pg.Client & { connection?: { stream?: { destroy(): void } } };

export interface Statement {
  text: string;
  values?: readonly unknown[];
  /** A prepared statement, parsed once for each connection. */
  name?: string;
}

/** Runs a statement of a transaction. */
export type Query = <Row extends pg.QueryResultRow>(statement: Statement) => Promise<Row[]>;

/** The connections of this process to PostgreSQL. Errors that come from the server being away are STORAGE_UNAVAILABLE. */
export class Database {
  private readonly pool: pg.Pool;
  private readonly repeatedReads = pLimit(MAX_REPEATED_READS);

  constructor(private readonly options: DatabaseOptions) {
    this.pool = new pg.Pool({ ...clientOptions(options.url, REPLY_TIMEOUT_MS), max: options.poolSize });
    // An idle connection that breaks leaves the pool; the next statement opens another one.
    this.pool.on('error', ignored);
  }

  /** Runs one statement, which commits by itself. @throws STORAGE_UNAVAILABLE, errors of the statement */
  async query<Row extends pg.QueryResultRow>(doing: string, statement: Statement): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(withValues(statement))).rows;
    } catch (error) {
      throw unavailable(doing, error);
    }
  }

  /**
   * Runs a statement that finds little and changes nothing. Where the pooled connection fails, or is silent since the network
   * dropped it, it is repeated over a new one. @throws as query()
   */
  async read<Row extends pg.QueryResultRow>(doing: string, statement: Statement): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>(withTimeout(statement, READ_TIMEOUT_MS))).rows;
    } catch (error) {
      if (!isConnectionFailure(error)) throw unavailable(doing, error);
    }
    return this.repeatedReads(async () => {
      const connection = this.connection(REPLY_TIMEOUT_MS);
      try {
        return await connection.query<Row>(doing, statement);
      } finally {
        connection.disconnect();
      }
    });
  }

  /** Runs `work` in a transaction. If it throws, nothing is changed. @throws STORAGE_UNAVAILABLE, errors of `work` */
  async transaction<T>(doing: string, work: (query: Query) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      const connected = client;
      // The pool listens to idle connections only. One that breaks between two statements is noticed by the next of them.
      connected.on('error', ignored);
      await connected.query('BEGIN');
      const result = await work(async <Row extends pg.QueryResultRow>(statement: Statement) => {
        return (await connected.query<Row>(withValues(statement))).rows;
      });
      await connected.query('COMMIT');
      connected.off('error', ignored);
      connected.release();
      return result;
    } catch (error) {
      // Closed instead of rolled back: its state is not known.
      client?.release(true);
      throw unavailable(doing, error);
    }
  }

  /** A connection of its own that reconnects after an error. */
  connection(replyTimeoutMs: number): Connection {
    return new Connection(this.options.url, replyTimeoutMs);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

/** One connection, for one statement at a time. */
export class Connection {
  private client: ClientWithSocket | null = null;

  constructor(
    private readonly url: string,
    private readonly replyTimeoutMs: number,
  ) {}

  /** @throws STORAGE_UNAVAILABLE, errors of the statement */
  async query<Row extends pg.QueryResultRow>(doing: string, statement: Statement): Promise<Row[]> {
    try {
      this.client ??= await this.connect();
      return (await this.client.query<Row>(withValues(statement))).rows;
    } catch (error) {
      // After a timeout the reply can still arrive: it must not be taken for that of the next statement.
      this.disconnect();
      throw unavailable(doing, error);
    }
  }

  disconnect(): void {
    const client = this.client;
    this.client = null;
    // Not end(): it says goodbye to the server and waits, also for one that no packet reaches.
    client?.connection?.stream?.destroy();
  }

  private async connect(): Promise<ClientWithSocket> {
    const client: ClientWithSocket = new pg.Client(clientOptions(this.url, this.replyTimeoutMs));
    client.on('error', () => {
      if (this.client === client) this.client = null;
    });
    await client.connect();
    return client;
  }
}

function ignored(): void {}

function clientOptions(url: string, replyTimeoutMs: number): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'concentric',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: replyTimeoutMs,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
}

function withValues({ text, values = [], name }: Statement): pg.QueryConfig {
  return { text, values: [...values], ...(name !== undefined && { name }) };
}

/** pg knows this option of a statement; its types do not. */
function withTimeout(statement: Statement, replyTimeoutMs: number): pg.QueryConfig & { query_timeout: number } {
  return { ...withValues(statement), query_timeout: replyTimeoutMs };
}
