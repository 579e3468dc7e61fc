import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src/duckdb/engine.js';
import { detectFormat } from '../../src/ingest/intake/detect-format.js';
import { createIngestFile, type IngestResult } from '../../src/ingest/pipeline.js';
import type { NormalizationOptions } from '../../src/model/dataset.js';
import { sha256 } from '../../src/storage/sha256.js';

/** A version of a dataset of several files. */
export interface ReadVersion {
  folder: string;
  names: string[];
  result: IngestResult;
  /** Everything that a version has, without the times of its lineage and without its stored rows. */
  picture: Record<string, unknown>;
  storedRows: string[];
}

interface ReadSettings {
  options?: NormalizationOptions;
  /** The version whose stored rows are there. */
  earlier?: ReadVersion;
  /** Instead of the files of the earlier version, which must not be opened again. */
  unreadable?: boolean;
}

/** Reads versions one after the other, each with the stored rows of an earlier one. */
export class VersionReader {
  private constructor(
    private readonly root: string,
    private readonly engine: Engine,
  ) {}

  static async open({ threads = 2 } = {}): Promise<VersionReader> {
    const root = mkdtempSync(join(tmpdir(), 'concentric-append-'));
    const engine = await Engine.open({
      threads,
      memoryLimitBytes: 512 * 1024 ** 2,
      tempDirectory: join(root, 'spill'),
    });
    return new VersionReader(root, engine);
  }

  close(): void {
    this.engine.close();
    rmSync(this.root, { recursive: true });
  }

  async read(
    files: Record<string, string | Uint8Array>,
    { options = {}, earlier, unreadable = false }: ReadSettings = {},
  ): Promise<ReadVersion> {
    const folder = mkdtempSync(join(this.root, 'version-'));
    if (earlier && earlier.storedRows.length > 0) {
      cpSync(join(earlier.folder, 'rows'), join(folder, 'rows'), { recursive: true });
    }
    const stored = new Map(earlier?.names.map((name, nth) => [name, earlier.result.sources[nth]!.storedRows]));
    const sources = [];
    for (const [name, content] of Object.entries(files)) {
      const path = join(folder, name);
      writeFileSync(path, content);
      const format = await detectFormat(path, name);
      if (unreadable && stored.get(name)) writeFileSync(path, 'not what it was');
      sources.push({ name, path, format, storedRows: stored.get(name) });
    }
    const result = await createIngestFile(this.engine)({ sources, options, folder });
    return {
      folder,
      result,
      names: Object.keys(files),
      picture: pictureOf(folder, result),
      storedRows: rowsIn(folder),
    };
  }
}

function rowsIn(folder: string): string[] {
  return existsSync(join(folder, 'rows')) ? readdirSync(join(folder, 'rows')).sort() : [];
}

function pictureOf(folder: string, { schema, lineage, sources }: IngestResult): Record<string, unknown> {
  const digest = (name: string) =>
    existsSync(join(folder, name)) ? sha256(readFileSync(join(folder, name))) : 'absent';
  return {
    parquet: digest('normalized.parquet'),
    names: digest('names.parquet'),
    provenance: digest('provenance.parquet'),
    schema,
    lineage: lineage.map(({ startedAt, durationMs, ...step }) => step),
    sources: sources.map(({ storedRows, ...source }) => source),
  };
}
