import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { ANALYSIS_FILES } from '../model/analysis.js';
import type { Log } from '../model/log.js';
import { requireRoom, storageRoom } from '../storage/free-space.js';
import { type Layout, readEntry } from '../storage/layout.js';
import { ifPresent } from '../storage/storage-errors.js';

const EXTENSIONS: readonly string[] = Object.values(ANALYSIS_FILES);
const FILE = /^([0-9a-f]{32})\.(.+)$/;
const SCANS_AT_ONCE = 16;
/** Other processes on the folder store analyses too. */
const RESCAN_EVERY_MS = 10 * 60_000;
/** Evictions go below the limit by a tenth, so that not every analysis evicts another. */
const EVICT_TO = 0.9;
/** How exactly the time of the last use is kept on disk, for other processes and after a restart. */
const USE_PRECISION_MS = 3_600_000;

/** Of the stored analyses, with the files made from them. */
export interface AnalysisLimits {
  maxBytes: number;
  maxCount: number;
  maxBytesPerVersion: number;
  maxCountPerVersion: number;
}

interface StoredAnalysis {
  hash: string;
  bytes: number;
  usedAtMs: number;
}

interface StoredVersion {
  folder: string;
  /** Of all its analyses. */
  bytes: number;
  analyses: Map<string, StoredAnalysis>;
}

export interface AnalysisBudgetOptions {
  layout: Layout;
  limits: AnalysisLimits;
  /** Nothing is stored where the disk has less. */
  minFreeBytes: number;
  log: Log;
}

/**
 * Keeps the files of analyses within limits, for each version and in total: those least recently used are removed, which
 * loses nothing, since they can be computed again. The last use is the file's access time, which this class sets
 * itself (many file systems do not). Limits are exact for one process; what others store is counted every ten minutes.
 */
