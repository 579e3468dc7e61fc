import { randomUUID } from 'node:crypto';
import { recordDamaged } from '../../model/dataset-errors.js';
import { isUnavailable } from '../../model/errors.js';
import type { Connection, Database } from '../../postgres/database.js';
import { databaseUnavailable } from '../../postgres/database-errors.js';
import {
  type ChangePosition,
  type ChangesSince,
  getEach,
  isTombstone,
  type Records,
  type Revision,
} from './records.js';
import { readRevisionText, revisionText } from './revision-text.js';
import { SharedRound } from './shared-round.js';

const CHECK_TIMEOUT_MS = 1_000;
/** A process that missed more changes reads the revisions of all datasets again. */
const MAX_MISSED_CHANGES = 10_000;
/** Changed ids that are remembered for changesSince(). */
const MAX_HISTORY = 100_000;
/** A put() whose reply was lost is repeated: it finds its own change if the first attempt was stored. */
const PUT_ATTEMPTS = 3;
const PRUNE_INTERVAL_MS = 10 * 60_000;

/** Lock order: the dataset, then the clock. */
const RECORD_CHANGE = `
  k AS (UPDATE clock SET n = n + 1, token = gen_random_uuid() WHERE id = 1 AND EXISTS (SELECT 1 FROM c) RETURNING n, token)
  INSERT INTO changes (n, token, id, revision, change) SELECT k.n, k.token, c.id, c.revision, $4 FROM c, k RETURNING n`;
const CREATE = `
  WITH c AS (INSERT INTO datasets (id, revision, revision_text, deleted_at) VALUES ($1, $2, $3, CASE WHEN $5 THEN now() END)
    ON CONFLICT DO NOTHING RETURNING id, revision), ${RECORD_CHANGE}`;
const UPDATE = `
  WITH c AS (UPDATE datasets SET revision = $2, revision_text = $3, deleted_at = CASE WHEN $5 THEN now() END
    WHERE id = $1 AND revision = $2 - 1 AND deleted_at IS NULL RETURNING id, revision), ${RECORD_CHANGE}`;
/** One snapshot: the clock, and the changes from the last seen one on. */
const CHECK = `
  SELECT k.n, k.token, pg_is_in_recovery() AS standby, c.n AS change, c.token AS change_token, c.id, c.revision
  FROM clock k LEFT JOIN changes c ON c.n >= $1 AND k.token <> $2 AND k.n - $1 <= ${MAX_MISSED_CHANGES}
  WHERE k.id = 1 ORDER BY c.n`;
const LOAD = `
  SELECT k.n, k.token, pg_is_in_recovery() AS standby, d.id, d.revision
  FROM clock k LEFT JOIN datasets d ON true WHERE k.id = 1`;

interface ClockRow {
  n: number;
  token: string;
  standby: boolean;
}

interface CheckRow extends ClockRow {
  change: number | null;
  change_token: string | null;
  id: string | null;
  revision: number | null;
}

/**
 * The driver of records in PostgreSQL: one row per dataset, changed by compare-and-swap of its revision. Each change also
 * increases the clock, one row, and gives it a random token, in the same statement.
 *
 * A process knows the current revisions as of its last check of the clock. barrier() is one check, shared by all callers that
 * wait for it. An equal token means that nothing has changed. Otherwise the changes since are read; if the last seen change
 * is not among them with its token (a failover can use a number again), all revisions are read again.
 */
export class PostgresRecords implements Records {
  private readonly checks: Connection;
  private readonly round = new SharedRound(() => this.check());
  private seen: Pick<ClockRow, 'n' | 'token'> | null = null;
  private revisions = new Map<string, number>();
  private counter = 0;
  /** Ids of changed datasets, in order; a position is an index in it, counted from the first change that was seen. */
  private history: string[] = [];
  private historyStart = 0;
  private readonly pruning: NodeJS.Timeout;

  private constructor(private readonly database: Database) {
    this.checks = database.connection(CHECK_TIMEOUT_MS);
    this.pruning = setInterval(() => void this.prune().catch(() => undefined), PRUNE_INTERVAL_MS).unref();
  }

  /** @throws STORAGE_UNAVAILABLE */
  static async open(database: Database): Promise<PostgresRecords> {
    const records = new PostgresRecords(database);
    try {
      await records.barrier();
      return records;
    } catch (error) {
      records.close();
      throw error;
    }
  }

  barrier(): Promise<void> {
    return this.round.join();
  }

  isCurrent(id: string, revision: number): boolean {
    return this.revisions.get(id) === revision;
  }

  generation(): string {
    return this.seen!.token;
  }

  changeCounter(): number {
    return this.counter;
  }

  async get(id: string): Promise<Revision | null> {
    const [row] = await this.database.read<{ revision: number; revision_text: string }>(
      `Reading the record of dataset ${id}`,
      { text: 'SELECT revision, revision_text FROM datasets WHERE id = $1', values: [id] },
    );
    return row === undefined ? null : readRow(id, row.revision, row.revision_text);
  }

  async getMany(ids: readonly string[]): Promise<Map<string, Revision | null | Error>> {
    const rows = await this.database.read<{ id: string; revision: number; revision_text: string }>(
      'Reading the records of datasets',
      { text: 'SELECT id, revision, revision_text FROM datasets WHERE id = ANY($1)', values: [ids] },
    );
    const texts = new Map(rows.map((row) => [row.id, row]));
    return getEach(ids, async (id) => {
      const row = texts.get(id);
      return row === undefined ? null : readRow(id, row.revision, row.revision_text);
    });
  }

