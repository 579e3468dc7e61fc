import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import type { Log } from '../model/log.js';
import { writeDurably } from './durable.js';
import type { Layout } from './layout.js';
import { ifPresent, isDiskFull, withStorage } from './storage-errors.js';

/** Enough for the record, the log line and the folder entries of many deletions. */
const RESERVE_BYTES = 1 << 20;

/**
 * A file that reserves space for deletions, which must write a record themselves. It is removed when a deletion fails on a
 * full disk, and written again when there is space. A limit on the writes of this service would not be enough, because
 * other programs can fill the disk too.
 */
export class StorageReserve {
  constructor(
    private readonly layout: Layout,
    private readonly owner: string,
    private readonly log: Log,
  ) {}

  /** Creates the file if it is missing. Logs a warning if there is no space for it. */
  async fill(): Promise<void> {
    const path = this.layout.reserve;
    const unfinished = `${path}.${this.owner}`;
    try {
      const file = await ifPresent(() => stat(path));
      if (file?.size === RESERVE_BYTES) return;
      // Random bytes, because some file systems do not allocate space for zeros.
      await withStorage('Reserving space for deletions', () => writeDurably(unfinished, randomBytes(RESERVE_BYTES)));
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      this.log.warn({ err: error }, 'there is no space for the reserve that deletions need on a full disk');
    }
  }

  /**
   * Runs `work`. On a full disk, frees the reserve and runs it once more.
   * @throws the errors of `work`
   */
  async during<T>(work: (isSecondAttempt: boolean) => Promise<T>): Promise<T> {
    try {
      return await work(false);
    } catch (error) {
      if (!isDiskFull(error)) throw error;
    }
    await rm(this.layout.reserve, { force: true });
    try {
      return await work(true);
    } finally {
      await this.fill();
    }
  }
}
