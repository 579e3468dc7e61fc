import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { ALGORITHM_VERSION, type Analysis, type Artifact, type ArtifactFormat } from '../model/analysis.js';
import { ConcentricError } from '../model/errors.js';
import { sync, writeDurably } from '../storage/durable.js';
import type { Layout } from '../storage/layout.js';
import { errnoCode, ifPresent, withStorage } from '../storage/storage-errors.js';
import type { AnalysisBudget } from './analysis-budget.js';
import { artifactName } from './artifact-name.js';
import { analysisCsv } from './csv.js';
import { analysisJson, isComplete, readAnalysisJson } from './json.js';

const STORED = /^([0-9a-f]{32})\.json$/;
const CACHED_CHECKSUMS = 1000;
const MAX_CONCURRENT_STATS = 32;
/** Says nothing of the file that was to be read. */
const NO_FILES_LEFT: readonly string[] = ['EMFILE', 'ENFILE'];

/** An analysis on disk: `analyses/<hash>.{json,csv,xlsx}` of a version. */
export interface AnalysisPlace {
  datasetId: string;
  version: number;
  hash: string;
}

export interface AnalysisFilesOptions {
  layout: Layout;
  /** Part of the temporary names that this process leaves behind if it dies (storage/processes.ts). */
  owner: string;
  /** Writes the workbook of the analysis that a JSON file holds, away from the event loop. */
  writeWorkbook(jsonPath: string, path: string): Promise<void>;
  /** Default: nothing limits what is stored. */
  budget?: Pick<AnalysisBudget, 'requireRoom' | 'stored' | 'used'>;
}

const unlimited = {
  requireRoom: async () => undefined,
  stored: async () => undefined,
  used: async () => undefined,
} satisfies AnalysisFilesOptions['budget'];

/**
 * The files of analyses. The JSON is the analysis; CSV and XLSX are made from it when they are first requested, and
 * made again, with the same bytes, where they were removed.
 */
export class AnalysisFiles {
  private readonly layout: Layout;
  private readonly owner: string;
  private readonly writeWorkbook: AnalysisFilesOptions['writeWorkbook'];
  private readonly budget: NonNullable<AnalysisFilesOptions['budget']>;
  private readonly checksums = new LRUCache<string, string>({ max: CACHED_CHECKSUMS });
  /** Files being made, by path. */
  private readonly making = new Map<string, Promise<void>>();

  constructor({ layout, owner, writeWorkbook, budget = unlimited }: AnalysisFilesOptions) {
    this.layout = layout;
    this.owner = owner;
    this.writeWorkbook = writeWorkbook;
    this.budget = budget;
  }

  /**
   * Stores the analysis, whole or not at all; files made from an earlier one in its place are removed. Its file's time of
   * modification is `computedAt`, by which analyses are listed.
   * @throws STORAGE_UNAVAILABLE; ENOENT where the version is gone
   */
  async write(analysis: Analysis): Promise<void> {
    for (const format of ['CSV', 'XLSX'] as const) await rm(this.path(analysis, format), { force: true });
    await this.make(analysis, 'JSON');
  }

  /** The JSON goes first: without it there is no analysis. */
  async remove({ datasetId, version, hash }: AnalysisPlace): Promise<void> {
    for (const format of ['JSON', 'CSV', 'XLSX'] as const) {
      await rm(this.layout.analysis(datasetId, version, hash, format), { force: true });
    }
  }

  /**
   * Null where there is none; a file that is torn, from elsewhere, incomplete or by earlier rules counts as none.
   * @throws STORAGE_UNAVAILABLE, which names a file that cannot be read
   */
  async read(place: AnalysisPlace): Promise<Analysis | null> {
    const { datasetId, version, hash } = place;
    const text = await this.readText(this.layout.analysis(datasetId, version, hash, 'JSON'));
    const analysis = text === undefined ? null : await readAnalysisJson(text);
    const isWanted =
      analysis?.datasetId === datasetId && analysis.datasetVersion === version && analysis.parameters?.hash === hash;
    if (!isWanted || analysis.algorithmVersion !== ALGORITHM_VERSION || !isComplete(analysis)) return null;
    await this.budget.used(datasetId, version, hash);
    return analysis;
  }

