import { readFile, rm, stat } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import {
  ALGORITHM_VERSION,
  ANALYSIS_FILES,
  type Analysis,
  type AnalysisFile,
  type Artifact,
  READABLE_ALGORITHM_VERSIONS,
  type StoredParameters,
} from '../model/analysis.js';
import { ConcentricError } from '../model/errors.js';
import type { Figure } from '../model/figure-rows.js';
import type { Bytes, LinkedFile } from '../storage/bytes.js';
import { keys } from '../storage/layout.js';
import { sha256OfFile } from '../storage/sha256.js';
import { errnoCode, ifPresent, withStorage } from '../storage/storage-errors.js';
import type { AnalysisBudget } from './analysis-budget.js';
import { artifactName } from './artifact-name.js';
import { type ArtifactWriters, type ArtifactWriting, artifactWriters } from './artifact-writers.js';
import { figureHash } from './figure-link.js';
import { isComplete, isReadable, readAnalysisJson } from './json.js';

const STORED = /^([0-9a-f]{32})\.json$/;
const ROWS_FILES: readonly AnalysisFile[] = ['ROWS_CSV', 'ROWS_XLSX'];
/** Files of rows have hashes of their own, which another computation of the analysis does not use. */
const DERIVED = (Object.keys(ANALYSIS_FILES) as AnalysisFile[]).filter(
  (file) => file !== 'JSON' && !ROWS_FILES.includes(file),
);
const CACHED_CHECKSUMS = 1000;
/** Says nothing of the file that was to be read. */
const NO_FILES_LEFT: readonly string[] = ['EMFILE', 'ENFILE'];

/** A file as it was written. */
interface StoredFile {
  path: string;
  sha256: string;
  sizeBytes: number;
}

/** A stored analysis: the files `analyses/<hash>.…` of a version. */
export interface AnalysisPlace {
  datasetId: string;
  version: number;
  hash: string;
}

/** What can be relied on in an analysis that an earlier release stored. */
export type IncompleteAnalysis = Omit<Analysis, 'total' | 'byPeriod' | 'warnings' | 'parameters'> & {
  parameters: StoredParameters;
};

/** A file to be stored. `figure` is given for files of rows, which have a hash of their own. */
interface Target {
  analysis: Analysis;
  format: AnalysisFile;
  figure: Figure | null;
  hash: string;
}

export interface AnalysisFilesOptions extends ArtifactWriting {
  /** Default: nothing limits what is stored. */
  budget?: Pick<AnalysisBudget, 'requireRoom' | 'stored' | 'used'>;
}

const unlimited = {
  requireRoom: async () => undefined,
  stored: async () => undefined,
  used: async () => undefined,
} satisfies AnalysisFilesOptions['budget'];

/**
 * The files of analyses. The JSON is the analysis; the others are made when they are first requested, and made again
 * where they were removed or damaged: CSV and XLSX from the JSON, with the same bytes, the lists of entities from the rows.
 */
export class AnalysisFiles {
  private readonly bytes: Bytes;
  private readonly writers: ArtifactWriters;
  private readonly budget: NonNullable<AnalysisFilesOptions['budget']>;
  private readonly checksums = new LRUCache<string, string>({ max: CACHED_CHECKSUMS });
  /** Files being made, by key. */
  private readonly making = new Map<string, Promise<void>>();

  constructor({ budget = unlimited, ...writing }: AnalysisFilesOptions) {
    this.bytes = writing.bytes;
    this.writers = artifactWriters(writing);
    this.budget = budget;
  }

  /**
   * Stores the analysis, whole or not at all; files made from an earlier one in its place are removed. Its file's time of
   * modification is `computedAt`, by which analyses are listed.
   * @throws STORAGE_UNAVAILABLE; ENOENT where the version is gone
   */
  async write(analysis: Analysis): Promise<void> {
    for (const format of DERIVED) await this.bytes.remove(keyOf(targetOf(analysis, format)));
    await this.make(targetOf(analysis, 'JSON'));
  }

