import { randomBytes } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import type { Log } from '../model/log.js';
import { writeDurably } from './durable.js';
import type { Layout } from './layout.js';
import { ifPresent, isDiskFull, withStorage } from './storage-errors.js';

/** Enough for the record, the log line and the folder entries of many deletions. */
const RESERVE_BYTES = 1 << 20;

/**
 * A file of no use but its size: it is removed where a full disk refuses a deletion, which itself has to write a record,
 * and written again once there is room. Other programs may fill the disk: a limit on what this service writes would
 * not help against that.
 */
export class StorageReserve {
  constructor(
    private readonly layout: Layout,
    private readonly owner: string,
    private readonly log: Log,
  ) {}

  /** Makes the file where it is missing; where there is no room for it, that is logged. */
  async fill(): Promise<void> {
    const path = this.layout.reserve;
    const unfinished = `${path}.${this.owner}`;
    try {
      const file = await ifPresent(() => stat(path));
      if (file?.size === RESERVE_BYTES) return;
      // Random bytes: some file systems store no zeros.
      await withStorage('Reserving room for deletions', () => writeDurably(unfinished, randomBytes(RESERVE_BYTES)));
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      this.log.warn({ err: error }, 'there is no room for the reserve that deletions need on a full disk');
    }
  }

  /**
   * Runs `work`, and once more with the reserve's room where the disk is full.
   * @throws what `work` throws
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
