import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { type Analysis, type Artifact, ArtifactFormat } from '../model/analysis.js';
import { sync, writeDurably } from '../storage/durable.js';
import type { Layout } from '../storage/layout.js';
import { errnoCode, ifPresent, withStorage } from '../storage/storage-errors.js';
import { analysisCsv } from './analysis-csv.js';
import { analysisJson, readAnalysisJson } from './analysis-json.js';
import { artifactName } from './artifact-name.js';

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

/** Writes, finds and reads the files of analyses. */
export class AnalysisFiles {
  private readonly layout: Layout;
  private readonly owner: string;
  private readonly writeWorkbook: AnalysisFilesOptions['writeWorkbook'];
  private readonly checksums = new LRUCache<string, string>({ max: CACHED_CHECKSUMS });

  constructor({ layout, owner, writeWorkbook }: AnalysisFilesOptions) {
    this.layout = layout;
    this.owner = owner;
    this.writeWorkbook = writeWorkbook;
  }

  /**
   * Writes the three files, each whole or not at all, the JSON last: where it is, the others are. Its time of
   * modification is `computedAt`, by which analyses are listed.
   * @throws STORAGE_UNAVAILABLE; ENOENT where the version is gone
   */
  async write(analysis: Analysis): Promise<void> {
    const { datasetId, datasetVersion, computedAt } = analysis;
    await withStorage('Writing the files of an analysis', async () => {
      const folder = this.layout.analyses(datasetId, datasetVersion);
      await makeFolder(folder);
      const formats = ['CSV', 'XLSX', 'JSON'] as const;
      const temporary = {
        CSV: this.temporary(datasetId),
        XLSX: this.temporary(datasetId),
        JSON: this.temporary(datasetId),
      };
      try {
        await writeDurably(temporary.JSON, analysisJson(analysis));
        await utimes(temporary.JSON, new Date(computedAt), new Date(computedAt));
        await writeDurably(temporary.CSV, analysisCsv(analysis));
        await this.writeWorkbook(temporary.JSON, temporary.XLSX);
        await sync(temporary.XLSX);
        for (const format of formats) await rename(temporary[format], this.path(analysis, format));
      } finally {
        for (const format of formats) await rm(temporary[format], { force: true });
      }
      await sync(folder);
    });
  }

  /** Null where there is none; a file that is torn or from elsewhere is as good as none. */
  async read({ datasetId, version, hash }: AnalysisPlace): Promise<Analysis | null> {
    const text = await ifPresent(() => readFile(this.layout.analysis(datasetId, version, hash, 'JSON'), 'utf8'));
    if (text === undefined) return null;
    const analysis = await readAnalysisJson(text);
    const isWanted =
      analysis?.datasetId === datasetId && analysis.datasetVersion === version && analysis.parameters?.hash === hash;
    return isWanted ? analysis : null;
  }

  /** Hashes of what is stored for a version, newest first. */
  async list(datasetId: string, version: number): Promise<{ hash: string; computedAtMs: number }[]> {
    const names = (await ifPresent(() => readdir(this.layout.analyses(datasetId, version)))) ?? [];
    const hashes = names.flatMap((name) => STORED.exec(name)?.[1] ?? []);
    const stored = await Promise.all(
      hashes.map(async (hash) => {
        const file = await ifPresent(() => stat(this.layout.analysis(datasetId, version, hash, 'JSON')));
        return file === undefined ? [] : [{ hash, computedAtMs: Math.round(file.mtimeMs) }];
      }),
    );
    return stored.flat().sort((a, b) => b.computedAtMs - a.computedAtMs || (a.hash < b.hash ? -1 : 1));
  }

  /** The files of a stored analysis, in the order JSON, CSV, XLSX; those that somebody removed are left out. */
  async artifacts(analysis: Analysis): Promise<Artifact[]> {
    const found = await Promise.all(Object.values(ArtifactFormat).map((format) => this.artifact(analysis, format)));
    return found.filter((artifact) => artifact !== null);
  }

  async artifact(analysis: Analysis, format: ArtifactFormat): Promise<Artifact | null> {
    const path = this.path(analysis, format);
    const file = await ifPresent(() => stat(path));
    if (file === undefined) return null;
    const key = `${path}:${file.ino}:${file.mtimeMs}:${file.size}`;
    const sha256 = this.checksums.get(key) ?? (await checksum(path));
    this.checksums.set(key, sha256);
    return { format, fileName: artifactName(analysis, format), sizeBytes: file.size, sha256 };
  }

  path({ datasetId, datasetVersion, parameters }: Analysis, format: ArtifactFormat): string {
    return this.layout.analysis(datasetId, datasetVersion, parameters.hash, format);
  }

  private temporary(datasetId: string): string {
    return this.layout.temporary(datasetId, this.owner);
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