  /** The JSON goes first: without it there is no analysis. */
  async remove({ datasetId, version, hash }: AnalysisPlace): Promise<void> {
    for (const format of ['JSON', ...DERIVED] as const) {
      await this.bytes.remove(keys.analysis(datasetId, version, hash, format));
    }
  }

  /**
   * Null where there is none; a damaged file counts as none. A file of earlier rules, or without the fields that a later
   * release added, gives what `complete` returns; where that is null, itself if only optional fields are missing.
   * @throws STORAGE_UNAVAILABLE, which names a file that cannot be read
   */
  async read(
    place: AnalysisPlace,
    complete?: (incomplete: IncompleteAnalysis) => Promise<Analysis | null>,
  ): Promise<Analysis | null> {
    const { datasetId, version, hash } = place;
    const text = await this.readText(keys.analysis(datasetId, version, hash, 'JSON'));
    const analysis = text === undefined ? null : await readAnalysisJson(text);
    const isWanted =
      analysis?.datasetId === datasetId && analysis.datasetVersion === version && analysis.parameters?.hash === hash;
    if (!isWanted || !READABLE_ALGORITHM_VERSIONS.includes(analysis.algorithmVersion)) return null;
    if (analysis.algorithmVersion !== ALGORITHM_VERSION || !isComplete(analysis)) {
      const completed = (await complete?.(withColumnList(analysis))) ?? null;
      const isEnough =
        complete !== undefined && analysis.algorithmVersion === ALGORITHM_VERSION && isReadable(analysis);
      return completed ?? (isEnough ? analysis : null);
    }
    await this.budget.used(datasetId, version, hash);
    return analysis;
  }

  /** Whether there is a file that is not what was written. */
  async isDamaged({ datasetId, version, hash }: AnalysisPlace): Promise<boolean> {
    const text = await this.readText(keys.analysis(datasetId, version, hash, 'JSON'));
    return text !== undefined && (await readAnalysisJson(text)) === null;
  }

  /** Hashes of what is stored for a version, newest first. No file is opened. */
  async list(datasetId: string, version: number): Promise<{ hash: string; computedAtMs: number }[]> {
    const entries = await this.bytes.list(keys.analyses(datasetId, version), (name) => STORED.test(name));
    const stored = entries.map(({ name, modifiedAtMs }) => ({
      hash: STORED.exec(name)![1]!,
      computedAtMs: Math.round(modifiedAtMs),
    }));
    return stored.sort((a, b) => b.computedAtMs - a.computedAtMs || (a.hash < b.hash ? -1 : 1));
  }

  /**
   * @param figure of a file of rows
   * @throws STORAGE_UNAVAILABLE; ENOENT where the version is gone; for files of rows as rowsOfAnalysis() does
   */
  async artifact(
    analysis: Analysis,
    format: AnalysisFile,
    figure: Figure | null = null,
  ): Promise<Artifact & { path: string }> {
    const target = targetOf(analysis, format, figure);
    const { path, sha256, sizeBytes } = (await this.intact(target)) ?? (await this.made(target));
    return { format, fileName: artifactName(analysis, format, figure), sizeBytes, sha256, path };
  }

  /** As artifact(), with the file in the store, which is made where it is missing; null where clients do not reach the store. */
  async linked(
    analysis: Analysis,
    format: AnalysisFile,
    figure: Figure | null = null,
  ): Promise<(LinkedFile & { fileName: string }) | null> {
    const { bytes } = this;
    if (bytes.linked === undefined) return null;
    const target = targetOf(analysis, format, figure);
    let file = await bytes.linked(keyOf(target));
    if (file === null) {
      await this.made(target);
      file = await bytes.linked(keyOf(target));
    }
    if (file === null) throw versionIsGone(analysis);
    return { ...file, fileName: artifactName(analysis, format, figure) };
  }