  /** A reply that was lost, for example because the server was restarted at COMMIT, is looked up before it is answered. */
  async put(next: Revision): Promise<boolean> {
    return this.store(next.revision === 1 ? CREATE : UPDATE, next);
  }

  /** Stores a revision of a dataset that the database does not have; false if it has one. For move-records.ts. */
  async restore(revision: Revision): Promise<boolean> {
    return this.store(CREATE, revision);
  }

  /** Removes all records, their files' keys and objects, after they were moved elsewhere. What is in the object store stays there. */
  async clear(): Promise<void> {
    await this.database.query('Removing the records', {
      text: `WITH d AS (DELETE FROM datasets), c AS (DELETE FROM changes), s AS (DELETE FROM settings),
          f AS (DELETE FROM files), o AS (DELETE FROM objects), l AS (DELETE FROM claims)
        UPDATE clock SET n = n + 1, token = gen_random_uuid()`,
    });
  }

  async ids(): Promise<string[]> {
    return [...this.revisions.keys()];
  }

  async changesSince(position: ChangePosition | null): Promise<ChangesSince> {
    const end = String(this.historyStart + this.history.length);
    const index = position === null ? -1 : Number(position) - this.historyStart;
    return { changed: index < 0 ? 'all' : new Set(this.history.slice(index)), position: end };
  }

  /** There are none: a row holds the newest revision only. Expired tombstones are pruned for all datasets at once. */
  async removeSuperseded(): Promise<void> {}

  close(): void {
    clearInterval(this.pruning);
    this.checks.disconnect();
  }

  private async store(text: string, next: Revision): Promise<boolean> {
    const { id, revision } = next;
    const change = randomUUID();
    const doing = `Writing the record of dataset ${id}`;
    const values = [id, revision, revisionText(next), change, isTombstone(next)];
    for (let attempt = 1; ; attempt++) {
      try {
        const stored = await this.database.query(doing, { text, values });
        if (stored.length > 0) return true;
        // The first attempt refuses: nothing of this call can have been stored.
        return attempt === 1 ? false : await this.isStored(doing, change);
      } catch (error) {
        if (!isUnavailable(error) || attempt === PUT_ATTEMPTS) throw error;
      }
    }
  }

  private async isStored(doing: string, change: string): Promise<boolean> {
    const found = await this.database.query(doing, {
      text: 'SELECT 1 FROM changes WHERE change = $1',
      values: [change],
    });
    return found.length > 0;
  }

  private async check(): Promise<void> {
    const { n, token } = this.seen ?? { n: -1, token: '00000000-0000-0000-0000-000000000000' };
    const rows = await this.checks.query<CheckRow>('Comparing with the catalog', {
      name: 'check',
      text: CHECK,
      values: [n, token],
    });
    const clock = requireClock(rows[0]);
    if (clock.token === token) return;
    const isContinuous = rows.some((row) => row.change === n && row.change_token === token);
    if (!isContinuous) return this.load();
    for (const { change, id, revision } of rows) {
      if (change === n) continue;
      this.revisions.set(id!, revision!);
      this.history.push(id!);
    }
    this.forgetOldHistory();
    this.advanceTo(clock);
  }

  private async load(): Promise<void> {
    const rows = await this.database.query<ClockRow & { id: string | null; revision: number }>('Opening the catalog', {
      text: LOAD,
    });
    const clock = requireClock(rows[0]);
    this.revisions = new Map(rows.flatMap(({ id, revision }) => (id === null ? [] : [[id, revision]])));
    // Positions from before are no longer in the history: their readers read every record.
    this.historyStart += this.history.length + 1;
    this.history = [];
    this.advanceTo(clock);
  }

  private advanceTo({ n, token }: ClockRow): void {
    this.seen = { n, token };
    this.counter++;
  }

  private forgetOldHistory(): void {
    const excess = this.history.length - MAX_HISTORY;
    if (excess <= 0) return;
    this.history.splice(0, excess);
    this.historyStart += excess;
  }

  /** The last change stays: processes compare its token. A tombstone stays longer than any process works on its dataset. */
  private async prune(): Promise<void> {
    const doing = 'Removing old changes';
    await this.database.query(doing, {
      text: "DELETE FROM changes WHERE at < now() - interval '1 hour' AND n < (SELECT n FROM clock)",
    });
    await this.database.query(doing, {
      text: "DELETE FROM datasets WHERE deleted_at < now() - interval '24 hours'",
    });
  }
}

function requireClock<Row extends ClockRow>(row: Row | undefined): Row {
  const doing = 'Comparing with the catalog';
  if (row === undefined)
    throw databaseUnavailable(doing, 'its table "clock" is empty: restore the database from a backup');
  if (row.standby) throw databaseUnavailable(doing, 'the server is a standby; DATABASE_URL must name the primary');
  return row;
}

/** @throws RECORD_DAMAGED */
function readRow(id: string, revision: number, text: string): Revision {
  const file = `the row "${id}" of the table "datasets"`;
  try {
    const read = readRevisionText(Buffer.from(text));
    if (read.id === id && read.revision === revision) return read;
  } catch (error) {
    throw recordDamaged(id, { file, revision, why: (error as Error).message }, { cause: error });
  }
  throw recordDamaged(id, { file, revision, why: 'is the record of another dataset or revision' });
}
