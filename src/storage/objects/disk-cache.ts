import { existsSync } from 'node:fs';
import { link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { errnoCode, ifPresent, isDiskFull, isStorageError } from '../storage-errors.js';

const FILE = 'bytes';
const CHECKSUM = /^[0-9a-f]{64}$/;
/** Callers open a path within this time. */
const MIN_UNUSED_MS = 2 * 60_000;
/** Precision of the last use on disk, for other processes. */
const USE_PRECISION_MS = 60_000;
/** Beyond this, the last use of a copy is written to the disk more often than necessary. */
const MAX_REMEMBERED_USES = 10_000;
/** Below the limit by a tenth, so that not every file evicts another. */
const EVICT_TO = 0.9;
/** The same, where the disk is full before the limit is reached. */
const EVICT_TO_WHEN_FULL = 0.5;
const MAX_CONCURRENT_STATS = 16;
const MOVE_ATTEMPTS = 3;

export interface DiskCacheOptions {
  /** Of this machine. It may be removed at any time. */
  folder: string;
  /** An unused path on the same file system, for a file that is not complete. */
  temporaryPath(): string;
  maxBytes: number;
}

/** Counts of this process since its start. */
export interface CopyCounts {
  hits: number;
  /** Files that were not on the disk, and were fetched. */
  misses: number;
  /** Copies that did not match their checksum, and were fetched again: their fetches are misses too. */
  damaged: number;
  evictions: number;
  fetchedBytes: number;
}

interface CachedFile {
  sha256: string;
  bytes: number;
  usedAtMs: number;
}

/**
 * Copies of objects on the local disk, by their SHA-256: a copy is never outdated. Several processes may share the folder. Those least
 * recently used are removed where there is too much, but none that was used in the last two minutes. The last use of
 * `<sha256>/bytes` is the time of its folder.
 */
export class DiskCache {
  readonly counts: CopyCounts = { hits: 0, misses: 0, damaged: 0, evictions: 0, fetchedBytes: 0 };
  private readonly usedAt = new LRUCache<string, number>({ max: MAX_REMEMBERED_USES });
  private readonly adding = new Map<string, Promise<string | null>>();
  /** By this process since the last count. */
  private addedBytes = 0;
  private countedBytes = 0;
  private isCounted = false;
  private evicting: Promise<void> = Promise.resolve();

  constructor(private readonly options: DiskCacheOptions) {}

  /** Of the copies of all processes on the folder: as last counted, and what this process has added since. */
  get bytes(): number {
    return this.countedBytes + this.addedBytes;
  }

  /** The path of a copy; null if there is none. */
  find(sha256: string): string | null {
    const path = this.existing(sha256);
    if (path !== null) this.counts.hits++;
    return path;
  }

  /**
   * The copy, else what `fetch` writes to a new path: it returns false if there is nothing. Callers at the same time share
   * one transfer.
   */
  async get(sha256: string, fetch: (path: string) => Promise<boolean>): Promise<string | null> {
    return this.find(sha256) ?? this.fetchOnce(sha256, fetch);
  }

  /** What `fetch` writes, in place of a copy that is damaged. */
  replace(sha256: string, fetch: (path: string) => Promise<boolean>): Promise<string | null> {
    this.counts.damaged++;
    return this.fetchOnce(sha256, fetch);
  }

  private fetchOnce(sha256: string, fetch: (path: string) => Promise<boolean>): Promise<string | null> {
    let adding = this.adding.get(sha256);
    if (adding === undefined) {
      adding = this.fetch(sha256, fetch).finally(() => this.adding.delete(sha256));
      this.adding.set(sha256, adding);
    }
    return adding;
  }

  /**
   * Adds a file of the same file system as a copy. The file must not change afterwards. Where the disk allows no copy, there
   * is none.
   */
  async adopt(path: string, sha256: string): Promise<void> {
    if (this.existing(sha256) !== null) return;
    const temporary = this.options.temporaryPath();
    try {
      await link(path, temporary);
      await this.add(temporary, sha256);
    } catch (error) {
      if (!isStorageError(error)) throw error;
      await rm(temporary, { force: true });
    }
  }

  async remove(sha256: string): Promise<void> {
    this.usedAt.delete(sha256);
    await rm(join(this.options.folder, sha256), { recursive: true, force: true });
  }

  /** Resolves when the limit holds again. */
  limit(): Promise<void> {
    if (this.bytes > this.options.maxBytes || !this.isCounted) {
      this.evicting = this.evicting.then(async () => void (await this.evict())).catch(() => undefined);
    }
    return this.evicting;
  }

  /** Removes copies because the disk is full, although the limit holds. False if all of them are in use. */
  private makeRoom(): Promise<boolean> {
    const isMade = this.evicting.then(() => this.evict({ isDiskFull: true }));
    this.evicting = isMade.then(nothing, nothing);
    return isMade;
  }

  private async fetch(sha256: string, fetch: (path: string) => Promise<boolean>): Promise<string | null> {
    this.counts.misses++;
    try {
      return await this.tryToFetch(sha256, fetch);
    } catch (error) {
      if (!isDiskFull(error) || !(await this.makeRoom())) throw error;
      return this.tryToFetch(sha256, fetch);
    }
  }

  private async tryToFetch(sha256: string, fetch: (path: string) => Promise<boolean>): Promise<string | null> {
    const temporary = this.options.temporaryPath();
    try {
      if (!(await fetch(temporary))) return null;
      this.counts.fetchedBytes += (await stat(temporary)).size;
      return await this.add(temporary, sha256);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  private async add(temporary: string, sha256: string): Promise<string> {
    const path = this.pathOf(sha256);
    const { size } = await stat(temporary);
    await this.move(temporary, path);
    // rename() does nothing where both are links to one file.
    await rm(temporary, { force: true });
    this.addedBytes += size;
    this.use(sha256);
    void this.limit();
    return path;
  }

  private async move(from: string, to: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await mkdir(dirname(to), { recursive: true });
        return await rename(from, to);
      } catch (error) {
        // The folder was removed meanwhile.
        if (errnoCode(error) !== 'ENOENT' || attempt === MOVE_ATTEMPTS) throw error;
      }
    }
  }

  private existing(sha256: string): string | null {
    const path = this.pathOf(sha256);
    if (!existsSync(path)) return null;
    this.use(sha256);
    return path;
  }

  private use(sha256: string): void {
    const now = Date.now();
    if (now - (this.usedAt.get(sha256) ?? 0) < USE_PRECISION_MS) return;
    this.usedAt.set(sha256, now);
    utimes(join(this.options.folder, sha256), new Date(now), new Date(now)).catch(() => undefined);
  }

  /** Whether anything was removed. */
  private async evict({ isDiskFull = false } = {}): Promise<boolean> {
    const { maxBytes } = this.options;
    const files = await this.count();
    this.isCounted = true;
    this.addedBytes = 0;
    this.countedBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const before = this.countedBytes;
    if (before <= maxBytes && !isDiskFull) return false;
    const target = isDiskFull ? before * EVICT_TO_WHEN_FULL : maxBytes * EVICT_TO;
    const now = Date.now();
    for (const { sha256, bytes, usedAtMs } of files.sort((a, b) => a.usedAtMs - b.usedAtMs)) {
      const isUsed = now - usedAtMs < MIN_UNUSED_MS + USE_PRECISION_MS;
      if (isUsed || this.countedBytes <= target) break;
      await this.remove(sha256);
      this.counts.evictions++;
      this.countedBytes -= bytes;
    }
    return this.countedBytes < before;
  }

  private async count(): Promise<CachedFile[]> {
    const { folder } = this.options;
    const names = ((await ifPresent(() => readdir(folder))) ?? []).filter((name) => CHECKSUM.test(name));
    const files = await pLimit(MAX_CONCURRENT_STATS).map(names, async (sha256) => {
      const used = await ifPresent(() => stat(join(folder, sha256)));
      if (used === undefined) return [];
      const file = await ifPresent(() => stat(this.pathOf(sha256)));
      return [{ sha256, bytes: file?.size ?? 0, usedAtMs: used.mtimeMs }];
    });
    return files.flat();
  }

  private pathOf(sha256: string): string {
    return join(this.options.folder, sha256, FILE);
  }
}

function nothing(): void {}
