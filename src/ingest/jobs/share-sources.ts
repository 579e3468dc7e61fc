import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordOfVersion } from '../../catalog/kept-versions.js';
import {
  type DatasetRecord,
  type RestoredVersion,
  type SourceFile,
  sourceName,
  sourcesOf,
} from '../../model/dataset.js';
import { ConcentricError } from '../../model/errors.js';
import type { Bytes } from '../../storage/bytes.js';
import { filesIn, keys, rowsFile, sourceFile } from '../../storage/layout.js';
import { freeName } from '../../storage/safe-name.js';

/** The newest sources of a dataset: those of the pending job, else of the current version. */
export function newestSources({ pending, ...record }: DatasetRecord): SourceFile[] {
  return sourcesOf(pending ?? record);
}

/**
 * Links newest sources of a dataset into `folder`, beside the files that were received there. Returns them with their names
 * on disk; null if one is gone, because another change has moved or removed it meanwhile. May be repeated.
 */
export async function linkSources(
  bytes: Bytes,
  record: DatasetRecord,
  { folder, sources, received }: { folder: string; sources: readonly SourceFile[]; received: readonly SourceFile[] },
): Promise<SourceFile[] | null> {
  const { id, version, pending } = record;
  const from = pending ? keys.inDataset(id, pending.folder) : keys.version(id, version);
  const target = dirname(filesIn.source(folder, { fileName: 'file' }));
  const taken = received.map(storedName);
  await mkdir(target, { recursive: true });
  for (const name of await readdir(target)) if (!taken.includes(name)) await rm(join(target, name));
  await rm(filesIn.rows(folder), { recursive: true, force: true });
  await mkdir(filesIn.rows(folder));
  const linkedRows = new Set<string>();
  const linked: SourceFile[] = [];
  for (const source of sources) {
    const storedAs = freeName(storedName(source), taken);
    taken.push(storedAs);
    const file = { ...source, storedAs };
    const path = filesIn.source(folder, file);
    if (!(await bytes.link(`${from}/${sourceFile(source)}`, path, { isRead: false }))) return null;
    linked.push(storedAs === storedName(source) ? source : file);
    await linkRows(bytes, source, { from, folder, linked: linkedRows });
  }
  return (await bytes.share(folder, id)) ? linked : null;
}

/** Links the stored rows of a source. If a file is missing, the source is read again. */
async function linkRows(
  bytes: Bytes,
  { storedRows }: SourceFile,
  { from, folder, linked }: { from: string; folder: string; linked: Set<string> },
): Promise<void> {
  for (const file of (storedRows?.files ?? []).map(rowsFile)) {
    // Tables with the same rows share a file.
    if (linked.has(file)) continue;
    linked.add(file);
    await bytes.link(`${from}/${file}`, join(folder, file), { isRead: false });
  }
}

/** Links the files of a kept version into `folder`. May be repeated. @throws DATASET_NOT_READY, VERSION_NOT_KEPT, INVALID_INPUT */
export async function linkVersion(
  bytes: Bytes,
  record: DatasetRecord,
  { folder, version }: { folder: string; version: number },
): Promise<{ sources: SourceFile[]; restores: RestoredVersion } | null> {
  const kept = recordOfVersion(record, version);
  if (version === record.version) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `Version ${version} is the current one of dataset ${record.id}. Name an earlier one of Dataset.versions.`,
      { argument: 'version', version },
    );
  }
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true });
  if (!(await bytes.link(keys.version(record.id, version), folder, { isRead: false }))) return null;
  if (!(await bytes.share(folder, record.id))) return null;
  const { rowCount, columnCount, overrides, reading } = kept;
  const restores = { version, rowCount: rowCount!, columnCount: columnCount!, overrides, reading };
  return { sources: sourcesOf(kept), restores };
}

/** The sources without the one of that name. @throws SOURCE_NOT_FOUND, INVALID_INPUT for the only source */
export function withoutSource(id: string, sources: readonly SourceFile[], name: string): SourceFile[] {
  const others = sources.filter((source) => sourceName(source) !== name);
  if (others.length === sources.length) {
    const names = sources.map(sourceName);
    throw new ConcentricError(
      'SOURCE_NOT_FOUND',
      `Dataset ${id} has no source ${JSON.stringify(name.slice(0, 100))}. It has: ${names.map((each) => JSON.stringify(each)).join(', ')}.`,
      { datasetId: id, sources: names },
    );
  }
  if (others.length === 0) {
    throw new ConcentricError(
      'INVALID_INPUT',
      `${JSON.stringify(name)} is the only source of dataset ${id}. Replace it with replaceDataset, or delete the dataset with deleteDataset.`,
      { argument: 'source', datasetId: id },
    );
  }
  return others;
}

export function missingSource(id: string): ConcentricError {
  return new ConcentricError(
    'STORAGE_UNAVAILABLE',
    `A source file of dataset ${id} is missing from the storage folder; upload it again with replaceDataset.`,
    { datasetId: id },
  );
}

function storedName(source: SourceFile): string {
  return sourceFile(source).slice('source/'.length);
}
