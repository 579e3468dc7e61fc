import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Connection, Database } from '../postgres/database.js';
import type { KnownProcesses } from './processes.js';

const HEARTBEAT_MS = 1_000;
/** A process that missed its heartbeats for this long counts as dead. Its jobs are begun again within 10 s (docs/scaling.md). */
const MAX_SILENCE_MS = 6_000;
/** Heartbeats after which every process that is alive has had one: one that waits for its timeout, and one that connects. */
const SETTLED = 3;

/**
 * The processes of all hosts, in PostgreSQL: a row with the time of the last heartbeat, by the clock of the database. A process that
 * is cut off or paused can count as dead while it works; what it publishes then is refused by the record (ingest/jobs/states.ts).
 */
export class PostgresProcesses implements KnownProcesses {
  /** Since when heartbeats have succeeded without a gap, by performance.now(); null while they fail. */
  private beatingSince: number | null = performance.now();
  private readonly heartbeat: NodeJS.Timeout;
  private beating: Promise<void> | null = null;

  private constructor(
    private readonly database: Database,
    /** A connection of this class alone, so that a heartbeat does not wait for other statements. */
    private readonly connection: Connection,
    readonly owner: string,
    private readonly heartbeatMs: number,
    private readonly maxSilenceMs: number,
  ) {
    this.heartbeat = setInterval(() => void this.beat(), heartbeatMs).unref();
  }

  /** @throws STORAGE_UNAVAILABLE */
  static async join(
    database: Database,
    { heartbeatMs = HEARTBEAT_MS, maxSilenceMs = MAX_SILENCE_MS } = {},
  ): Promise<PostgresProcesses> {
    const host = hostname().replace(/[^A-Za-z0-9.-]/g, '_');
    const owner = `${host}-${process.pid}-${randomBytes(6).toString('hex')}`;
    const connection = database.connection(heartbeatMs);
    await register(connection, owner);
    return new PostgresProcesses(database, connection, owner, heartbeatMs, maxSilenceMs);
  }

  /** The processes that are alive. @throws STORAGE_UNAVAILABLE */
  static async alive(database: Database): Promise<string[]> {
    const rows = await database.query<{ owner: string }>('Looking for processes', {
      text: "SELECT owner FROM processes WHERE seen_at > now() - $1 * interval '1 millisecond' ORDER BY owner",
      values: [MAX_SILENCE_MS],
    });
    return rows.map(({ owner }) => owner);
  }

  /** True also while that is unknown: after the database was away, every process needs time for its next heartbeat. */
  async isAlive(owner: string): Promise<boolean> {
    if (owner === this.owner) return true;
    const isKnown = this.beatingSince !== null && performance.now() - this.beatingSince > SETTLED * this.heartbeatMs;
    const rows = await this.database.read('Looking for a process', {
      text: "SELECT 1 FROM processes WHERE owner = $1 AND seen_at > now() - $2 * interval '1 millisecond'",
      values: [owner, this.maxSilenceMs],
    });
    return rows.length > 0 || !isKnown;
  }

  async sweep(): Promise<void> {
    await this.database.query('Removing processes that ended', {
      text: "DELETE FROM processes WHERE seen_at < now() - interval '1 hour'",
    });
  }

  async leave(): Promise<void> {
    clearInterval(this.heartbeat);
    // A heartbeat that is under way would register this process again.
    await this.beating;
    this.connection.disconnect();
    const statement = { text: 'DELETE FROM processes WHERE owner = $1', values: [this.owner] };
    // While the database is away this process counts as dead after its last heartbeat.
    await this.database.query('Leaving', statement).catch(() => undefined);
  }

  private beat(): Promise<void> {
    this.beating ??= register(this.connection, this.owner)
      .then(() => {
        this.beatingSince ??= performance.now();
      })
      .catch(() => {
        this.beatingSince = null;
      })
      .finally(() => {
        this.beating = null;
      });
    return this.beating;
  }
}

async function register(connection: Connection, owner: string): Promise<void> {
  await connection.query('Registering this process', {
    text: 'INSERT INTO processes (owner) VALUES ($1) ON CONFLICT (owner) DO UPDATE SET seen_at = now()',
    values: [owner],
  });
}
