import { copyFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Bytes } from './bytes.js';
import { datasetOf, keys, readEntry } from './layout.js';

const JSON_FILE = /\.json$/;

/**
 * Copies the files of a dataset from one store of bytes to another: its versions, its analyses without the files that are made from them,
 * its mappings, and those of its pending job. What is there already is not copied again. No process may use either.
 */
export async function copyDataset(id: string, pendingFolder: string | null, from: Bytes, to: Bytes): Promise<void> {
  for (const { name } of await from.list(keys.dataset(id))) {
    const entry = readEntry(name);
    if (entry.kind === 'version') {
      await copyFolder(id, keys.version(id, entry.version), from, to);
      await copyFiles(keys.analyses(id, entry.version), keys.version(id, entry.version), from, to);
    }
    if (name === pendingFolder) await copyFolder(id, keys.inDataset(id, name), from, to);
  }
  await copyFiles(keys.entityMappings(id), undefined, from, to);
}

async function copyFolder(id: string, key: string, from: Bytes, to: Bytes): Promise<void> {
  if (await to.exists(key)) return;
  const folder = await to.stage(id);
  try {
    await from.link(key, folder, { isRead: true });
    await to.publish(folder, key);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await to.remove(keys.inDataset(id, basename(folder)));
  }
}

/** The JSON files directly below a key. */
async function copyFiles(key: string, within: string | undefined, from: Bytes, to: Bytes): Promise<void> {
  for (const { name, modifiedAtMs } of await from.list(key, (each) => JSON_FILE.test(each))) {
    const path = await from.localPath(`${key}/${name}`);
    if (path === null || (await to.exists(`${key}/${name}`))) continue;
    const copy = to.temporaryFile(datasetOf(key));
    try {
      await copyFile(path, copy);
      const options = { modifiedAt: new Date(modifiedAtMs), ...(within !== undefined && { within }) };
      await to.put(copy, `${key}/${name}`, options);
    } finally {
      await rm(copy, { force: true });
    }
  }
}