export class AnalysisBudget {
  private readonly versions = new Map<string, StoredVersion>();
  private working: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: AnalysisBudgetOptions) {}

  /** Counts what is stored, now and every ten minutes until close(), and removes what is too much. */
  open(): Promise<void> {
    this.timer ??= setInterval(() => void this.open(), RESCAN_EVERY_MS).unref();
    return this.inTurn(async () => {
      await this.scan();
      for (const version of this.versions.values()) await this.limitVersion(version);
      await this.limitTotal();
    });
  }

  /** Waits for the evictions under way. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  /** @throws STORAGE_UNAVAILABLE (isDiskFull) where the disk has no room for what can be computed again */
  async requireRoom(): Promise<void> {
    const { layout, minFreeBytes } = this.options;
    requireRoom(await storageRoom(layout.datasets, minFreeBytes));
  }

  /** A file of an analysis was stored. Resolves when the limits hold again. */
  stored(datasetId: string, version: number, hash: string): Promise<void> {
    return this.inTurn(async () => {
      const known = this.versions.get(keyOf(datasetId, version)) ?? (await this.scanVersion(datasetId, version));
      const counted = await countFiles(
        known.folder,
        EXTENSIONS.map((extension) => `${hash}.${extension}`),
      );
      const analysis = counted.get(hash);
      if (analysis) {
        known.bytes += analysis.bytes - (known.analyses.get(hash)?.bytes ?? 0);
        known.analyses.set(hash, { ...analysis, usedAtMs: Date.now() });
      }
      await this.limitVersion(known);
      await this.limitTotal();
    });
  }

  /** An analysis was read. */
  async used(datasetId: string, version: number, hash: string): Promise<void> {
    const analysis = this.versions.get(keyOf(datasetId, version))?.analyses.get(hash);
    const now = Date.now();
    if (analysis && now - analysis.usedAtMs < USE_PRECISION_MS) return;
    if (analysis) analysis.usedAtMs = now;
    const path = this.options.layout.analysis(datasetId, version, hash, 'JSON');
    const file = await ifPresent(() => stat(path));
    if (file) await ifPresent(() => utimes(path, new Date(now), file.mtime)).catch(() => undefined);
  }

  private async scan(): Promise<void> {
    const { layout } = this.options;
    this.versions.clear();
    const ids = (await ifPresent(() => readdir(layout.datasets))) ?? [];
    await pLimit(SCANS_AT_ONCE).map(ids, async (id) => {
      const names = (await readdir(layout.dataset(id)).catch(() => [])) ?? [];
      for (const name of names) {
        const entry = readEntry(name);
        if (entry.kind === 'version') await this.scanVersion(id, entry.version);
      }
    });
  }

  private async scanVersion(datasetId: string, version: number): Promise<StoredVersion> {
    const folder = this.options.layout.analyses(datasetId, version);
    const names = (await ifPresent(() => readdir(folder))) ?? [];
    const analyses = await countFiles(folder, names);
    const bytes = [...analyses.values()].reduce((sum, analysis) => sum + analysis.bytes, 0);
    const scanned: StoredVersion = { folder, bytes, analyses };
    if (analyses.size > 0) this.versions.set(keyOf(datasetId, version), scanned);
    return scanned;
  }

  private async limitVersion(version: StoredVersion): Promise<void> {
    const { maxBytesPerVersion, maxCountPerVersion } = this.options.limits;
    await this.evict([version], maxBytesPerVersion, maxCountPerVersion);
  }

  private async limitTotal(): Promise<void> {
    const { maxBytes, maxCount } = this.options.limits;
    if (!isExceeded(this.versions.values(), maxBytes, maxCount)) return;
    // Versions may have gone meanwhile, and other processes have stored and used analyses.
    await this.scan();
    await this.evict([...this.versions.values()], maxBytes, maxCount);
  }

  /** Removes the least recently used where a limit is exceeded; the most recent one stays in any case. */
  private async evict(versions: readonly StoredVersion[], maxBytes: number, maxCount: number): Promise<void> {
    if (!isExceeded(versions, maxBytes, maxCount)) return;
    const oldestFirst = versions
      .flatMap((version) => [...version.analyses.values()].map((analysis) => ({ analysis, version })))
      .sort((a, b) => a.analysis.usedAtMs - b.analysis.usedAtMs);
    for (const { analysis, version } of oldestFirst.slice(0, -1)) {
      if (!isExceeded(versions, maxBytes * EVICT_TO, maxCount * EVICT_TO)) return;
      // The JSON last: without it the others are not served.
      for (const extension of [...EXTENSIONS.filter((each) => each !== ANALYSIS_FILES.JSON), ANALYSIS_FILES.JSON]) {
        const path = join(version.folder, `${analysis.hash}.${extension}`);
        await rm(path, { force: true });
        await rm(`${path}.sha256`, { force: true });
      }
      version.bytes -= analysis.bytes;
      version.analyses.delete(analysis.hash);
    }
  }

  /** One at a time; an error is logged, for storing an analysis must not fail because another cannot be removed. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.working = this.working.then(work).catch((error: unknown) => {
      this.options.log.warn({ err: error }, 'stored analyses could not be limited');
    });
    return this.working;
  }
}

function isExceeded(versions: Iterable<StoredVersion>, maxBytes: number, maxCount: number): boolean {
  let bytes = 0;
  let count = 0;
  for (const version of versions) {
    bytes += version.bytes;
    count += version.analyses.size;
  }
  return bytes > maxBytes || count > maxCount;
}

function keyOf(datasetId: string, version: number): string {
  return `${datasetId}/${version}`;
}

/** The analyses that these files of a folder belong to. */
async function countFiles(folder: string, names: readonly string[]): Promise<Map<string, StoredAnalysis>> {
  const analyses = new Map<string, StoredAnalysis>();
  await pLimit(SCANS_AT_ONCE).map(names, async (name) => {
    const [, hash, extension = ''] = FILE.exec(name) ?? [];
    const file = hash && EXTENSIONS.includes(extension) && (await ifPresent(() => stat(join(folder, name))));
    if (!hash || !file) return;
    const known = analyses.get(hash);
    analyses.set(hash, {
      hash,
      bytes: file.blocks * 512 + (known?.bytes ?? 0),
      usedAtMs: Math.max(file.atimeMs, known?.usedAtMs ?? 0),
    });
  });
  return analyses;
}
