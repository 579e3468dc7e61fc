import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Database } from '../postgres/database.js';
import type { KnownProcesses } from './processes.js';

const HEARTBEAT_MS = 2_000;
/** A process that missed its heartbeats for this long counts as dead. */
const MAX_SILENCE_MS = 10_000;

/**
 * The processes of all hosts, in PostgreSQL: a row with the time of the last heartbeat, by the clock of the database. A process that
 * is cut off or paused can count as dead while it works; what it publishes then is refused by the record (ingest/jobs/states.ts).
 */
export class PostgresProcesses implements KnownProcesses {
  /** Since when heartbeats have succeeded without a gap, by performance.now(); null while they fail. */
  private beatingSince: number | null = performance.now();
  private readonly heartbeat: NodeJS.Timeout;

  private constructor(
    private readonly database: Database,
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
    await register(database, owner);
    return new PostgresProcesses(database, owner, heartbeatMs, maxSilenceMs);
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
    const isKnown = this.beatingSince !== null && performance.now() - this.beatingSince > 2 * this.heartbeatMs;
    const rows = await this.database.query('Looking for a process', {
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
    const statement = { text: 'DELETE FROM processes WHERE owner = $1', values: [this.owner] };
    // While the database is away this process counts as dead after its last heartbeat.
    await this.database.query('Leaving', statement).catch(() => undefined);
  }

  private async beat(): Promise<void> {
    try {
      await register(this.database, this.owner);
      this.beatingSince ??= performance.now();
    } catch {
      this.beatingSince = null;
    }
  }
}

async function register(database: Database, owner: string): Promise<void> {
  await database.query('Registering this process', {
    text: 'INSERT INTO processes (owner) VALUES ($1) ON CONFLICT (owner) DO UPDATE SET seen_at = now()',
    values: [owner],
  });
}