  /** Hashes of what is stored for a version, newest first. No file is opened. */
  async list(datasetId: string, version: number): Promise<{ hash: string; computedAtMs: number }[]> {
    const names = (await ifPresent(() => readdir(this.layout.analyses(datasetId, version)))) ?? [];
    const hashes = names.flatMap((name) => STORED.exec(name)?.[1] ?? []);
    const stored = await pLimit(MAX_CONCURRENT_STATS).map(hashes, async (hash) => {
      const file = await ifPresent(() => stat(this.layout.analysis(datasetId, version, hash, 'JSON')));
      return file ? [{ hash, computedAtMs: Math.round(file.mtimeMs) }] : [];
    });
    return stored.flat().sort((a, b) => b.computedAtMs - a.computedAtMs || (a.hash < b.hash ? -1 : 1));
  }

  /** @throws STORAGE_UNAVAILABLE; ENOENT where the version is gone */
  async artifact(analysis: Analysis, format: ArtifactFormat): Promise<Artifact & { path: string }> {
    const path = this.path(analysis, format);
    const file = (await ifPresent(() => stat(path))) ?? (await this.made(analysis, format));
    // Not by mtime, which is the analysis' own: a file made again can have it, the size and even the inode of another.
    const key = `${path}:${file.ino}:${file.ctimeMs}:${file.size}`;
    const sha256 = this.checksums.get(key) ?? (await checksum(path));
    this.checksums.set(key, sha256);
    return { format, fileName: artifactName(analysis, format), sizeBytes: file.size, sha256, path };
  }

  private async made(analysis: Analysis, format: ArtifactFormat): Promise<Stats> {
    const path = this.path(analysis, format);
    let making = this.making.get(path);
    if (making === undefined) {
      making = this.make(analysis, format).finally(() => this.making.delete(path));
      this.making.set(path, making);
    }
    await making;
    return stat(path);
  }

  private async make(analysis: Analysis, format: ArtifactFormat): Promise<void> {
    const { datasetId, datasetVersion, computedAt } = analysis;
    await this.budget.requireRoom();
    await withStorage(`Writing the ${format} of an analysis`, async () => {
      const folder = this.layout.analyses(datasetId, datasetVersion);
      await makeFolder(folder);
      const temporary = this.layout.temporary(datasetId, this.owner);
      try {
        await this.writers[format](analysis, temporary);
        await utimes(temporary, new Date(computedAt), new Date(computedAt));
        await rename(temporary, this.path(analysis, format));
      } finally {
        await rm(temporary, { force: true });
      }
      await sync(folder);
    });
    await this.budget.stored(datasetId, datasetVersion, analysis.parameters.hash);
  }

  private async readText(path: string): Promise<string | undefined> {
    try {
      return await withStorage('Reading an analysis', () => ifPresent(() => readFile(path, 'utf8')));
    } catch (cause) {
      const code = errnoCode(cause instanceof ConcentricError ? cause.cause : cause);
      if (code === undefined || NO_FILES_LEFT.includes(code)) throw cause;
      throw unreadable(relative(this.layout.root, path), code, cause);
    }
  }

  private readonly writers = {
    JSON: (analysis, path) => writeDurably(path, analysisJson(analysis)),
    CSV: (analysis, path) => writeDurably(path, analysisCsv(analysis)),
    XLSX: async (analysis, path) => {
      // Not the stored JSON, which can have been removed or torn while the analysis was remembered elsewhere.
      const json = this.layout.temporary(analysis.datasetId, this.owner);
      try {
        await writeFile(json, analysisJson(analysis));
        await this.writeWorkbook(json, path);
        await sync(path);
      } finally {
        await rm(json, { force: true });
      }
    },
  } satisfies Record<ArtifactFormat, (analysis: Analysis, path: string) => Promise<void>>;

  private path({ datasetId, datasetVersion, parameters }: Analysis, format: ArtifactFormat): string {
    return this.layout.analysis(datasetId, datasetVersion, parameters.hash, format);
  }
}

/** Only this folder: where the version's is gone, the dataset was deleted and must not come back as an empty one. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (errnoCode(error) !== 'EEXIST') throw error;
  }
}

async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes);
  return hash.digest('hex');
}

function unreadable(file: string, code: string, cause: unknown): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `The stored analysis ${file} cannot be read (${code}). Make it readable again or remove it: it is then computed again.`,
    { file },
    { cause },
  );
}