  /** The file as it was written; null where it is missing or damaged. */
  private async intact(target: Target): Promise<StoredFile | null> {
    const path = await this.bytes.localPath(keyOf(target));
    const file = path === null ? undefined : await ifPresent(() => stat(path));
    if (path === null || file === undefined) return null;
    // Not by mtime, which is the analysis' own: a file made again can have it, the size and even the inode of another.
    const key = `${path}:${file.ino}:${file.ctimeMs}:${file.size}`;
    const known = this.checksums.get(key);
    if (known !== undefined) return { path, sha256: known, sizeBytes: file.size };
    // A copy of an object may be removed meanwhile.
    const sha256 = await ifPresent(() => sha256OfFile(path));
    if (sha256 === undefined || !(await this.isAsWritten(target, sha256))) return null;
    this.checksums.set(key, sha256);
    return { path, sha256, sizeBytes: file.size };
  }

  /** The JSON holds its own checksum; that of the other formats is stored with them. */
  private async isAsWritten(target: Target, sha256: string): Promise<boolean> {
    const { datasetId, datasetVersion: version } = target.analysis;
    if (target.format === 'JSON') return (await this.read({ datasetId, version, hash: target.hash })) !== null;
    return (await this.bytes.checksum(keyOf(target))) === sha256;
  }

  private async made(target: Target): Promise<StoredFile> {
    const key = keyOf(target);
    let making = this.making.get(key);
    if (making === undefined) {
      making = this.make(target).finally(() => this.making.delete(key));
      this.making.set(key, making);
    }
    await making;
    const path = await this.bytes.localPath(key);
    if (path === null) throw versionIsGone(target.analysis);
    return { path, sha256: await sha256OfFile(path), sizeBytes: (await stat(path)).size };
  }

  private async make(target: Target): Promise<void> {
    const { analysis, format, figure, hash } = target;
    const { datasetId, datasetVersion, computedAt } = analysis;
    await this.budget.requireRoom();
    const within = keys.version(datasetId, datasetVersion);
    const temporary = this.bytes.temporaryFile(datasetId);
    try {
      await withStorage(`Writing the ${format} of an analysis`, () =>
        this.writers[format](analysis, temporary, figure),
      );
      const checksum = format === 'JSON' ? {} : { sha256: await sha256OfFile(temporary) };
      const options = { within, modifiedAt: new Date(computedAt), ...checksum };
      const isStored = await this.bytes.put(temporary, keyOf(target), options);
      if (!isStored) throw versionIsGone(analysis);
    } finally {
      await rm(temporary, { force: true });
    }
    await this.budget.stored(datasetId, datasetVersion, hash);
  }

  private async readText(key: string): Promise<string | undefined> {
    const path = await this.bytes.localPath(key);
    if (path === null) return undefined;
    try {
      return await withStorage('Reading an analysis', () => ifPresent(() => readFile(path, 'utf8')));
    } catch (cause) {
      const code = errnoCode(cause instanceof ConcentricError ? cause.cause : cause);
      if (code === undefined || NO_FILES_LEFT.includes(code)) throw cause;
      throw unreadable(`datasets/${key}`, code, cause);
    }
  }
}

function targetOf(analysis: Analysis, format: AnalysisFile, figure: Figure | null = null): Target {
  const hash = figure === null ? analysis.parameters.hash : figureHash(analysis, figure);
  return { analysis, format, figure, hash };
}

function keyOf({ analysis: { datasetId, datasetVersion }, format, hash }: Target): string {
  return keys.analysis(datasetId, datasetVersion, hash, format);
}

/** Releases before 0.2 stored `groupBy` as a text. */
function withColumnList({ parameters, ...analysis }: Analysis): IncompleteAnalysis {
  return { ...analysis, parameters: { ...parameters, groupBy: [parameters.groupBy].flat() } };
}

/** Handled where analyses are computed and listed (VersionFolders.withVersion). */
function versionIsGone({ datasetId, datasetVersion }: Analysis): Error {
  return new Error(`Version ${datasetVersion} of dataset ${datasetId} was removed.`);
}

function unreadable(file: string, code: string, cause: unknown): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `The stored analysis ${file} cannot be read (${code}). Make it readable again or remove it: it is then computed again.`,
    { file },
    { cause },
  );
}
