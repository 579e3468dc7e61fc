import { createHash } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { ALGORITHM_VERSION, type Analysis, type Artifact, type ArtifactFormat } from '../model/analysis.js';
import { sync, writeDurably } from '../storage/durable.js';
import type { Layout } from '../storage/layout.js';
import { errnoCode, ifPresent, withStorage } from '../storage/storage-errors.js';
import { artifactName } from './artifact-name.js';
import { analysisCsv } from './csv.js';
import { analysisJson, HEAD_BYTES, isOfTheseRules, readAnalysisJson } from './json.js';

const STORED = /^([0-9a-f]{32})\.json$/;
const CACHED_CHECKSUMS = 1000;

/** An analysis on disk: `analyses/<hash>.{json,csv,xlsx}` of a version. */
export interface AnalysisPlace {
  datasetId: string;
  version: number;
  hash: string;
}

export interface AnalysisFilesOptions {
  layout: Layout;
  /** Stands in the temporary names this process leaves behind if it dies (storage/processes.ts). */
  owner: string;
  /** Writes the workbook of the analysis that a JSON file holds, away from the event loop. */
  writeWorkbook(jsonPath: string, path: string): Promise<void>;
}

/**
 * The files of analyses. The JSON is the analysis; CSV and XLSX are made from it by whoever first asks for them, and
 * made again, with the same bytes, where somebody removed them.
 */
export class AnalysisFiles {
  private readonly layout: Layout;
  private readonly owner: string;
  private readonly writeWorkbook: AnalysisFilesOptions['writeWorkbook'];
  private readonly checksums = new LRUCache<string, string>({ max: CACHED_CHECKSUMS });
  /** Files being made, by path. */
  private readonly making = new Map<string, Promise<void>>();

  constructor({ layout, owner, writeWorkbook }: AnalysisFilesOptions) {
    this.layout = layout;
    this.owner = owner;
    this.writeWorkbook = writeWorkbook;
  }

  /**
   * Stores the analysis, whole or not at all; what was made from an earlier one in its place goes. Its file's time of
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

  /** Null where there is none; a file that is torn, from elsewhere or by the rules of before is as good as none. */
  async read({ datasetId, version, hash }: AnalysisPlace): Promise<Analysis | null> {
    const text = await ifPresent(() => readFile(this.layout.analysis(datasetId, version, hash, 'JSON'), 'utf8'));
    if (text === undefined) return null;
    const analysis = await readAnalysisJson(text);
    const isWanted =
      analysis?.datasetId === datasetId && analysis.datasetVersion === version && analysis.parameters?.hash === hash;
    return isWanted && analysis.algorithmVersion === ALGORITHM_VERSION ? analysis : null;
  }

  /** Hashes of what is stored for a version, newest first. */
  async list(datasetId: string, version: number): Promise<{ hash: string; computedAtMs: number }[]> {
    const names = (await ifPresent(() => readdir(this.layout.analyses(datasetId, version)))) ?? [];
    const hashes = names.flatMap((name) => STORED.exec(name)?.[1] ?? []);
    const stored = await Promise.all(
      hashes.map(async (hash) => {
        const computedAtMs = await ifPresent(() => timeOf(this.layout.analysis(datasetId, version, hash, 'JSON')));
        return computedAtMs == null ? [] : [{ hash, computedAtMs }];
      }),
    );
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

/** When a stored analysis was computed; null where the rules of before made it. */
async function timeOf(path: string): Promise<number | null> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.toString('utf8', 0, bytesRead);
    return isOfTheseRules(head) ? Math.round((await file.stat()).mtimeMs) : null;
  } finally {
    await file.close();
  }
}
