import { setTimeout as pause } from 'node:timers/promises';
import type { DatasetRecord } from '../model/dataset.js';
import type { Log } from '../model/log.js';

/** Recomputing takes that share of the time at most. */
const MAX_TIME_SHARE = 1 / 100;

export interface AuditorOptions {
  catalog: {
    get(id: string): Promise<DatasetRecord | null>;
    all(): Promise<DatasetRecord[]>;
    isCurrent(record: DatasetRecord): Promise<boolean>;
    /** Publishes a revision from which on analyses that were cached before are not served. */
    outdateAnalyses(id: string): Promise<unknown>;
  };
  analyses: {
    /** Hashes of what is stored for the record's version. */
    storedHashes(record: DatasetRecord): Promise<string[]>;
    /** Computes a stored analysis again and compares the numbers. Null where they cannot be compared now. Writes nothing. */
    recompute(record: DatasetRecord, hash: string): Promise<{ isSame: boolean } | null>;
    removeStored(record: DatasetRecord, hash: string): Promise<void>;
  };
  /** Whether the rows and the schema of the record's version are what was stored, by their checksums. */
  isVerified(record: DatasetRecord): Promise<boolean>;
  everyMs: number;
  log: Log;
}

/**
 * Computes one stored analysis again from time to time, in the background, and removes it where the result differs, so
 * that it is computed again when it is next requested. It looks at current versions whose rows are verified, and stores
 * nothing itself.
 */
export class Auditor {
  readonly recomputed = { same: 0, different: 0 };
  private readonly stopped = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private stored: AsyncGenerator<{ id: string; hash: string }, undefined> = this.storedAnalyses();

  constructor(private readonly options: AuditorOptions) {}

  start(): void {
    this.running = this.run();
  }

  async close(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** Looks at one analysis. Errors are logged. */
  async auditNext(): Promise<void> {
    try {
      let { value: next } = await this.stored.next();
      if (next === undefined) {
        this.stored = this.storedAnalyses();
        ({ value: next } = await this.stored.next());
      }
      if (next) await this.audit(next.id, next.hash);
    } catch (error) {
      this.stored = this.storedAnalyses();
      // The storage folder cannot be read, or the dataset was deleted meanwhile.
      if (!this.stopped.signal.aborted) this.options.log.warn({ err: error }, 'a stored analysis could not be audited');
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    let tookMs = 0;
    for (;;) {
      const waitMs = Math.max(this.options.everyMs, tookMs / MAX_TIME_SHARE);
      await pause(waitMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      const startedAt = performance.now();
      await this.auditNext();
      tookMs = performance.now() - startedAt;
    }
  }

  private async audit(id: string, hash: string): Promise<void> {
    const { catalog, analyses, isVerified, log } = this.options;
    const record = await catalog.get(id);
    if (record?.status !== 'READY' || !(await isVerified(record))) return;
    if (!(await catalog.isCurrent(record))) return;
    const result = await analyses.recompute(record, hash);
    // If the dataset has changed meanwhile, a difference means nothing.
    if (result === null || !(await catalog.isCurrent(record))) return;
    this.recomputed[result.isSame ? 'same' : 'different']++;
    if (result.isSame) return;
    log.error({ datasetId: id, hash }, 'a stored analysis differs from what its rows give; it was removed');
    // First the file: a reader of the new revision must not find the old one.
    await analyses.removeStored(record, hash);
    await catalog.outdateAnalyses(id);
  }

  /** Every stored analysis of a current version, once; processes on one folder begin at different datasets. */
  private async *storedAnalyses(): AsyncGenerator<{ id: string; hash: string }, undefined> {
    const records = await this.options.catalog.all();
    const start = Math.floor(Math.random() * records.length);
    for (const record of [...records.slice(start), ...records.slice(0, start)]) {
      if (record.status !== 'READY') continue;
      for (const hash of await this.options.analyses.storedHashes(record)) yield { id: record.id, hash };
    }
  }
}
