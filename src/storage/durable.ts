import { open, opendir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes a new file (it must not exist) and returns when its bytes are on the disk. An iterable is written in pieces. The
 * caller must fsync the folder.
 */
export async function writeDurably(path: string, content: string | Buffer | Iterable<string>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Returns when a file's bytes, or a folder's entries, are on the disk. */
export async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** sync() for a folder and everything below it, contents first. */
export async function syncTree(folder: string): Promise<void> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    await (entry.isDirectory() ? syncTree(path) : sync(path));
  }
  await sync(folder);
}
